using System.Text;
using NVirt.Xml;

namespace NVirt.RelaxNg.DataTypes.Expressions;

/// <summary>
/// A regular expression of XML Schema (part 2, appendix F), for whole texts. Matching takes one step per character, which is a look-up
/// if the step has been made before. Safe for several threads.
/// </summary>
internal sealed class Expression
{
    /// <summary>The most nodes that are cached before the cache is cleared.</summary>
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
    /// <param name="budget">The budget for reading it.</param>
    /// <exception cref="FormatException">It is not a regular expression; the message says why.</exception>
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
    /// <param name="budget">The budget for matching.</param>
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
        // A class may require a search through all named sets.
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
                // Only what this text still needs is kept from the old cache.
                _pool = new NodePool(budget);
                _start = Parse(Source, _pool);
            }

            Node next = _pool.After(node, character);
            budget.Spend(node.Remember(character, next));
            return next;
        }
    }
}
