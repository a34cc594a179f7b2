using NVirt.RelaxNg.DataTypes;

namespace NVirt.RelaxNg.Patterns;

/// <summary>Nothing fits it.</summary>
internal sealed class NotAllowed : Pattern
{
    public static readonly NotAllowed Instance = new();
}

/// <summary>Nothing has to stand here.</summary>
internal sealed class Empty : Pattern
{
    public static readonly Empty Instance = new() { IsNullable = true };
}

/// <summary>Any text, also none.</summary>
internal sealed class AnyText : Pattern
{
    public static readonly AnyText Instance = new() { IsNullable = true, HasText = true };
}

/// <summary>A value of a data type.</summary>
internal sealed class Data : Pattern
{
    public Data(DataType type, Pattern except)
    {
        Type = type;
        Except = except;
        HasText = true;
        Depth = except.Depth + 1;
    }

    public DataType Type { get; }

    /// <summary>What it must not be; <see cref="NotAllowed"/> if that is nothing.</summary>
    public Pattern Except { get; }

    public override bool IsSame(Pattern other) => other is Data data && data.Type == Type && data.Except == Except;

    public override int Hash() => HashOf(1, Type, Except);
}

/// <summary>One certain value.</summary>
internal sealed class Value : Pattern
{
    public Value(DataType type, string key, string text)
    {
        Type = type;
        Key = key;
        Text = text;
        HasText = true;
    }

    public DataType Type { get; }

    /// <summary>What <see cref="DataType.Key"/> makes of the value.</summary>
    public string Key { get; }

    /// <summary>The value as the schema has it.</summary>
    public string Text { get; }

    public override bool IsSame(Pattern other) => other is Value value && value.Type == Type && value.Key == Key;

    public override int Hash() => HashOf(2, Type) ^ Key.GetHashCode(StringComparison.Ordinal);
}

/// <summary>Words with blanks between them.</summary>
internal sealed class List : Pattern
{
    public List(Pattern content)
    {
        Content = content;
        HasText = true;
        Depth = content.Depth + 1;
    }

    public Pattern Content { get; }

    public override bool IsSame(Pattern other) => other is List list && list.Content == Content;

    public override int Hash() => HashOf(3, Content);
}

/// <summary>An attribute.</summary>
internal sealed class Attribute : Pattern
{
    public Attribute(NameClass names, Pattern content)
    {
        Names = names;
        Content = content;
        HasAttributes = true;
        Depth = content.Depth + 1;
    }

    public NameClass Names { get; }

    public Pattern Content { get; }

    public override bool IsSame(Pattern other) => other is Attribute attribute && attribute.Content == Content && attribute.Names == Names;

    public override int Hash() => HashOf(4, Content) ^ Names.GetHashCode();
}

/// <summary>An element. Each that a schema writes is one of its own.</summary>
internal sealed class Element : Pattern
{
    public Element(NameClass names)
    {
        Names = names;
        HasElements = true;
    }

    public NameClass Names { get; }

    /// <summary>What may stand inside, attributes as well; filled in when the whole schema was read.</summary>
    public Pattern Content { get; set; } = NotAllowed.Instance;
}
