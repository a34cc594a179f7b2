namespace NVirt.Cpu.Xml;

/// <summary>
/// What a <c>cpu</c> element contains, unjudged: an <c>arch</c> decides the type, and it may come last. Of what may stand once, the
/// first counts.
/// </summary>
internal sealed class CpuElement
{
    private CpuElement(Element root) => Root = root;

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

    /// <summary>The sizes of memory pages, which host capabilities have beside the definition.</summary>
    public List<Element> Pages { get; } = [];

    /// <summary>Reads the element that the scanner stands on, and goes to its end.</summary>
    public static CpuElement Read(XmlScanner scanner) => Read(scanner, Element.Head(scanner));

    /// <summary>The same for an element whose attributes are not those of a CPU.</summary>
    public static CpuElement ReadChildren(XmlScanner scanner) => Read(scanner, Element.BareHead(scanner));

    private static CpuElement Read(XmlScanner scanner, Element root)
    {
        CpuElement cpu = new(root);
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            cpu.Take(scanner);
        }

        return cpu;
    }

    private void Take(XmlScanner scanner)
    {
        switch (scanner.Name)
        {
            case "feature":
                Features.Add(Element.Head(scanner));
                break;
            case "arch":
                Arch ??= Element.WithText(scanner);
                break;
            case "model":
                Model ??= Element.WithText(scanner);
                break;
            case "vendor":
                Vendor ??= Element.WithText(scanner);
                break;
            case "microcode":
                Microcode ??= Element.Head(scanner);
                break;
            case "signature":
                Signature ??= Element.Head(scanner);
                break;
            case "counter":
                Tsc ??= TscOnly(Element.Head(scanner));
                break;
            case "topology":
                Topology ??= Element.Head(scanner);
                break;
            case "cache" when Cache is null:
                Cache = Element.Head(scanner);
                break;
            case "cache":
                SecondCache ??= Element.Head(scanner);
                break;
            case "maxphysaddr":
                MaxPhysAddr ??= Element.Head(scanner);
                break;
            case "pages":
                Pages.Add(Element.Head(scanner));
                break;
            case "numa":
                Numa ??= Element.Tree(scanner);
                break;
        }
    }

    private static Element? TscOnly(Element counter) => counter.TextOf("name") == "tsc" ? counter : null;
}
