using NVirt.Xml;

namespace NVirt.Cpu.Xml;

/// <summary>Finds CPUs in whatever libvirt documents contain them. Safe for concurrent use.</summary>
public static class CpuDocuments
{
    /// <summary>Finds every CPU in a text.</summary>
    /// <param name="text">
    /// One or more documents in sequence, each with or without an XML declaration: <c>cpu</c>, <c>domain</c>, <c>capabilities</c>,
    /// <c>domainCapabilities</c>, <c>cpudata</c>, or any of them directly inside a root of another name. Each is
    /// limited as in <see cref="CpuXml.Parse"/>, and there may be 131,072 CPUs.
    /// </param>
    /// <param name="file">The text's name for messages, or <see langword="null"/>.</param>
    /// <param name="type">
    /// Host or guest for every definition; <see langword="null"/> to go by the document: domains and domain capabilities have guests,
    /// capabilities have hosts, other <c>cpu</c> elements are judged by themselves.
    /// </param>
    /// <param name="checkDomains">Whether a domain's custom CPU with <c>check</c>, but without a model, is refused as libvirt does.</param>
    /// <returns>The CPUs in document order, at least one.</returns>
    /// <exception cref="CpuException">
    /// There is no CPU, capabilities lack the host's, domain capabilities do not support mode host-model, or a CPU is refused as in
    /// <see cref="CpuXml.Parse"/> or <see cref="CpuDataXml.Parse"/>. The message begins with file, line and column.
    /// </exception>
    public static IReadOnlyList<CpuDocument> Parse(string text, string? file = null, CpuType? type = null, bool checkDomains = false)
    {
        using XmlScanner scanner = new(text, file, isSequence: true, CpuException.Of);
        return new DocumentFinder(scanner, type, checkDomains).Find();
    }

    /// <summary>Reads a stream to its end, as <see cref="Parse"/>.</summary>
    /// <param name="stream">The stream: at most 64 MiB, in UTF-8, or in UTF-16 with a byte order mark; it stays open.</param>
    /// <param name="type">As for <see cref="Parse"/>.</param>
    /// <param name="checkDomains">As for <see cref="Parse"/>.</param>
    /// <param name="file">The document's name for messages, or <see langword="null"/>.</param>
    /// <exception cref="CpuException">As for <see cref="Parse"/>; or it is too large or not text (xml).</exception>
    public static IReadOnlyList<CpuDocument> Read(Stream stream, string? file = null, CpuType? type = null, bool checkDomains = false) =>
        Parse(DocumentContent.ReadText(stream, file, CpuException.Of), file, type, checkDomains);

    /// <summary>Reads a file, as <see cref="Parse"/>.</summary>
    /// <param name="path">The path, and the name in messages; at most 64 MiB, in UTF-8, or in UTF-16 with a byte order mark.</param>
    /// <param name="type">As for <see cref="Parse"/>.</param>
    /// <param name="checkDomains">As for <see cref="Parse"/>.</param>
    /// <param name="cancellation">Cancels reading.</param>
    /// <exception cref="CpuException">As for <see cref="Parse"/>; or it is too large or not text (xml).</exception>
    /// <exception cref="IOException">The file cannot be read, or is a pipe, for which only the caller knows how long to wait.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to read the file.</exception>
    public static async Task<IReadOnlyList<CpuDocument>> ReadFileAsync(
        string path, CpuType? type = null, bool checkDomains = false, CancellationToken cancellation = default) =>
        Parse(await DocumentContent.ReadTextFileAsync(path, CpuException.Of, cancellation).ConfigureAwait(false), path, type, checkDomains);
}

/// <summary>Walks through a sequence of documents and collects their CPUs.</summary>
internal sealed class DocumentFinder(XmlScanner scanner, CpuType? type, bool checkDomains)
{
    /// <summary>The most CPUs in a text.</summary>
    public const int MaxCpus = 128 * 1024;

    private readonly List<CpuDocument> _found = [];

    public List<CpuDocument> Find()
    {
        while (scanner.ReadToRoot())
        {
            TakeRoot();
        }

        return _found.Count > 0 ? _found : throw scanner.Errors.Malformed(default, Messages.Xml_NothingFound);
    }

    private void TakeRoot()
    {
        if (TryTake())
        {
            return;
        }

        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            TryTake();
        }
    }

    private bool TryTake()
    {
        scanner.KeepNothing();
        Position at = scanner.Position;
        CpuDocument? document = scanner.Name switch
        {
            "cpu" => Cpu(),
            "cpudata" => Data(),
            "domain" => Domain(),
            "capabilities" => Capabilities(),
            "domainCapabilities" => DomainCapabilities(),
            "mode" when IsHostModel(Element.Head(scanner)) => Mode(),
            _ => null,
        };
        if (document is not null)
        {
            _found.Add(_found.Count < MaxCpus ? document : throw scanner.Errors.Malformed(at, Text.Of(Messages.Xml_TooManyCpus, MaxCpus)));
        }

        return document is not null;
    }

    private CpuDocument Cpu()
    {
        CpuElement cpu = CpuElement.Read(scanner);
        if (cpu.HasModes && cpu.Model is null)
        {
            // A fragment of domain capabilities: read as a CPU, it would ask for nothing.
            CpuElement model = cpu.HostModel ?? throw scanner.Errors.Malformed(cpu.Root.At, Messages.Xml_HostModelMissing);
            return At(CpuDocumentKind.DomainCapabilities, model.Root.At) with
            {
                Definition =
                CpuInterpreter.Interpret(model, type ?? CpuType.Guest),
                Unread = model.Unread
            };
        }

        return At(CpuDocumentKind.Cpu, cpu.Root.At) with { Definition = CpuInterpreter.Interpret(cpu, type), Unread = cpu.Unread };
    }

    private CpuDocument Data() => At(CpuDocumentKind.Data, scanner.Position) with { Data = CpuDataElement.Read(scanner) };

    private CpuDocument Domain()
    {
        CpuDocument document = At(CpuDocumentKind.Domain, scanner.Position) with { HasId = Element.Head(scanner).TextOf("id") is not null };
        CpuElement? cpu = null;
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            switch (scanner.Name)
            {
                case "cpu":
                    cpu ??= CpuElement.Read(scanner);
                    break;
                case "name":
                    document = document with { Name = document.Name ?? scanner.ReadText() };
                    break;
                case "clock":
                    document = document with { TscFrequency = TscFrequencyOf(Element.Tree(scanner)) };
                    break;
                case "os":
                    Element? os = Element.Tree(scanner).First("type");
                    document = document with
                    {
                        Arch = Known(os?.TextOf("arch")),
                        Surroundings = os?.TextOf("machine") is { } machine ? Known(document) with { Machine = machine }
                            : document.Surroundings,
                    };
                    break;
                case "features":
                    document = document with
                    {
                        Surroundings = SurroundingsReader.OfFeatures(Known(document), Element.Tree(scanner)),
                    };
                    break;
            }
        }

        return cpu is null ? document : document with
        {
            Definition = CpuInterpreter.Interpret(cpu, type ?? CpuType.Guest, checkDomains),
            Unread = cpu.Unread,
            Line = cpu.Root.At.Line,
            Column = cpu.Root.At.Column,
        };
    }

    private static CpuSurroundings Known(CpuDocument document) => document.Surroundings ?? new CpuSurroundings();

    // Only a number matters here: other mistakes in a clock are reported when the whole domain is read.
    private static ulong? TscFrequencyOf(Element clock) =>
        Digits.TryParse(clock.All("timer").FirstOrDefault(t => t.TextOf("name") == "tsc")?.TextOf("frequency"), out ulong hertz)
            && hertz > 0 ? hertz : null;

    private CpuDocument Capabilities()
    {
        Position root = scanner.Position;
        CpuElement? cpu = null;
        List<(string? Arch, List<string> Machines)> guests = [];
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            switch (scanner.Name)
            {
                case "host":
                    cpu ??= HostCpu();
                    break;
                case "guest":
                    guests.Add(SurroundingsReader.OfGuest(scanner));
                    break;
            }
        }

        CpuElement found = cpu ?? throw scanner.Errors.Malformed(root, Messages.Xml_HostCpuMissing);
        if (found.Model is null && type is null or CpuType.Host)
        {
            throw scanner.Errors.Malformed(found.Root.At, Messages.Xml_CapabilitiesWithoutModel);
        }

        CpuDefinition definition = CpuInterpreter.Interpret(found, type ?? CpuType.Host);
        string[] machines = MachinesOf(guests, definition.Arch);
        return At(CpuDocumentKind.Capabilities, found.Root.At) with
        {
            Definition = definition,
            Unread = found.Unread,
            Surroundings = machines.Length > 0 ? new CpuSurroundings { Machines = machines } : null,
        };
    }

    private static string[] MachinesOf(List<(string? Arch, List<string> Machines)> guests, CpuArchitecture arch) =>
        [.. guests.Where(g => Known(g.Arch) == arch).SelectMany(g => g.Machines).Distinct(StringComparer.Ordinal)];

    private CpuElement? HostCpu()
    {
        CpuElement? cpu = null;
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            if (scanner.Name == "cpu")
            {
                cpu ??= CpuElement.Read(scanner);
            }
        }

        return cpu;
    }

    private CpuDocument DomainCapabilities()
    {
        Position root = scanner.Position;
        string arch = string.Empty;
        CpuElement? cpu = null;
        CpuSurroundings? surroundings = null;
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            switch (scanner.Name)
            {
                case "arch":
                    arch = scanner.ReadText();
                    break;
                case "features":
                    surroundings ??= SurroundingsReader.OfOffer(scanner);
                    break;
                case "cpu":
                    cpu ??= HostModel();
                    break;
            }
        }

        // Where models do not decide, a comparison needs only the architecture.
        if (cpu is null && Known(arch) is not CpuArchitecture.None and var known && !known.IsX86() && !known.IsPpc64())
        {
            return At(CpuDocumentKind.DomainCapabilities, root) with { Arch = known };
        }

        return cpu is null
            ? throw scanner.Errors.Malformed(root, Messages.Xml_HostModelMissing)
            : At(CpuDocumentKind.DomainCapabilities, cpu.Root.At) with
            {
                Definition = CpuInterpreter.Interpret(cpu, type ?? CpuType.Guest),
                Unread = cpu.Unread,
                Arch = Known(arch),
                Surroundings = surroundings,
            };
    }

    private CpuElement? HostModel()
    {
        CpuElement? cpu = null;
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            if (cpu is null && scanner.Name == "mode" && IsHostModel(Element.Head(scanner)))
            {
                cpu = CpuElement.ReadChildren(scanner);
            }
        }

        return cpu;
    }

    // The part of domain capabilities that people post; only the whole document has the architecture.
    private CpuDocument Mode()
    {
        CpuElement cpu = CpuElement.ReadChildren(scanner);
        return At(CpuDocumentKind.DomainCapabilities, cpu.Root.At) with
        {
            Definition = CpuInterpreter.Interpret(cpu, type ?? CpuType.Guest),
            Unread = cpu.Unread
        };
    }

    private static bool IsHostModel(Element mode) => CpuElement.IsHostModel(mode);

    private static CpuArchitecture Known(string? arch) =>
        CpuArchitectures.TryParse(arch, out CpuArchitecture known) ? known : CpuArchitecture.None;

    private static CpuDocument At(CpuDocumentKind kind, Position at) => new(kind, at.Line, at.Column);
}
