using System.Text;
using System.Text.Json;
using NVirt.Xml;

namespace NVirt.Platforms.Trees;

/// <summary>Reads JSON into a tree: one value, each name in an object once.</summary>
internal static class JsonTree
{
    /// <summary>Reads a document.</summary>
    /// <param name="json">UTF-8 without a byte order mark.</param>
    /// <param name="errors">Makes the errors.</param>
    public static TreeNode Read(ReadOnlySpan<byte> json, DocumentErrors errors)
    {
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = TreeLimits.MaxDepth });
        int nodes = 0;
        try
        {
            reader.Read();
            TreeNode root = Value(ref reader, errors, json, ref nodes);
            reader.Read();
            return root;
        }
        catch (JsonException e)
        {
            throw errors.Malformed(
                new Position((int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1),
                NVirt.Xml.Text.OnOneLine(e.Message.Split(" LineNumber:")[0], 256));
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate, or bytes in a string that are not UTF-8.
            throw errors.Malformed(default, Messages.Read_BadText);
        }
    }

    /// <summary>Line and column of a byte.</summary>
    public static Position PositionOf(ReadOnlySpan<byte> json, int offset)
    {
        ReadOnlySpan<byte> before = json[..Math.Min(offset, json.Length)];
        int lineStart = before.LastIndexOf((byte)'\n') + 1;
        return new Position(before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }

    private static TreeNode Value(ref Utf8JsonReader reader, DocumentErrors errors, ReadOnlySpan<byte> json, ref int nodes)
    {
        Position at = new(0, (int)reader.TokenStartIndex);
        if (++nodes > TreeLimits.MaxNodes)
        {
            throw errors.Malformed(PositionOf(json, at.Column), NVirt.Xml.Text.Of(Messages.Read_TooMany, TreeLimits.MaxNodes));
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                List<(string Key, TreeNode Value)> members = [];
                HashSet<string>? seen = null;
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    string name = reader.GetString()!;
                    int place = (int)reader.TokenStartIndex;
                    bool isTwice = members.Count < 8 ? members.Exists(m => m.Key == name)
                        : !(seen ??= new HashSet<string>(members.Select(m => m.Key), StringComparer.Ordinal)).Add(name);
                    if (isTwice)
                    {
                        throw errors.Malformed(PositionOf(json, place), NVirt.Xml.Text.Of(Messages.Read_Twice, DocumentErrors.Quote(name)));
                    }

                    reader.Read();
                    members.Add((name, Value(ref reader, errors, json, ref nodes)));
                }

                return TreeNode.Map(at, members);
            case JsonTokenType.StartArray:
                List<TreeNode> items = [];
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Value(ref reader, errors, json, ref nodes));
                }

                return TreeNode.List(at, items);
            case JsonTokenType.String:
                return TreeNode.Scalar(TreeKind.Text, at, reader.GetString()!);
            case JsonTokenType.Number:
                return TreeNode.Scalar(TreeKind.Number, at, Encoding.UTF8.GetString(reader.ValueSpan));
            case JsonTokenType.True or JsonTokenType.False:
                return TreeNode.Scalar(TreeKind.Switch, at, reader.TokenType == JsonTokenType.True ? "true" : "false");
            default:
                return TreeNode.Scalar(TreeKind.Nothing, at, string.Empty);
        }
    }
}
