using System.Xml.Linq;
using NVirt.RelaxNg.Patterns;
using NVirt.Xml;

namespace NVirt.Interop.RelaxNg;

/// <summary>Documents with one change: in every element and attribute, typical mistakes of people and programs.</summary>
internal static class BrokenDocuments
{
    private static readonly string[] OddValues =
        ["", "x", "0", "-1", "00", "0x10", "+1", "1.5", "yes", "on", "18446744073709551616", "4294967296", "/a path", "<&>", "ü", "a,b",
            "a\tb"];

    private static readonly (string What, Action<XElement> Break)[] ElementBreaks =
    [
        ("dropped", e => e.Remove()),
        ("twice", e => e.AddAfterSelf(new XElement(e))),
        ("behind the next", SwapWithNext),
        ("last", MoveToEnd),
        ("renamed", e => e.Name = e.Name.Namespace + (e.Name.LocalName + "x")),
        ("in another namespace", e => e.Name = XName.Get(e.Name.LocalName, "https://example.org/other")),
        ("without anything", e => e.RemoveAll()),
        ("without its content", e => e.RemoveNodes()),
        ("with an unknown element", e => e.Add(new XElement("unknown"))),
        ("with a foreign element", e => e.Add(new XElement(XName.Get("other", "https://example.org/other")))),
        ("with text", e => e.Add(new XText("some text"))),
        ("with an unknown attribute", e => e.SetAttributeValue("unknown", "x")),
        ("with a foreign attribute", e => e.SetAttributeValue(XName.Get("other", "https://example.org/other"), "x")),
        ("inside itself", e => e.Add(new XElement(e))),
        ("with a comment and an instruction", e => e.AddFirst(new XComment("remark"), new XProcessingInstruction("do", "something"))),
    ];

    private static readonly (string What, Action<XAttribute> Break)[] AttributeBreaks =
    [
        ("dropped", a => a.Remove()),
        ("renamed", a => Replace(a, a.Name.LocalName + "x", a.Value)),
        ("in capitals", a => a.Value = a.Value.ToUpperInvariant()),
        ("between blanks", a => a.Value = $" {a.Value}  "),
        ("twice as long", a => a.Value += a.Value),
        ("changed with the next", SwapWithNext),
        ("as an element", a => { a.Parent!.AddFirst(new XElement(a.Name, a.Value)); a.Remove(); }),
        .. OddValues.Select(v => ($"= {v}", (Action<XAttribute>)(a => a.Value = v))),
    ];

    private static readonly (string What, Action<XElement> Break)[] TextBreaks =
    [
        ("text between blanks", e => e.Value = $"\n  {e.Value} "),
        ("text in capitals", e => e.Value = e.Value.ToUpperInvariant()),
        ("text in CDATA", e => e.ReplaceNodes(new XCData(e.Value))),
        ("text with a comment", e =>
            e.ReplaceNodes(new XText(e.Value[..(e.Value.Length / 2)]), new XComment("remark"), new XText(e.Value[(e.Value.Length / 2)..]))),
        .. OddValues.Select(v => ($"text = {v}", (Action<XElement>)(e => e.Value = v))),
    ];

    /// <summary>Some of all possible changes to a document.</summary>
    /// <param name="xml">The document.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="random">Which.</param>
    /// <returns>The changes, and the resulting documents.</returns>
    public static IEnumerable<(string What, string Xml)> Of(string xml, int most, Random random)
    {
        XElement whole = XElement.Parse(xml, LoadOptions.PreserveWhitespace);
        (int Element, int Attribute, int Break)[] all = [.. All(whole)];
        random.Shuffle(all);
        return all.Take(most).Select(place => Change(new XElement(whole), place)).ToArray();
    }

    private static IEnumerable<(int Element, int Attribute, int Break)> All(XElement whole) =>
        whole.DescendantsAndSelf().SelectMany((e, i) =>
            Enumerable.Range(0, ElementBreaks.Length).Select(b => (i, -1, b))
                .Concat(Enumerable.Range(0, e.HasElements ? 0 : TextBreaks.Length).Select(b => (i, -2, b)))
                .Concat(e.Attributes().SelectMany((_, a) => Enumerable.Range(0, AttributeBreaks.Length).Select(b => (i, a, b)))));

    private static (string What, string Xml) Change(XElement whole, (int Element, int Attribute, int Break) place)
    {
        // The document keeps the root where that is put elsewhere.
        XElement holder = new("holder", whole);
        XElement element = whole.DescendantsAndSelf().ElementAt(place.Element);
        string name = $"<{element.Name.LocalName}>";
        string what;
        if (place.Attribute >= 0)
        {
            XAttribute attribute = element.Attributes().ElementAt(place.Attribute);
            what = $"{name} {attribute.Name.LocalName} {AttributeBreaks[place.Break].What}";
            AttributeBreaks[place.Break].Break(attribute);
        }
        else
        {
            var breaks = place.Attribute == -1 ? ElementBreaks : TextBreaks;
            what = $"{name} {breaks[place.Break].What}";
            breaks[place.Break].Break(element);
        }

        XElement root = holder.Elements().FirstOrDefault() ?? new XElement("nothing");
        return (what, root.ToString(SaveOptions.DisableFormatting));
    }

    private static void SwapWithNext(XElement element)
    {
        if (element.ElementsAfterSelf().FirstOrDefault() is { } next)
        {
            element.Remove();
            next.AddAfterSelf(element);
        }
    }

    private static void MoveToEnd(XElement element)
    {
        XElement parent = element.Parent!;
        element.Remove();
        parent.Add(element);
    }

    private static void SwapWithNext(XAttribute attribute)
    {
        if (attribute.NextAttribute is { } next)
        {
            (attribute.Value, next.Value) = (next.Value, attribute.Value);
        }
    }

    private static void Replace(XAttribute attribute, string name, string value)
    {
        XElement parent = attribute.Parent!;
        attribute.Remove();
        parent.SetAttributeValue(name, value);
    }
}
