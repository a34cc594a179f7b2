using System.Buffers;
using NVirt.Xml;

namespace NVirt.Platforms.Trees;

/// <summary>
/// Reads the YAML that programs write: maps and lists by indentation, values on one line. It gives the same trees as the whole reader, ten
/// times as fast, or gives up: whatever else a document has, and every mistake, is left to that one.
/// </summary>
internal ref struct BlockYaml
{
    private const int LongestKey = 1000;

    // Blanks of other kinds, ends of lines of other kinds, and what no text has.
    private static readonly SearchValues<char> Other = SearchValues.Create(
    [
        .. Enumerable.Range(0, 32).Where(c => c != '\n').Select(c => (char)c), '\u007f', '\u0085', '\u00a0', '\u2028', '\u2029', '\ufeff',
    ]);

    // What begins something else than a word.
    private static readonly SearchValues<char> Indicators = SearchValues.Create(",[]{}#&*!|>'\"%@`");

    // What the whole reader takes for something else in a key, and behind a blank.
    private static readonly SearchValues<char> NoKey = SearchValues.Create(" *&!#'");
    private static readonly SearchValues<string> NotInside = SearchValues.Create([" #", " *", " &", " !"], StringComparison.Ordinal);

    private readonly string _text;
    private readonly List<Line> _lines;
    private int _at;
    private int _nodes;
    private bool _givesUp;

    private BlockYaml(string text, List<Line> lines)
    {
        _text = text;
        _lines = lines;
    }

    // A line with something in it; a list's element may make the rest of it a line of its own.
    private readonly record struct Line(int Number, int Start, int Indent, int End)
    {
        public ReadOnlySpan<char> Of(string text) => text.AsSpan(Start, End - Start);
    }

    /// <summary>Reads all documents of a text; <see langword="null"/> if it gives up.</summary>
    public static List<TreeNode>? Read(string text)
    {
        if (text.AsSpan().ContainsAny(Other))
        {
            return null;
        }

        BlockYaml yaml = new(text, LinesOf(text));
        List<TreeNode> documents = [];
        while (yaml._at < yaml._lines.Count)
        {
            Line line = yaml._lines[yaml._at];
            if (line.Indent == 0 && line.Of(text) is "---")
            {
                yaml._at++;
                continue;
            }

            // A second one begins with a line of its own.
            if (line.Indent != 0 || (documents.Count > 0 && yaml._lines[yaml._at - 1].Of(text) is not "---"))
            {
                return null;
            }

            documents.Add(yaml.Node(0, 0));
            if (yaml._givesUp)
            {
                return null;
            }
        }

        return documents;
    }

    private static List<Line> LinesOf(string text)
    {
        List<Line> lines = [];
        int number = 0;
        for (int at = 0; at < text.Length;)
        {
            number++;
            int end = text.AsSpan(at).IndexOf('\n');
            end = end < 0 ? text.Length : at + end;
            int start = at;
            while (start < end && text[start] == ' ')
            {
                start++;
            }

            int last = end;
            while (last > start && text[last - 1] == ' ')
            {
                last--;
            }

            if (last > start && text[start] != '#')
            {
                lines.Add(new Line(number, start, start - at, last));
            }

            at = end + 1;
        }

        return lines;
    }

    private TreeNode Node(int indent, int depth)
    {
        if (depth > TreeLimits.MaxDepth || ++_nodes > TreeLimits.MaxNodes)
        {
            return GiveUp();
        }

        return IsElement(_lines[_at].Of(_text)) ? List(indent, depth) : Map(indent, depth);
    }

    private TreeNode Map(int indent, int depth)
    {
        Position start = PlaceOf(_lines[_at]);
        List<(string Key, TreeNode Value)> members = [];
        HashSet<string>? seen = null;
        while (!_givesUp && IsAt(indent) && !IsElement(_lines[_at].Of(_text)))
        {
            Line line = _lines[_at];
            ReadOnlySpan<char> content = line.Of(_text);
            int end = EndOfKey(content, out string key);

            // A colon that ends the text is none for the whole reader.
            if (end < 0 || (content[^1] == ':' && line.End == _text.Length) || (members.Count < 8 ? members.Exists(m => m.Key == key)
                : !(seen ??= new HashSet<string>(members.Select(m => m.Key), StringComparer.Ordinal)).Add(key)))
            {
                return GiveUp();
            }

            _at++;
            members.Add((key, ValueBehind(line, end + 1, indent, depth, isMap: true)));
        }

        return _givesUp || members.Count == 0 || IsDeeper(indent) ? GiveUp() : TreeNode.Map(start, members);
    }

    private TreeNode List(int indent, int depth)
    {
        Position start = PlaceOf(_lines[_at]);
        List<TreeNode> items = [];
        while (!_givesUp && IsAt(indent) && IsElement(_lines[_at].Of(_text)))
        {
            Line line = _lines[_at];
            ReadOnlySpan<char> rest = line.Of(_text)[1..].TrimStart(' ');
            int offset = line.End - line.Start - rest.Length;
            if (!rest.IsEmpty && rest[0] is not ('\'' or '"') && (rest.IndexOf(": ") >= 0 || rest[^1] == ':'))
            {
                // The rest of the line is the first of a map.
                _lines[_at] = new Line(line.Number, line.Start + offset, line.Indent + offset, line.End);
                items.Add(IsElement(rest) ? GiveUp() : Node(line.Indent + offset, depth + 1));
                continue;
            }

            _at++;
            items.Add(IsElement(rest) ? GiveUp() : ValueBehind(line, 1, indent, depth, isMap: false));
        }

        return _givesUp || IsDeeper(indent) ? GiveUp() : TreeNode.List(start, items);
    }

    // What stands behind a colon or a hyphen, or in the lines below.
    private TreeNode ValueBehind(Line line, int end, int indent, int depth, bool isMap)
    {
        ReadOnlySpan<char> value = line.Of(_text)[end..].TrimStart(' ');
        if (!value.IsEmpty)
        {
            Position at = new(line.Number, line.Indent + line.End - line.Start - value.Length + 1);
            return IsDeeper(indent) || ++_nodes > TreeLimits.MaxNodes ? GiveUp() : Scalar(value, at, depth);
        }

        // A list may be as deep as the key that it belongs to.
        return IsDeeper(indent) ? Node(_lines[_at].Indent, depth + 1)
            : isMap && IsAt(indent) && IsElement(_lines[_at].Of(_text)) ? Node(indent, depth + 1)
            : TreeNode.Scalar(TreeKind.Nothing, new Position(line.Number, line.Indent + end + 1), string.Empty);
    }

    private TreeNode Scalar(ReadOnlySpan<char> value, Position at, int depth)
    {
        if (depth >= TreeLimits.MaxDepth)
        {
            return GiveUp();
        }

        if (value is "{}")
        {
            return TreeNode.Map(at, []);
        }

        if (value is "[]")
        {
            return TreeNode.List(at, []);
        }

        if (value[0] is '"' or '\'')
        {
            return Quoted(value) != value.Length ? GiveUp() : TreeNode.Scalar(TreeKind.Text, at, value[1..^1].ToString());
        }

        if (!IsPlain(value) || value.IndexOf(": ") >= 0 || value[^1] == ':')
        {
            return GiveUp();
        }

        return TreeNode.Scalar(
            value switch { "~" or "null" => TreeKind.Nothing, "true" or "false" => TreeKind.Switch, _ => TreeKind.Text }, at,
            value.ToString());
    }

    // The place of the colon; negative if there is none, or the key is not a simple one.
    private static int EndOfKey(ReadOnlySpan<char> content, out string key)
    {
        key = string.Empty;
        int end;
        if (content[0] is '"' or '\'')
        {
            end = Quoted(content);
            if (end >= content.Length || content[end] != ':' || (end + 1 < content.Length && content[end + 1] != ' '))
            {
                return -1;
            }

            key = content[1..(end - 1)].ToString();
        }
        else
        {
            end = content.IndexOf(": ");
            end = end < 0 ? content[^1] == ':' ? content.Length - 1 : -1 : end;
            if (end <= 0 || content[..end].ContainsAny(NoKey) || !IsPlain(content[..end]))
            {
                return -1;
            }

            key = content[..end].ToString();
        }

        return end > LongestKey ? -1 : end;
    }

    // The end of a text in quotes that has neither escapes nor quotes in it; beyond the end if it is not one.
    private static int Quoted(ReadOnlySpan<char> value)
    {
        int length = value[1..].IndexOfAny(value[0], '\\');
        return length < 0 || value[length + 1] == '\\' || (length + 2 < value.Length && value[length + 2] == value[0]) ? int.MaxValue
            : length + 2;
    }

    private static bool IsPlain(ReadOnlySpan<char> value) => !Indicators.Contains(value[0])
        && (value[0] is not ('-' or '?' or ':') || (value.Length > 1 && value[1] != ' ')) && !value.ContainsAny(NotInside)
        && !value.StartsWith("---") && !value.StartsWith("...");

    private static bool IsElement(ReadOnlySpan<char> content) => content is ['-'] or ['-', ' ', ..];

    private static Position PlaceOf(Line line) => new(line.Number, line.Indent + 1);

    private readonly bool IsAt(int indent) => _at < _lines.Count && _lines[_at].Indent == indent && !IsMark();

    private readonly bool IsDeeper(int indent) => _at < _lines.Count && _lines[_at].Indent > indent;

    private readonly bool IsMark() => _lines[_at].Indent == 0 && _lines[_at].Of(_text) is "---";

    private TreeNode GiveUp()
    {
        _givesUp = true;
        return TreeNode.Scalar(TreeKind.Nothing, default, string.Empty);
    }
}
