using System.Text.RegularExpressions;
using System.Xml.Linq;
using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.RelaxNg;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Fuzz.Targets;

/// <summary>Sequences of documents of every kind.</summary>
internal sealed partial class DocumentsTarget : Target
{
    private const string Root = "one-name-that-nobody-guesses";

    /// <summary>The expected CPU: a definition, data, or nothing for a domain without one.</summary>
    private sealed record Expected(CpuDocumentKind Kind, CpuOpinion? Cpu = null, bool IsData = false, string? Name = null)
    {
        public bool? Accepts => Cpu is null ? true : Cpu.Accepts;
    }

    public override string Name => "documents";

    public override string[] Words =>
    [
        .. XmlOpinion.Words, "<domain>", "</domain>", "<name>", "</name>", "<os>", "</os>", "<type arch='x86_64'/>", "<capabilities>",
        "</capabilities>",
        "<host>", "</host>", "<domainCapabilities>", "</domainCapabilities>", "<mode name='host-model' supported='yes'>", "</mode>",
        "<cpudata arch='x86'>", "</cpudata>", "<cpuid eax_in='1' edx='1'/>", "<cpus>", "</cpus>",
        "<?xml ", "<?a ", "?>", " standalone='yes'", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
    ];

    public override Outcome Check(byte[] input)
    {
        string text = XmlOpinion.Text(input);
        List<Expected?>? expected = Expect(text);
        bool? accepts = expected is null or [] || expected.Exists(e => e is null or { Accepts: false }) ? false
            : expected.TrueForAll(e => e!.Accepts == true) ? true : null;
        Attempt<IReadOnlyList<CpuDocument>> attempt = new(() => CpuDocuments.Parse(text, "a.xml"));
        return attempt.Against(accepts, documents => documents.Count != expected!.Count
            ? $"{documents.Count} CPUs, expected {expected.Count}"
            : documents.Zip(expected, (d, e) => Compare(d, e!)).FirstOrDefault(p => p is not null));
    }

    // The documents that are to be found, null for one that is to be refused; no list if the text itself is refused.
    private static List<Expected?>? Expect(string text)
    {
        XElement? all = Inside(WithoutDeclarations(text.StartsWith('\uFEFF') ? text[1..] : text));
        bool hasText = all?.Nodes().OfType<XText>().Any(t => t.Value.Trim(' ', '\t', '\r', '\n') is not ("" or "\uFEFF")) ?? false;
        if (all is null || hasText || all.Descendants().Any(e => e.Ancestors().Count() > 256))
        {
            return null;
        }

        // Without the root around it, an entity or a part of a document is not valid there either.
        return [.. all.Elements().SelectMany(root => Known(root) ? [Find(root)] : root.Elements().Where(Known).Select(Find))];
    }

    // A declaration is recognized where everything before it is complete: in no element, comment, section, instruction or value.
    private static string WithoutDeclarations(string text)
    {
        foreach (Match declaration in Declaration().Matches(text))
        {
            text = Inside(text[..declaration.Index]) is null ? text
                : text.Remove(declaration.Index, declaration.Length).Insert(declaration.Index, new string(' ', declaration.Length));
        }

        return text;
    }

    private static XElement? Inside(string body) => XmlOpinion.Load($"<{Root}>{body}</{Root}>")?.Root;

    private static bool Known(XElement element) =>
        element.Name.NamespaceName.Length == 0
            && element.Name.LocalName is "cpu" or "cpudata" or "domain" or "capabilities" or "domainCapabilities";

    private static Expected? Find(XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "cpu":
                return element.Element("model") is null && element.Elements("mode").Any(m => IsMode((string?)m.Attribute("name")))
                    ? HostModel(element.Elements("mode"))
                    : new Expected(CpuDocumentKind.Cpu, new CpuOpinion(Alone(element), forced: null));
            case "cpudata":
                return CpuDataTarget.Items(Alone(element)) is null ? null : new Expected(CpuDocumentKind.Data, IsData: true);
            case "domain":
                CpuOpinion? guest = element.Element("cpu") is { } cpu ? new CpuOpinion(Alone(cpu), CpuType.Guest) : null;
                return new Expected(CpuDocumentKind.Domain, guest, Name: element.Element("name")?.Value);
            case "capabilities":
                XElement? host = element.Elements("host").Elements("cpu").FirstOrDefault();
                return host is null ? null : new Expected(CpuDocumentKind.Capabilities, new CpuOpinion(Alone(host), CpuType.Host));
            default:
                return HostModel(element.Elements("cpu").Elements("mode"));
        }
    }

    private static bool IsMode(string? name) => name is "custom" or "host-model" or "host-passthrough" or "maximum";

    // Domain capabilities, or their CPU alone.
    private static Expected? HostModel(IEnumerable<XElement> modes)
    {
        XElement? mode = modes
            .FirstOrDefault(m => (string?)m.Attribute("name") == "host-model" && (string?)m.Attribute("supported") == "yes");
        return mode is null ? null
            : new Expected(CpuDocumentKind.DomainCapabilities, new CpuOpinion(Alone(mode), CpuType.Guest, isBare: true));
    }

    // Depth is checked for the whole text.
    private static XElement Alone(XElement element) => new(element);

    private static string? Compare(CpuDocument document, Expected expected) =>
        document.Kind != expected.Kind ? $"kind {document.Kind}, expected {expected.Kind}"
        : document.Name != expected.Name ? $"name {document.Name}, expected {expected.Name}"
        : document.Data is null == expected.IsData ? "data or none"
        : document.Definition is null ? (expected.Cpu is null ? null : "no definition")
        : expected.Cpu is null ? "a definition" : expected.Cpu.Compare(document.Definition);

    // Productions 23 to 32 and 81 of XML 1.0.
    [GeneratedRegex(
        """
        <\?xml
        [ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*('1\.0'|"1\.0")
        ([ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*('[A-Za-z][A-Za-z0-9._-]*'|"[A-Za-z][A-Za-z0-9._-]*"))?
        ([ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*('(yes|no)'|"(yes|no)"))?
        [ \t\r\n]*\?>
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Declaration();
}
