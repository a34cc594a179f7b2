using System.Runtime.CompilerServices;
using NVirt.RelaxNg.Patterns;
using NVirt.Xml;

namespace NVirt.RelaxNg.DataTypes.Expressions;

/// <summary>
/// Creates nodes, each only once, and their derivatives: what remains after a character (Brzozowski), which needs no backtracking.
/// </summary>
/// <param name="budget">The budget for creating them.</param>
internal sealed class NodePool(Budget budget)
{
    /// <summary>The steps that a new node costs in addition to its parts.</summary>
    private const int Made = 8;

    private readonly HashSet<Node> _nodes = new(new Comparer());

    public int Count => _nodes.Count;

    /// <summary>The total number of parts of the nodes.</summary>
    public int Weight { get; private set; }

    /// <summary>The budget of the current caller for creating nodes.</summary>
    public Budget Budget { get; set; } = budget;

    public Node Sequence(Node first, Node rest) => (first, rest) switch
    {
        (Node.Nothing, _) or (_, Node.Nil) => first,
        (_, Node.Nothing) or (Node.Nil, _) => rest,
        (Node.Sequence sequence, _) => Append(sequence, rest),
        _ => Intern(new Node.Sequence(first, rest), 2),
    };

    public Node Either(IEnumerable<Node> alternatives)
    {
        Node[] kept = [.. alternatives.SelectMany(a => a is Node.Either either ? either.Alternatives : [a]).Where(IsSomething).Distinct()];
        return kept switch
        {
            [] => Node.Nothing.Instance,
            [var only] => only,
            _ => Intern(new Node.Either(kept), kept.Length),
        };
    }

    public Node Repeat(Node repeated, int least, int most) => (repeated, least, most) switch
    {
        (_, _, 0) or (Node.Nil, _, _) => Node.Nil.Instance,
        (_, 1, 1) => repeated,
        _ => Intern(new Node.Repeat(repeated, repeated.IsNullable ? 0 : least, most), 1),
    };

    /// <summary>What remains after a character.</summary>
    public Node After(Node node, int character) => After(node, character, new Dictionary<Node, Node>(ReferenceEqualityComparer.Instance));

    // Shared parts are derived only once.
    private Node After(Node node, int character, Dictionary<Node, Node> known)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        Budget.Spend();
        switch (node)
        {
            case Node.Character single:
                Budget.Spend(single.Set.Size / 8);
                return single.Set.Contains(character) ? Node.Nil.Instance : Node.Nothing.Instance;
            case Node.Sequence or Node.Either or Node.Repeat when known.TryGetValue(node, out Node? rest):
                return rest;
            case Node.Sequence sequence:
                return known[node] = AfterSequence(sequence, character, known);
            case Node.Either either:
                return known[node] = Either(either.Alternatives.Select(a => After(a, character, known)));
            case Node.Repeat repeat:
                Node others =
                    Repeat(repeat.Repeated, Math.Max(repeat.Least - 1, 0), repeat.Most == int.MaxValue ? int.MaxValue : repeat.Most - 1);
                return known[node] = Sequence(After(repeat.Repeated, character, known), others);
            default:
                return Node.Nothing.Instance;
        }
    }

    // There can be as many nullable parts as an expression has characters.
    private Node AfterSequence(Node.Sequence sequence, int character, Dictionary<Node, Node> known)
    {
        Node behindFirst = Sequence(After(sequence.First, character, known), sequence.Rest);
        if (!sequence.First.IsNullable)
        {
            return behindFirst;
        }

        List<Node> alternatives = [behindFirst];
        Node rest = sequence.Rest;
        for (; rest is Node.Sequence { First.IsNullable: true } next; rest = next.Rest)
        {
            alternatives.Add(Sequence(After(next.First, character, known), next.Rest));
        }

        alternatives.Add(After(rest, character, known));
        return Either(alternatives);
    }

    private Node Append(Node.Sequence sequence, Node rest)
    {
        List<Node> parts = [];
        Node last = sequence;
        for (; last is Node.Sequence next; last = next.Rest)
        {
            Budget.Spend();
            parts.Add(next.First);
        }

        Node whole = Intern(new Node.Sequence(last, rest), 2);
        for (int i = parts.Count - 1; i >= 0; i--)
        {
            whole = Intern(new Node.Sequence(parts[i], whole), 2);
        }

        return whole;
    }

    private bool IsSomething(Node node)
    {
        Budget.Spend();
        return node is not Node.Nothing;
    }

    private Node Intern(Node node, int parts)
    {
        if (_nodes.TryGetValue(node, out Node? known))
        {
            return known;
        }

        Budget.Spend(Made + parts);
        Weight += parts;
        if (Weight > 10 * Limits.ExpressionParts)
        {
            throw new LimitException(Text.Of(Messages.Limit_Expression, Limits.ExpressionParts));
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
