using System.Text;
using System.Xml;
using System.Xml.Linq;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.RelaxNg;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Fuzz.Targets;

/// <summary>Domain XML: what is kept, positions, and what edits leave unchanged.</summary>
internal sealed class DomainTarget : Target
{
    private const int MaxDepth = 256;
    private const string OtherName = "<other> & 'name'\r\n\"x\"";

    private static readonly Guid OtherUuid = new("00112233-4455-6677-8899-aabbccddeeff");
    private static readonly CpuDefinition OtherCpu =
        new() { Model = "m\n<", Features = CpuFeatureList.Create([new CpuFeature("f", CpuPolicy.Optional)]) };

    public override string Name => "domain-xml";

    public override string[] Words =>
    [
        .. XmlOpinion.Words, "<domain type='kvm'>", "</domain>", "<name>", "</name>", "<uuid>", "</uuid>", "<memory unit='MiB'>",
        "</memory>",
        "<vcpu current='1'>", "</vcpu>", "<vcpus>", "<vcpu id='0' enabled='yes'/>", "</vcpus>", "<os>", "</os>",
            "<type arch='x86_64' machine='pc'>",
        "</type>", "<features>", "</features>", "<hyperv>", "</hyperv>", "<relaxed state='on'/>", "<kvm><hidden state='on'/></kvm>",
        "<clock offset='utc'>", "<timer name='tsc'/>", "</clock>", "<devices>", "</devices>", "<emulator>", "</emulator>", "<disk>",
            "</disk>",
        "<address type='pci' bus='0x0'/>", "<metadata>", "</metadata>", "<!-- <cpu/> -->", "<?pi?>", "id='1'",
    ];

    public override Outcome Check(byte[] input)
    {
        string text = XmlOpinion.Text(input);
        XElement? root = XmlOpinion.Load(text, withPlaces: true)?.Root;
        Attempt<DomainDocument> attempt = new(() => DomainDocument.Parse(text, "a.xml"));
        return attempt.Against(Accepts(root), document => Compare(document, root!, text));
    }

    // Values are checked only where there is another opinion: in the CPU.
    private static bool? Accepts(XElement? root) =>
        root?.Name != "domain" || string.IsNullOrEmpty((string?)root.Attribute("type"))
        || root.DescendantNodes().Any(n => n.Ancestors().Take(MaxDepth).Count() == MaxDepth)
        || Opinion(root) is { Accepts: false } ? false : null;

    private static CpuOpinion? Opinion(XElement root) => root.Element("cpu") is { } cpu ? new CpuOpinion(new XElement(cpu), CpuType.Guest)
        : null;

    private static string? Compare(DomainDocument document, XElement root, string text) =>
        document.Text != text ? "the text is not the same"
        : (document.Definition.Name ?? string.Empty) != (root.Element("name")?.Value ?? string.Empty) ? $"name {document.Definition.Name}"
        : document.Definition.Cpu is null != root.Element("cpu") is null ? "a CPU or none"
        : document.Definition.Cpu is { } cpu && Opinion(root)!.Compare(cpu) is { } difference ? difference
        : ComparePlaces(document, root) ?? CompareEdits(document, root);

    private static string? ComparePlaces(DomainDocument document, XElement root)
    {
        Dictionary<DomainPlace, List<string>> paths = [];
        Collect(root, "/domain", paths);
        UninterpretedPart? wrong =
            document.Uninterpreted.FirstOrDefault(p => !paths.TryGetValue(p.Place, out List<string>? there) || !there.Contains(p.Path));
        return wrong is null ? null : $"{wrong.Path} is not at {wrong.Place}";
    }

    private static void Collect(XElement element, string path, Dictionary<DomainPlace, List<string>> paths)
    {
        DomainPlace place = Place(element, behind: 1);
        paths[place] = [path, path + "/text()"];
        foreach (XAttribute attribute in element.Attributes().Where(a => !a.IsNamespaceDeclaration))
        {
            paths[Place(attribute, behind: 0)] = [$"{path}/@{Prefixed(attribute.Name, element)}"];
        }

        foreach (IGrouping<string, XElement> group in element.Elements().GroupBy(e => Prefixed(e.Name, e)))
        {
            XElement[] all = [.. group];
            for (int i = 0; i < all.Length; i++)
            {
                Collect(all[i], all.Length == 1 ? $"{path}/{group.Key}" : $"{path}/{group.Key}[{i + 1}]", paths);
            }
        }
    }

    // If a namespace has several prefixes, the document in memory does not know which one was written.
    private static string Prefixed(XName name, XElement scope) =>
        name.NamespaceName.Length == 0 || scope.GetPrefixOfNamespace(name.Namespace) is not { Length: > 0 } prefix ? name.LocalName
            : $"{prefix}:{name.LocalName}";

    private static DomainPlace Place(IXmlLineInfo at, int behind) => new(at.LineNumber, at.LinePosition - behind);

    private static string? CompareEdits(DomainDocument document, XElement root)
    {
        DomainDocument named = document.WithName(OtherName);
        DomainDocument identified = document.WithUuid(OtherUuid);
        DomainDocument changed = document.WithCpu(OtherCpu);
        DomainDocument numbered = document.WithId(7);
        return named.Definition.Name != OtherName ? $"the name became {named.Definition.Name}"
            : Rest(named, "name") != Rest(root, "name") ? $"a name changed more: {named.Text}"
            : identified.Definition.Uuid != OtherUuid
            || Rest(identified, "uuid") != Rest(root, "uuid") ? $"a UUID changed more: {identified.Text}"
            : changed.Definition.Cpu != OtherCpu || Rest(changed, "cpu") != Rest(root, "cpu") ? $"a CPU changed more: {changed.Text}"
            : Rest(document.WithCpu(null), "cpu", isEach: true) != Rest(root, "cpu", isEach: true) ? "without its CPU it is another domain"
            : numbered.Definition.Id != 7 || Rest(numbered.WithId(null), "cpu") != Rest(root, "cpu")
            ? $"a number changed more: {numbered.Text}"
            : null;
    }

    private static string Rest(DomainDocument document, string name, bool isEach = false) =>
        Rest(XmlOpinion.Load(document.Text)!.Root!, name, isEach);

    // The contents of a domain except the first element of this name, or each, and except its number; its own blanks do not count.
    private static string Rest(XElement root, string name, bool isEach = false)
    {
        StringBuilder text = new();
        foreach (XAttribute attribute in root.Attributes().Where(a => a.Name != "id"))
        {
            text.Append(attribute).Append(' ');
        }

        HashSet<XNode> left = [.. root.Elements(name).Take(isEach ? int.MaxValue : 1)];
        foreach (XNode node in root.Nodes().Where(n => !left.Contains(n)))
        {
            text.Append(node is XText own ? string.Concat(own.Value.Where(c => !char.IsWhiteSpace(c)))
                : node.ToString(SaveOptions.DisableFormatting));
        }

        return text.ToString();
    }
}
