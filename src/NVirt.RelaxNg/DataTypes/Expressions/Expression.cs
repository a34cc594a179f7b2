using System.Text;

namespace NVirt.RelaxNg.DataTypes.Expressions;

/// <summary>
/// A regular expression of XML Schema (part 2, appendix F), for whole texts. Matching takes one step a character, each of which is looked up
/// once it is known. Safe for several threads.
/// </summary>
internal sealed class Expression
{
    /// <summary>So many nodes are remembered; then it begins anew.</summary>
    private const int MaxNodes = 4_000;

    private readonly Lock _gate = new();
    private volatile Node _start;
    private NodePool _pool;

    private Expression(string source, Node start, NodePool pool)
    {
        Source = source;
        _start = start;
        _pool = pool;
    }

    /// <summary>The expression as it was written.</summary>
    public string Source { get; }

    /// <summary>Reads an expression.</summary>
    /// <param name="source">The expression.</param>
    /// <param name="budget">What reading it may cost.</param>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static Expression Parse(string source, Budget budget)
    {
        if (source.Length > Limits.ExpressionLength)
        {
            throw new FormatException(Text.Of(Messages.Expression_TooLong, Limits.ExpressionLength));
        }

        NodePool pool = new(budget);
        return new Expression(source, Parse(source, pool), pool);
    }

    /// <summary>Whether the whole text matches.</summary>
    /// <param name="text">The text.</param>
    /// <param name="budget">What finding out may cost.</param>
    public bool Matches(string text, Budget budget)
    {
        Node node = _start;
        foreach (Rune rune in text.EnumerateRunes())
        {
            node = node.Next(rune.Value) ?? After(node, rune.Value, budget);
            if (node is Node.Nothing)
            {
                return false;
            }
        }

        return node.IsNullable;
    }

    private static Node Parse(string source, NodePool pool)
    {
        // A class may have to be looked up among all that have names.
        pool.Budget.Spend(source.Length * 20L);
        return new ExpressionParser(source, pool).Parse();
    }

    private Node After(Node node, int character, Budget budget)
    {
        lock (_gate)
        {
            _pool.Budget = budget;
            if (_pool.Count > MaxNodes || _pool.Weight > Limits.ExpressionParts)
            {
                // Nothing of the old one stays but what this text still needs.
                _pool = new NodePool(budget);
                _start = Parse(Source, _pool);
            }

            Node next = _pool.After(node, character);
            budget.Spend(node.Remember(character, next));
            return next;
        }
    }
}
