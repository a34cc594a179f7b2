using NVirt.RelaxNg.Patterns;
using NVirt.Xml;

namespace NVirt.RelaxNg.DataTypes.Expressions;

/// <summary>Reads regular expressions.</summary>
/// <param name="source">Creates the nodes.</param>
/// <param name="pool">Makes the nodes.</param>
internal sealed class ExpressionParser(string source, NodePool pool)
{
    private const int MaxDepth = 100;

    private readonly ClassParser _classes = new(source);
    private int _at;
    private int _depth;

    private char Current => _at < source.Length ? source[_at] : '\0';

    private bool IsAtEnd => _at >= source.Length;

    public Node Parse()
    {
        Node node = Alternatives();
        return IsAtEnd ? node : throw _classes.Unexpected(_at);
    }

    private Node Alternatives()
    {
        List<Node> branches = [Branch()];
        while (Current == '|')
        {
            _at++;
            branches.Add(Branch());
        }

        return pool.Either(branches);
    }

    private Node Branch()
    {
        List<Node> pieces = [];
        while (!IsAtEnd && Current is not ('|' or ')'))
        {
            pieces.Add(Quantified(Atom()));
        }

        return Enumerable.Reverse(pieces).Aggregate((Node)Node.Nil.Instance, (rest, piece) => pool.Sequence(piece, rest));
    }

    private Node Atom()
    {
        if (Current != '(')
        {
            return new Node.Character(_classes.Read(ref _at));
        }

        if (++_depth > MaxDepth)
        {
            throw new FormatException(Text.Of(Messages.Expression_TooDeep, MaxDepth));
        }

        _at++;
        Node node = Alternatives();
        if (Current != ')' || IsAtEnd)
        {
            throw new FormatException(Messages.Expression_OpenGroup);
        }

        _at++;
        _depth--;
        return node;
    }

    private Node Quantified(Node atom)
    {
        switch (Current)
        {
            case '?':
                _at++;
                return pool.Repeat(atom, 0, 1);
            case '*':
                _at++;
                return pool.Repeat(atom, 0, int.MaxValue);
            case '+':
                _at++;
                return pool.Repeat(atom, 1, int.MaxValue);
            case '{':
                return Counted(atom);
            default:
                return atom;
        }
    }

    private Node Counted(Node atom)
    {
        int end = source.IndexOf('}', _at);
        string[] bounds = end < 0 ? [] : source[(_at + 1)..end].Split(',');
        int most = int.MaxValue;
        if (bounds.Length is 0 or > 2 || !IsNumber(bounds[0], out int least) || (bounds[^1].Length > 0 && !IsNumber(bounds[^1], out most))
            || least > most)
        {
            throw new FormatException(Text.Of(Messages.Expression_Count, source[_at..(end < 0 ? source.Length : end + 1)]));
        }

        _at = end + 1;
        return pool.Repeat(atom, least, most);
    }

    private static bool IsNumber(string text, out int number) =>
        Digits.TryParse(text, out number);
}
