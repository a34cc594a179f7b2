using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using NVirt.Xml;

namespace NVirt.Platforms.Trees;

/// <summary>
/// A JSON document as a tree: one value, each name in an object once. Nodes are made when they are asked for, since most of a large
/// document is not. Not for use by several threads.
/// </summary>
internal sealed class JsonTree
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly DocumentErrors _errors;
    private int _nodes;

    private JsonTree(ReadOnlyMemory<byte> bytes, DocumentErrors errors)
    {
        _bytes = bytes;
        _errors = errors;
    }

    /// <summary>Reads a document.</summary>
    /// <param name="json">UTF-8 without a byte order mark.</param>
    /// <param name="errors">Makes the errors.</param>
    public static TreeNode Read(ReadOnlyMemory<byte> json, DocumentErrors errors) => Read(json, errors, out _);

    /// <summary>The same, where the memory is given back.</summary>
    /// <param name="json">UTF-8 without a byte order mark.</param>
    /// <param name="errors">Makes the errors.</param>
    /// <param name="document">What to dispose of when nothing more is asked of the nodes.</param>
    public static TreeNode Read(ReadOnlyMemory<byte> json, DocumentErrors errors, out JsonDocument document)
    {
        JsonTree tree = new(json, errors);
        if (!Utf8.IsValid(json.Span))
        {
            throw errors.Malformed(default, Messages.Read_BadText);
        }

        try
        {
            document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = TreeLimits.MaxDepth });
            TreeNode root = tree.NodeOf(document.RootElement);
            if (json.Span.IndexOf("\\u"u8) >= 0)
            {
                // An escape may be half of a character.
                Touch(root);
            }

            return root;
        }
        catch (JsonException e)
        {
            throw errors.Malformed(
                new Position((int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1),
                NVirt.Xml.Text.OnOneLine(e.Message.Split(" LineNumber:")[0], 256));
        }
    }

    /// <summary>Line and column of a byte.</summary>
    public static Position PositionOf(ReadOnlySpan<byte> json, int offset)
    {
        ReadOnlySpan<byte> before = json[..Math.Min(offset, json.Length)];
        int lineStart = before.LastIndexOf((byte)'\n') + 1;
        return new Position(before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }

    /// <summary>The offset of a value, as a position without a line.</summary>
    public Position PlaceOf(JsonElement value) =>
        _bytes.Span.Overlaps(JsonMarshal.GetRawUtf8Value(value), out int offset) ? new Position(0, offset) : default;

    /// <summary>The text of a value that is neither map nor list, without quotes.</summary>
    public string TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString()!,
                JsonValueKind.Number => value.GetRawText(),
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                _ => string.Empty,
            };
        }
        catch (InvalidOperationException)
        {
            throw _errors.Malformed(default, Messages.Read_BadText);
        }
    }

    /// <summary>The members of a map in their order.</summary>
    public List<(string Key, TreeNode Value)> MembersOf(JsonElement value)
    {
        List<(string Key, TreeNode Value)> members = [];
        HashSet<string>? seen = null;
        try
        {
            foreach (JsonProperty member in value.EnumerateObject())
            {
                string name = member.Name;
                bool isTwice = members.Count < 8 ? members.Exists(m => m.Key == name)
                    : !(seen ??= new HashSet<string>(members.Select(m => m.Key), StringComparer.Ordinal)).Add(name);
                if (isTwice)
                {
                    throw _errors.Malformed(
                        PositionOf(_bytes.Span, StartOfName(member)), NVirt.Xml.Text.Of(Messages.Read_Twice, DocumentErrors.Quote(name)));
                }

                members.Add((name, NodeOf(member.Value)));
            }
        }
        catch (InvalidOperationException)
        {
            throw _errors.Malformed(default, Messages.Read_BadText);
        }

        return members;
    }

    /// <summary>The elements of a list.</summary>
    public List<TreeNode> ItemsOf(JsonElement value)
    {
        List<TreeNode> items = new(value.GetArrayLength());
        foreach (JsonElement item in value.EnumerateArray())
        {
            items.Add(NodeOf(item));
        }

        return items;
    }

    private TreeNode NodeOf(JsonElement value) => ++_nodes <= TreeLimits.MaxNodes ? new TreeNode(this, value)
        : throw _errors.Malformed(
            PositionOf(_bytes.Span, PlaceOf(value).Column), NVirt.Xml.Text.Of(Messages.Read_TooMany, TreeLimits.MaxNodes));

    // The value stands behind the name, a colon, and blanks.
    private int StartOfName(JsonProperty member)
    {
        ReadOnlySpan<byte> before = _bytes.Span[..PlaceOf(member.Value).Column];
        int end = before.LastIndexOf((byte)':');
        int quote = end < 0 ? -1 : before[..end].LastIndexOf((byte)'"');
        int start = quote < 0 ? -1 : before[..quote].LastIndexOf((byte)'"');
        return Math.Max(start, 0);
    }

    private static void Touch(TreeNode node)
    {
        _ = node.Text;
        foreach ((_, TreeNode value) in node.Members)
        {
            Touch(value);
        }

        foreach (TreeNode item in node.Items)
        {
            Touch(item);
        }
    }
}
