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
    private readonly Node _start;
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
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static Expression Parse(string source)
    {
        NodePool pool = new();
        return new Expression(source, new ExpressionParser(source, pool).Parse(), pool);
    }

    /// <summary>Whether the whole text matches.</summary>
    public bool Matches(string text)
    {
        Node node = _start;
        foreach (Rune rune in text.EnumerateRunes())
        {
            node = node.Next(rune.Value) ?? After(node, rune.Value);
            if (node is Node.Nothing)
            {
                return false;
            }
        }

        return node.IsNullable;
    }

    private Node After(Node node, int character)
    {
        lock (_gate)
        {
            if (_pool.Count > MaxNodes)
            {
                _pool = new NodePool();
                _start.Forget();
            }

            Node next = _pool.After(node, character);
            node.Remember(character, next);
            return next;
        }
    }
}
