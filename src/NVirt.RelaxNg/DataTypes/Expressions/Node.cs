using System.Runtime.CompilerServices;

namespace NVirt.RelaxNg.DataTypes.Expressions;

/// <summary>A part of a regular expression. Nodes come from a <see cref="NodePool"/>, which makes equal ones the same object.</summary>
/// <param name="isNullable">Whether the empty text matches.</param>
internal abstract class Node(bool isNullable)
{
    private const int Ascii = 128;

    private Node?[]? _next;

    public bool IsNullable { get; } = isNullable;

    /// <summary>What remains after a character, if it is cached.</summary>
    public Node? Next(int character) => character < Ascii && _next is { } next ? Volatile.Read(ref next[character]) : null;

    /// <summary>Caches what remains after a character. Non-ASCII characters are too many and too rare to be cached.</summary>
    /// <returns>The steps that this cost.</returns>
    public int Remember(int character, Node next)
    {
        if (character >= Ascii)
        {
            return 0;
        }

        int cost = _next is null ? Ascii : 0;
        Volatile.Write(ref (_next ??= new Node?[Ascii])[character], next);
        return cost;
    }

    public abstract bool IsSame(Node other);

    public abstract int Hash();

    private static int HashOf(int kind, ReadOnlySpan<Node> parts)
    {
        int hash = kind;
        foreach (Node part in parts)
        {
            hash = (hash * 31) + RuntimeHelpers.GetHashCode(part);
        }

        return hash;
    }

    /// <summary>Matches nothing.</summary>
    public sealed class Nothing() : Node(isNullable: false)
    {
        public static readonly Nothing Instance = new();

        public override bool IsSame(Node other) => other is Nothing;

        public override int Hash() => 0;
    }

    /// <summary>Matches the empty text.</summary>
    public sealed class Nil() : Node(isNullable: true)
    {
        public static readonly Nil Instance = new();

        public override bool IsSame(Node other) => other is Nil;

        public override int Hash() => 1;
    }

    /// <summary>Matches a character of a set.</summary>
    public sealed class Character(CharacterSet set) : Node(isNullable: false)
    {
        public CharacterSet Set => set;

        public override bool IsSame(Node other) => ReferenceEquals(this, other);

        public override int Hash() => RuntimeHelpers.GetHashCode(this);
    }

    /// <summary>A sequence of two.</summary>
    public sealed class Sequence(Node first, Node rest) : Node(first.IsNullable && rest.IsNullable)
    {
        public Node First => first;

        public Node Rest => rest;

        public override bool IsSame(Node other) => other is Sequence sequence && sequence.First == first && sequence.Rest == rest;

        public override int Hash() => HashOf(2, [first, rest]);
    }

    /// <summary>An alternative.</summary>
    public sealed class Either(Node[] alternatives) : Node(Array.Exists(alternatives, a => a.IsNullable))
    {
        public Node[] Alternatives => alternatives;

        public override bool IsSame(Node other) => other is Either either && either.Alternatives.AsSpan().SequenceEqual(alternatives);

        public override int Hash() => HashOf(3, alternatives);
    }

    /// <summary>A repetition.</summary>
    /// <param name="repeated">What is repeated.</param>
    /// <param name="least">The minimum; 0 if the empty text matches <paramref name="repeated"/>.</param>
    /// <param name="most">The maximum; <see cref="int.MaxValue"/> for no limit.</param>
    public sealed class Repeat(Node repeated, int least, int most) : Node(least == 0)
    {
        public Node Repeated => repeated;

        public int Least => least;

        public int Most => most;

        public override bool IsSame(Node other) => other is Repeat repeat && repeat.Repeated == repeated && repeat.Least == least
            && repeat.Most == most;

        public override int Hash() => (((HashOf(4, [repeated]) * 31) + least) * 31) + most;
    }
}
