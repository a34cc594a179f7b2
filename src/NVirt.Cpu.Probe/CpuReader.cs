using System.Collections.Immutable;
using NVirt.Cpu.Probe;
using NVirt.Cpu.Probe.Dumps;
using NVirt.Cpu.X86;
using NVirt.Cpu.X86.Evidence;
using NVirt.Cpu.Xml;
using NVirt.Xml;

namespace NVirt.Cpu.Probe;

/// <summary>Reads CPUs in any supported form.</summary>
public static class CpuReader
{
    // At most this many processors are named in a message.
    private const int MaxNamed = 512;

    /// <summary>
    /// Reads every CPU of a document, or the one of a dump: a <c>cpu</c> element, several in a root or in sequence, capabilities, domains,
    /// domain capabilities, <c>cpudata</c>, or one of the dump formats listed in docs/dumps.md. The format is recognized by its
    /// content, wherever the file comes from: mail, a terminal, UTF-16.
    /// </summary>
    /// <param name="content">The bytes of the file.</param>
    /// <param name="file">Its name for messages.</param>
    /// <param name="map">The map of features; <see langword="null"/> for the built-in one.</param>
    /// <param name="cpu">
    /// The number of the wanted processor in a dump with several; <see langword="null"/> for what all of them have in common.
    /// Documents ignore it.
    /// </param>
    /// <param name="more">Dump formats defined elsewhere, for example QEMU's replies; <see langword="null"/> for none.</param>
    /// <returns>At least one CPU, in the order of the file.</returns>
    /// <exception cref="CpuException">It cannot be read, or contains no CPU (xml, unsupported); the message has file, line and
    /// column.</exception>
    public static IReadOnlyList<CpuSource> Read(
        ReadOnlySpan<byte> content, string file, CpuMap? map = null, int? cpu = null, IReadOnlyList<DumpForm>? more = null)
    {
        map ??= CpuMap.Default;
        DumpText text = new(content.ToArray(), file);
        if (DumpForms.Read(text, map, more ?? []) is { } dump)
        {
            return [OfDump(dump, file, map, cpu)];
        }

        return PastedXml.Find(text) is { } xml ? ReadXml(text, xml, map) : throw UnknownForm(text, more ?? []);
    }

    /// <summary>Reads a stream to its end, as the bytes of a file.</summary>
    /// <param name="stream">The stream, of at most 64 MiB; it stays open.</param>
    /// <param name="file">Its name for messages.</param>
    /// <param name="map">The map of features; <see langword="null"/> for the built-in one.</param>
    /// <param name="cpu">The number of the wanted processor, or <see langword="null"/>.</param>
    /// <param name="more">Dump formats defined elsewhere; <see langword="null"/> for none.</param>
    /// <returns>At least one CPU, in the order of the file.</returns>
    /// <exception cref="CpuException">It cannot be read, contains no CPU, or is too large (xml, unsupported).</exception>
    public static IReadOnlyList<CpuSource> Read(
        Stream stream, string file, CpuMap? map = null, int? cpu = null, IReadOnlyList<DumpForm>? more = null) =>
        Read(DocumentContent.Read(stream, file, CpuException.Of), file, map, cpu, more);

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path, which is also its name in messages; at most 64 MiB.</param>
    /// <param name="map">The map of features; <see langword="null"/> for the built-in one.</param>
    /// <param name="cpu">The number of the wanted processor, or <see langword="null"/>.</param>
    /// <param name="more">Dump formats defined elsewhere; <see langword="null"/> for none.</param>
    /// <param name="cancellation">Cancels reading.</param>
    /// <returns>At least one CPU, in the order of the file.</returns>
    /// <exception cref="CpuException">It cannot be read, contains no CPU, or is too large (xml, unsupported).</exception>
    /// <exception cref="IOException">The file cannot be read, or is a pipe, for which only the caller knows how long to wait.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to read the file.</exception>
    public static async Task<IReadOnlyList<CpuSource>> ReadFileAsync(
        string path, CpuMap? map = null, int? cpu = null, IReadOnlyList<DumpForm>? more = null, CancellationToken cancellation = default) =>
        Read(await DocumentContent.ReadFileAsync(path, CpuException.Of, cancellation).ConfigureAwait(false), path, map, cpu, more);

    // A document must be valid UTF-8 throughout; text around a pasted one need not be.
    private static CpuSource[] ReadXml(DumpText text, string xml, CpuMap map)
    {
        _ = text.IsXml ? UntrustedText.Decode(text.Bytes.Span, new DocumentErrors(text.File, CpuException.Of)) : null;
        return [.. CpuDocuments.Parse(xml, text.File).Select(d => OfDocument(d, text.File, map))];
    }

    // For other known formats, the message says what to give instead.
    private static CpuException UnknownForm(DumpText text, IReadOnlyList<DumpForm> more)
    {
        string reason = OtherForms.Find(text) is { } advice ? advice
            : Text.Of(Messages.Reader_UnknownForm, string.Join(", ", DumpForms.Names(more)));
        return DumpLimits.Malformed($"{text.File}: {reason}");
    }

    private static CpuSource OfDocument(CpuDocument document, string file, CpuMap map)
    {
        // libvirt's format is complete: what it does not contain is absent.
        CpuSource source = document.Data is { } data ? OfX86([new X86Reading(data, X86Coverage.Complete)], mayBeOf32Bits: false, map)
            : document.Definition is { } definition ? new CpuSource(Told(definition, document.Arch))
            : document.Kind == CpuDocumentKind.DomainCapabilities ? new CpuSource(CpuDefinition.NewHost(document.Arch))
            : throw NoCpu(document, file);
        return source with
        {
            File = file,
            Name = document.Name,
            Line = document.Line,
            Unread = document.Unread,
            HasId = document.HasId,
            TscFrequency = document.TscFrequency,
            Surroundings = document.Surroundings,
        };
    }

    // A domain without a CPU leaves the choice to the hypervisor.
    private static CpuException NoCpu(CpuDocument document, string file) =>
        new(CpuErrorKind.Xml, CpuRule.Malformed, Text.Of(Messages.Reader_NoCpu, $"{file}:{document.Line}:{document.Column}"));

    // For a guest, the surrounding element identifies it; a host identifies itself.
    private static CpuDefinition Told(CpuDefinition definition, CpuArchitecture arch) =>
        arch == CpuArchitecture.None ? definition : definition with { Arch = arch };

    private static CpuSource OfDump(Dump dump, string file, CpuMap map, int? cpu)
    {
        IReadOnlyList<DumpedCpu> cpus = cpu is null ? dump.Cpus : [Choose(dump, file, cpu.Value)];
        DumpedCpu first = cpus[0];
        CpuSource source = !first.Arch.IsX86() ? first.Data is { } data ? new CpuSource(data) : new CpuSource(first.Arch)
            : OfX86([.. cpus.Select(c => new X86Reading((X86CpuData)c.Data!, c.Coverage))], dump.Form.MayBeOf32Bits, map);
        return source with { File = file, Line = first.Line, Processors = cpus.Count, Kinds = KindsOf(cpus) };
    }

    // On x86, what all have in common counts as one kind.
    private static ImmutableArray<CpuData> KindsOf(IReadOnlyList<DumpedCpu> cpus)
    {
        ImmutableArray<CpuData>.Builder kinds = ImmutableArray.CreateBuilder<CpuData>();
        foreach (CpuData data in cpus.Where(c => !c.Arch.IsX86()).Select(c => c.Data).OfType<CpuData>())
        {
            if (!kinds.Any(data.IsIdenticalTo))
            {
                kinds.Add(data);
            }
        }

        return kinds.ToImmutable();
    }

    private static DumpedCpu Choose(Dump dump, string file, int cpu) =>
        dump.Cpus.FirstOrDefault(c => c.Number == cpu)
        ?? (dump.Cpus.All(c => c.Number is null) ? dump.Cpus.ElementAtOrDefault(cpu) : null)
        ?? throw DumpLimits.Malformed(Text.Of(
            Messages.Probe_NoSuchCpu, file, cpu, string.Join(", ", dump.Cpus.Select((c, i) => c.Number ?? i).Distinct().Take(MaxNamed))));

    private static CpuSource OfX86(ImmutableArray<X86Reading> readings, bool mayBeOf32Bits, CpuMap map)
    {
        X86Evidence evidence =
            X86Evidence.OfAll(map.X86, [.. readings.Select(r => X86Evidence.Of(map.X86, r.Data, r.Coverage, mayBeOf32Bits))]);
        return new CpuSource(evidence.Data)
        {
            Unknown = map.X86.NamesOf(evidence.Unknown),
            Implied = map.X86.NamesOf(evidence.Implied),
            Differing = map.X86.NamesOf(evidence.Differing),
            Readings = readings,
        };
    }
}
