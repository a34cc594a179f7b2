using System.Runtime.CompilerServices;

namespace NVirt.RelaxNg.Patterns;

/// <summary>
/// What may stand at a place of a document, in the simple form of section 4 of the RELAX NG specification. Patterns come from a
/// <see cref="PatternPool"/>, which makes equal ones the same object, and never change; only the content of an element is filled in later,
/// since it may contain the element itself.
/// </summary>
internal abstract class Pattern
{
    /// <summary>Whether nothing at all is enough.</summary>
    public bool IsNullable { get; protected init; }

    /// <summary>Whether it asks for elements; those inside of its elements do not count.</summary>
    public bool HasElements { get; protected init; }

    /// <summary>Whether it asks for attributes; those of its elements do not count.</summary>
    public bool HasAttributes { get; protected init; }

    /// <summary>Whether it asks for text or values; those of its elements and attributes do not count.</summary>
    public bool HasText { get; protected init; }

    /// <summary>How deep its parts are nested, those of attributes, lists and exceptions included; those of elements are not.</summary>
    public int Depth { get; protected init; }

    /// <summary>When it was made, in its pool: gives alternatives an order.</summary>
    public int Number { get; set; }

    /// <summary>Whether the other is written the same; parts are compared as objects.</summary>
    public virtual bool IsSame(Pattern other) => ReferenceEquals(this, other);

    /// <summary>A hash of what <see cref="IsSame"/> compares.</summary>
    public virtual int Hash() => RuntimeHelpers.GetHashCode(this);

    private protected static int DepthOf(Pattern[] parts)
    {
        int deepest = 0;
        foreach (Pattern part in parts)
        {
            deepest = Math.Max(deepest, part.Depth);
        }

        return deepest + 1;
    }

    private protected static bool AreSame(Pattern[] left, Pattern[] right) => left.AsSpan().SequenceEqual(right);

    private protected static int HashOf(int kind, params ReadOnlySpan<object> parts)
    {
        int hash = kind;
        foreach (object part in parts)
        {
            hash = (hash * 31) + RuntimeHelpers.GetHashCode(part);
        }

        return hash;
    }
}
