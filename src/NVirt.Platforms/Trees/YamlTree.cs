using NVirt.Xml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace NVirt.Platforms.Trees;

/// <summary>
/// Reads YAML into trees, a tree a document. Only what configuration has: aliases are refused, since a few of them can mean more than any
/// memory holds.
/// </summary>
internal static class YamlTree
{
    /// <summary>Reads all documents of a text; empty ones are left out.</summary>
    public static IReadOnlyList<TreeNode> Read(string yaml, DocumentErrors errors) => BlockYaml.Read(yaml) ?? ReadAny(yaml, errors);

    /// <summary>The same of documents with anything that YAML has.</summary>
    public static IReadOnlyList<TreeNode> ReadAny(string yaml, DocumentErrors errors)
    {
        Parser parser = new(new StringReader(yaml));
        List<TreeNode> documents = [];
        int nodes = 0;
        try
        {
            while (parser.MoveNext())
            {
                if (parser.Current is DocumentStart)
                {
                    parser.MoveNext();
                    TreeNode node = Value(parser, errors, 0, ref nodes);
                    if (node.Kind != TreeKind.Nothing)
                    {
                        documents.Add(node);
                    }
                }
            }
        }
        catch (YamlException e)
        {
            throw errors.Malformed(PlaceOf(e.Start), NVirt.Xml.Text.OnOneLine(e.Message, 256));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or OverflowException or NullReferenceException)
        {
            // The parser's own slips on broken input.
            throw errors.Malformed(default, Messages.Read_BadText);
        }

        return documents;
    }

    private static TreeNode Value(Parser parser, DocumentErrors errors, int depth, ref int nodes)
    {
        ParsingEvent start = parser.Current!;
        Position at = PlaceOf(start.Start);
        if (++nodes > TreeLimits.MaxNodes)
        {
            throw errors.Malformed(at, NVirt.Xml.Text.Of(Messages.Read_TooMany, TreeLimits.MaxNodes));
        }

        if (depth > TreeLimits.MaxDepth)
        {
            throw errors.Malformed(at, NVirt.Xml.Text.Of(Messages.Read_TooDeep, TreeLimits.MaxDepth));
        }

        switch (start)
        {
            case MappingStart:
                return Members(parser, errors, at, depth, ref nodes);
            case SequenceStart:
                List<TreeNode> items = [];
                while (parser.MoveNext() && parser.Current is not SequenceEnd)
                {
                    items.Add(Value(parser, errors, depth + 1, ref nodes));
                }

                return TreeNode.List(at, items);
            case Scalar scalar:
                return TreeNode.Scalar(KindOf(scalar), at, scalar.Value);
            default:
                throw errors.Malformed(at, Messages.Read_Alias);
        }
    }

    private static TreeNode Members(Parser parser, DocumentErrors errors, Position at, int depth, ref int nodes)
    {
        List<(string Key, TreeNode Value)> members = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        while (parser.MoveNext() && parser.Current is not MappingEnd)
        {
            if (parser.Current is not Scalar key)
            {
                throw errors.Malformed(PlaceOf(parser.Current!.Start), Messages.Read_Alias);
            }

            if (!seen.Add(key.Value))
            {
                throw errors.Malformed(PlaceOf(key.Start), NVirt.Xml.Text.Of(Messages.Read_Twice, DocumentErrors.Quote(key.Value)));
            }

            parser.MoveNext();
            members.Add((key.Value, Value(parser, errors, depth + 1, ref nodes)));
        }

        return TreeNode.Map(at, members);
    }

    private static TreeKind KindOf(Scalar scalar) => scalar.Style != ScalarStyle.Plain ? TreeKind.Text : scalar.Value switch
    {
        "" or "~" or "null" => TreeKind.Nothing,
        "true" or "false" => TreeKind.Switch,
        _ => TreeKind.Text,
    };

    private static Position PlaceOf(in Mark mark) => new((int)mark.Line, (int)mark.Column);
}
