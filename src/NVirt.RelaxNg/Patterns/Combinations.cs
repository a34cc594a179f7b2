namespace NVirt.RelaxNg.Patterns;

/// <summary>A choice; none of its parts is a choice, and no two are the same.</summary>
internal sealed class Choice : Pattern
{
    public Choice(Pattern[] alternatives)
    {
        Alternatives = alternatives;
        IsNullable = Array.Exists(alternatives, a => a.IsNullable);
        HasElements = Array.Exists(alternatives, a => a.HasElements);
        HasAttributes = Array.Exists(alternatives, a => a.HasAttributes);
        HasText = Array.Exists(alternatives, a => a.HasText);
        Depth = DepthOf(alternatives);
    }

    public Pattern[] Alternatives { get; }

    public override bool IsSame(Pattern other) => other is Choice choice && AreSame(choice.Alternatives, Alternatives);

    public override int Hash() => HashOf(5, Alternatives);
}

/// <summary>An interleave: all parts, mixed in any order; none of them is an interleave.</summary>
internal sealed class Interleave : Pattern
{
    public Interleave(Pattern[] parts)
    {
        Parts = parts;
        IsNullable = Array.TrueForAll(parts, a => a.IsNullable);
        HasElements = Array.Exists(parts, a => a.HasElements);
        HasAttributes = Array.Exists(parts, a => a.HasAttributes);
        HasText = Array.Exists(parts, a => a.HasText);
        Depth = DepthOf(parts);
    }

    public Pattern[] Parts { get; }

    public override bool IsSame(Pattern other) => other is Interleave interleave && AreSame(interleave.Parts, Parts);

    public override int Hash() => HashOf(6, Parts);
}

/// <summary>A group: two parts in this order; the first is not a group.</summary>
internal sealed class Group : Pattern
{
    public Group(Pattern first, Pattern rest)
    {
        First = first;
        Rest = rest;
        IsNullable = first.IsNullable && rest.IsNullable;
        HasElements = first.HasElements || rest.HasElements;
        HasAttributes = first.HasAttributes || rest.HasAttributes;
        HasText = first.HasText || rest.HasText;
        Depth = Math.Max(first.Depth, rest.Depth) + 1;
    }

    public Pattern First { get; }

    public Pattern Rest { get; }

    public override bool IsSame(Pattern other) => other is Group group && group.First == First && group.Rest == Rest;

    public override int Hash() => HashOf(7, First, Rest);
}

/// <summary>One or more repetitions.</summary>
internal sealed class OneOrMore : Pattern
{
    public OneOrMore(Pattern repeated)
    {
        Repeated = repeated;
        IsNullable = repeated.IsNullable;
        HasElements = repeated.HasElements;
        HasAttributes = repeated.HasAttributes;
        HasText = repeated.HasText;
        Depth = repeated.Depth + 1;
    }

    public Pattern Repeated { get; }

    public override bool IsSame(Pattern other) => other is OneOrMore repeat && repeat.Repeated == Repeated;

    public override int Hash() => HashOf(8, Repeated);
}
