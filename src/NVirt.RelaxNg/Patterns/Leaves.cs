using NVirt.RelaxNg.DataTypes;

namespace NVirt.RelaxNg.Patterns;

/// <summary>Matches nothing.</summary>
internal sealed class NotAllowed : Pattern
{
    public static readonly NotAllowed Instance = new();
}

/// <summary>Matches the empty content.</summary>
internal sealed class Empty : Pattern
{
    public static readonly Empty Instance = new() { IsNullable = true };
}

/// <summary>Any text, including none.</summary>
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

    /// <summary>What it must not match; <see cref="NotAllowed"/> if there is no exception.</summary>
    public Pattern Except { get; }

    public override bool IsSame(Pattern other) => other is Data data && data.Type == Type && data.Except == Except;

    public override int Hash() => HashOf(1, Type, Except);
}

/// <summary>One particular value.</summary>
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

    /// <summary>The value as written in the schema.</summary>
    public string Text { get; }

    public override bool IsSame(Pattern other) => other is Value value && value.Type == Type && value.Key == Key;

    public override int Hash() => HashOf(2, Type) ^ Key.GetHashCode(StringComparison.Ordinal);
}

/// <summary>Words separated by blanks.</summary>
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

/// <summary>An element. Each one in a schema is distinct.</summary>
internal sealed class ElementPattern : Pattern
{
    public ElementPattern(NameClass names)
    {
        Names = names;
        HasElements = true;
    }

    public NameClass Names { get; }

    /// <summary>Its content, including attributes; set when the whole schema has been read.</summary>
    public Pattern Content { get; set; } = NotAllowed.Instance;
}
