using System.Runtime.CompilerServices;

namespace NVirt.RelaxNg.DataTypes.Expressions;

/// <summary>Makes nodes, each only once, and what is left of them behind a character: Brzozowski's derivatives, which need no backtracking.</summary>
internal sealed class NodePool
{
    private readonly HashSet<Node> _nodes = new(new Comparer());

    public int Count => _nodes.Count;

    public Node Sequence(Node first, Node rest) => (first, rest) switch
    {
        (Node.Nothing, _) or (_, Node.Nil) => first,
        (_, Node.Nothing) or (Node.Nil, _) => rest,
        (Node.Sequence sequence, _) => Sequence(sequence.First, Sequence(sequence.Rest, rest)),
        _ => Intern(new Node.Sequence(first, rest)),
    };

    public Node Either(IEnumerable<Node> alternatives)
    {
        Node[] kept = [.. alternatives.SelectMany(a => a is Node.Either either ? either.Alternatives : [a]).Where(a => a is not Node.Nothing).Distinct()];
        return kept switch
        {
            [] => Node.Nothing.Instance,
            [var only] => only,
            _ => Intern(new Node.Either(kept)),
        };
    }

    public Node Repeat(Node repeated, int least, int most) => (repeated, least, most) switch
    {
        (_, _, 0) or (Node.Nil, _, _) => Node.Nil.Instance,
        (_, 1, 1) => repeated,
        _ => Intern(new Node.Repeat(repeated, repeated.IsNullable ? 0 : least, most)),
    };

    /// <summary>What is left behind a character.</summary>
    public Node After(Node node, int character)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (node)
        {
            case Node.Character single:
                return single.Set.Contains(character) ? Node.Nil.Instance : Node.Nothing.Instance;
            case Node.Sequence sequence:
                Node behindFirst = Sequence(After(sequence.First, character), sequence.Rest);
                return sequence.First.IsNullable ? Either([behindFirst, After(sequence.Rest, character)]) : behindFirst;
            case Node.Either either:
                return Either(either.Alternatives.Select(a => After(a, character)));
            case Node.Repeat repeat:
                Node others = Repeat(repeat.Repeated, Math.Max(repeat.Least - 1, 0), repeat.Most == int.MaxValue ? int.MaxValue : repeat.Most - 1);
                return Sequence(After(repeat.Repeated, character), others);
            default:
                return Node.Nothing.Instance;
        }
    }

    private Node Intern(Node node)
    {
        if (_nodes.TryGetValue(node, out Node? known))
        {
            return known;
        }

        _nodes.Add(node);
        return node;
    }

    private sealed class Comparer : IEqualityComparer<Node>
    {
        public bool Equals(Node? x, Node? y) => ReferenceEquals(x, y) || (x is not null && y is not null && x.IsSame(y));

        public int GetHashCode(Node obj) => obj.Hash();
    }
}
