using System.Runtime.CompilerServices;

namespace NVirt.RelaxNg.Patterns;

/// <summary>
/// What is allowed at a place of a document, in the simple form of section 4 of the RELAX NG specification. Patterns come from a
/// <see cref="PatternPool"/>, which makes equal ones the same object, and never change; only the content of an element is set later,
/// since it may contain the element itself.
/// </summary>
internal abstract class Pattern
{
    /// <summary>Whether it matches empty content.</summary>
    public bool IsNullable { get; protected init; }

    /// <summary>Whether it contains elements; those inside its elements do not count.</summary>
    public bool HasElements { get; protected init; }

    /// <summary>Whether it contains attributes; those of its elements do not count.</summary>
    public bool HasAttributes { get; protected init; }

    /// <summary>Whether it contains text or values; those inside its elements and attributes do not count.</summary>
    public bool HasText { get; protected init; }

    /// <summary>The nesting depth of its parts, including those of attributes, lists and exceptions, but not those of elements.</summary>
    public int Depth { get; protected init; }

    /// <summary>Its sequence number in its pool, which gives alternatives an order.</summary>
    public int Number { get; set; }

    /// <summary>Whether the other has the same structure; parts are compared by reference.</summary>
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
