using NVirt.Xml;

namespace NVirt.Cpu.Xml;

/// <summary>
/// The contents of a <c>cpu</c> element, not yet validated: an <c>arch</c> decides the type, and it may come last. If an element that may
/// occur once is repeated, the first counts.
/// </summary>
internal sealed class CpuElement
{
    private List<Position>? _unread;

    private CpuElement(Element root)
    {
        Root = root;
        Check(root);
    }

    /// <summary>The element's own attributes.</summary>
    public Element Root { get; }

    public Element? Arch { get; private set; }

    public Element? Model { get; private set; }

    public Element? Vendor { get; private set; }

    public Element? Microcode { get; private set; }

    public Element? Signature { get; private set; }

    public Element? Tsc { get; private set; }

    public Element? Topology { get; private set; }

    public Element? Cache { get; private set; }

    public Element? SecondCache { get; private set; }

    public Element? MaxPhysAddr { get; private set; }

    public Element? Numa { get; private set; }

    public List<Element> Features { get; } = [];

    /// <summary>The sizes of memory pages, which host capabilities have in addition; <see langword="null"/> for none.</summary>
    public List<Element>? Pages { get; private set; }

    /// <summary>Whether it lists modes, as in domain capabilities: it then describes a hypervisor, and is not a CPU itself.</summary>
    public bool HasModes { get; private set; }

    /// <summary>In that case, the meaning of mode host-model; <see langword="null"/> if that is not supported.</summary>
    public CpuElement? HostModel { get; private set; }

    /// <summary>The position of an element or attribute that is ignored.</summary>
    public IReadOnlyList<Position> Unread => _unread ?? [];

    /// <summary>Whether an element <c>mode</c> says what mode host-model means.</summary>
    public static bool IsHostModel(Element mode) => mode.TextOf("name") == "host-model" && mode.TextOf("supported") == "yes";

    /// <summary>Reads the element that the scanner is on, and moves to its end.</summary>
    public static CpuElement Read(XmlScanner scanner) => Read(scanner, Element.Head(scanner));

    /// <summary>An element of a document that was read completely.</summary>
    public static CpuElement Of(Element root)
    {
        CpuElement cpu = new(root);
        foreach (Element child in root.Children)
        {
            cpu.Take(child);
        }

        return cpu;
    }

    /// <summary>The same for an element whose attributes are not those of a CPU.</summary>
    public static CpuElement ReadChildren(XmlScanner scanner) => Read(scanner, Element.BareHead(scanner));

    private static CpuElement Read(XmlScanner scanner, Element root)
    {
        CpuElement cpu = new(root);
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            if (scanner.Name == "mode")
            {
                Element mode = Element.Head(scanner);
                cpu.HasModes |= mode.TextOf("name") is { } name && CpuWords.Modes.Contains(name);
                if (cpu.HostModel is null && IsHostModel(mode))
                {
                    cpu.HostModel = ReadChildren(scanner);
                }
            }
            else if (ReadChild(scanner) is { } child)
            {
                cpu.Take(child);
                cpu.Check(child);
            }
            else if (scanner.Name.Length > 0)
            {
                (cpu._unread ??= []).Add(scanner.Position);
            }
        }

        return cpu;
    }

    // The contents of an unknown element are not listed one by one; names in a namespace are empty.
    private void Check(Element element)
    {
        foreach (ElementAttribute attribute in element.Attributes)
        {
            if (attribute.Name.Length > 0 && !CpuXmlWords.IsRead(element.Name, attribute.Name))
            {
                (_unread ??= []).Add(attribute.At);
            }
        }

        foreach (Element child in element.Name == "cpu" ? [] : element.Children)
        {
            if (CpuXmlWords.IsReadInNuma(child.Name))
            {
                Check(child);
            }
            else if (child.Name.Length > 0)
            {
                (_unread ??= []).Add(child.At);
            }
        }
    }

    private static Element? ReadChild(XmlScanner scanner) => scanner.Name switch
    {
        "arch" or "model" or "vendor" => Element.WithText(scanner),
        "numa" => Element.Tree(scanner),
        "feature" or "microcode" or "signature" or "counter" or "topology" or "cache" or "maxphysaddr" or "pages" => Element.Head(scanner),
        _ => null,
    };

    private void Take(Element child)
    {
        switch (child.Name)
        {
            case "feature":
                Features.Add(child);
                break;
            case "arch":
                Arch ??= child;
                break;
            case "model":
                Model ??= child;
                break;
            case "vendor":
                Vendor ??= child;
                break;
            case "microcode":
                Microcode ??= child;
                break;
            case "signature":
                Signature ??= child;
                break;
            case "counter":
                Tsc ??= TscOnly(child);
                break;
            case "topology":
                Topology ??= child;
                break;
            case "cache" when Cache is null:
                Cache = child;
                break;
            case "cache":
                SecondCache ??= child;
                break;
            case "maxphysaddr":
                MaxPhysAddr ??= child;
                break;
            case "pages":
                (Pages ??= []).Add(child);
                break;
            case "numa":
                Numa ??= child;
                break;
        }
    }

    private static Element? TscOnly(Element counter) => counter.TextOf("name") == "tsc" ? counter : null;
}
