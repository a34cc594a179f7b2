using System.Xml.Linq;
using NVirt.RelaxNg.DataTypes;
using NVirt.RelaxNg.Patterns;
using Attribute = NVirt.RelaxNg.Patterns.Attribute;

namespace NVirt.RelaxNg.Tests;

/// <summary>
/// Whether a document matches a pattern, as defined in section 6.2 of the specification: by trying every way to divide attributes and
/// content. Slow, and only for small documents. Types with prefixes are not supported.
/// </summary>
internal static class SecondOpinion
{
    /// <summary>Whether a document is valid; <see langword="null"/> if it is too large to decide.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="root">The document.</param>
    /// <param name="most">The most attributes, and the most nodes, of an element.</param>
    public static bool? IsValid(RelaxNgSchema schema, XElement root, int most = 8) =>
        root.DescendantsAndSelf().Any(e => e.Attributes().Count() > most || e.Nodes().Count() > most) ? null
            : Fits(schema.Start, [], [root]);

    private static bool Fits(Pattern pattern, XAttribute[] attributes, object[] nodes) => pattern switch
    {
        Empty => attributes.Length == 0 && nodes.Length == 0,
        AnyText => attributes.Length == 0 && Array.TrueForAll(nodes, n => n is string),
        Choice choice => Array.Exists(choice.Alternatives, a => Fits(a, attributes, nodes)),
        Group group =>
            Divide(attributes, nodes, isOrdered: true, (a1, n1, a2, n2) => Fits(group.First, a1, n1) && Fits(group.Rest, a2, n2)),
        Interleave { Parts: [var first, .. var rest] } =>
            Divide(attributes, nodes, isOrdered: false, (a1, n1, a2, n2) => Fits(first, a1, n1)
                && (rest.Length == 1 ? Fits(rest[0], a2, n2) : Fits(new Interleave(rest), a2, n2))),
        OneOrMore repeat => Fits(repeat.Repeated, attributes, nodes)
            || Divide(attributes, nodes, isOrdered: true, (a1, n1, a2, n2) => a1.Length + n1.Length > 0 && a2.Length + n2.Length > 0
            && Fits(repeat.Repeated, a1, n1) && Fits(repeat, a2, n2)),
        Attribute attribute => nodes.Length == 0 && attributes is [var only] && attribute.Names.Contains(NameOf(only.Name))
            && FitsText(attribute.Content, [], only.Value),
        ElementPattern element => attributes.Length == 0 && nodes is [XElement only] && element.Names.Contains(NameOf(only.Name))
            && FitsContent(element.Content, only),
        Data data => attributes.Length == 0 && nodes is [string text] && data.Type.Allows(text, NoContext.Instance)
            && !Fits(data.Except, [], nodes),
        Value value => attributes.Length == 0 && nodes is [string text] && value.Type.Key(text, NoContext.Instance) == value.Key,
        List list => attributes.Length == 0 && nodes is [string text] && Fits(list.Content, [], [.. Blanks.Words(text)]),
        _ => false,
    };

    private static bool FitsContent(Pattern content, XElement element)
    {
        XAttribute[] attributes = [.. element.Attributes().Where(a => !a.IsNamespaceDeclaration)];
        return !element.HasElements
            ? FitsText(content, attributes, element.Value)
            : Fits(content, attributes, [.. element.Nodes().Select(n => n is XText text ? (object)text.Value : n)
            .Where(n => n is XElement || (n is string text && !Blanks.IsBlank(text)))]);
    }

    // A blank text is equivalent to none.
    private static bool FitsText(Pattern content, XAttribute[] attributes, string text) =>
        Fits(content, attributes, [text]) || (Blanks.IsBlank(text) && Fits(content, attributes, []));

    private static bool Divide(
        XAttribute[] attributes, object[] nodes, bool isOrdered, Func<XAttribute[], object[], XAttribute[], object[], bool> fits)
    {
        int ways = isOrdered ? nodes.Length + 1 : 1 << nodes.Length;
        for (int a = 0; a < 1 << attributes.Length; a++)
        {
            for (int n = 0; n < ways; n++)
            {
                int mask = isOrdered ? (1 << n) - 1 : n;
                if (fits(Those(attributes, a), Those(nodes, mask), Those(attributes, ~a), Those(nodes, ~mask)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static T[] Those<T>(T[] all, int mask) => [.. all.Where((_, i) => (mask >> i & 1) != 0)];

    private static Name NameOf(XName name) => new(name.NamespaceName, name.LocalName);

    private sealed class NoContext : ITextContext
    {
        public static readonly NoContext Instance = new();

        public Budget Budget => Budget.ForDocument();

        public string? Find(string prefix) => prefix.Length == 0 ? string.Empty : null;
    }
}
