using System.Text;
using NVirt.Cpu.Probe;
using NVirt.Cpu.X86;
using NVirt.Cpu.Xml;

namespace NVirt.Cpu;

/// <summary>Reads CPUs from whatever form they come in.</summary>
public static class CpuReader
{
    /// <summary>
    /// Reads every CPU of a document or dump: a <c>cpu</c> element, several in a root or in sequence, capabilities, domains, domain
    /// capabilities, <c>cpudata</c>, the output of <c>cpuid -r</c>, a copy of <c>/dev/cpu/N/cpuid</c>, or one of the <c>/proc/cpuinfo</c> of
    /// a POWER or 64-bit ARM machine. The form is told from the content; raw data is decoded to a host.
    /// </summary>
    /// <param name="content">The bytes of the file.</param>
    /// <param name="file">Its name for messages.</param>
    /// <param name="map">The map for decoding; <see langword="null"/> for the one that is compiled in.</param>
    /// <returns>At least one CPU, in the order of the file.</returns>
    /// <exception cref="CpuException">It can not be read, or holds no CPU (xml, unsupported); the message has file, line and column.</exception>
    public static IReadOnlyList<CpuSource> Read(ReadOnlySpan<byte> content, string file, CpuMap? map = null)
    {
        map ??= CpuMap.Default;
        return RawDumps.Detect(content) switch
        {
            RawDumpKind.CpuidText => [Decode(CpuidTextDump.Parse(content, file), map)],
            RawDumpKind.CpuidDevice => [Decode(CpuidDeviceDump.Parse(content, file), map)],
            RawDumpKind.CpuInfo => [Decode(SavedCpuInfo.Parse(content, file), map)],
            RawDumpKind.Xml => ReadXml(content, file, map),
            _ => throw new CpuException(CpuErrorKind.Xml, CpuRule.Malformed, Text.Of(Messages.Reader_UnknownForm, file)),
        };
    }

    private static CpuSource[] ReadXml(ReadOnlySpan<byte> content, string file, CpuMap map)
    {
        using StreamReader reader = new(new MemoryStream(content.ToArray()), Encoding.UTF8);
        IReadOnlyList<CpuDocument> documents = CpuDocuments.Read(reader.ReadToEnd(), file);
        return [.. documents.Select(d => FromDocument(d, file, map))];
    }

    private static CpuSource FromDocument(CpuDocument document, string file, CpuMap map)
    {
        if (document.Data is { } data)
        {
            // libvirt's form is complete: what it does not hold is absent.
            return Decode(new X86Reading(data, X86Coverage.Complete), map) with { Line = document.Line };
        }

        // A domain without a CPU leaves the choice to the hypervisor.
        CpuDefinition definition = document.Definition
            ?? throw new CpuException(CpuErrorKind.Xml, CpuRule.Malformed, Text.Of(Messages.Reader_NoCpu, $"{file}:{document.Line}:{document.Column}"));
        return new CpuSource(definition) { Name = document.Name, Line = document.Line };
    }

    private static CpuSource Decode(X86Reading reading, CpuMap map) => Decode(reading.Data, map) with
    {
        Unknown = map.X86.NamesOf(X86Unknown.FeaturesOf(map.X86, reading.Data, reading.Coverage)),
        Coverage = reading.Coverage,
    };

    private static CpuSource Decode(CpuData data, CpuMap map) =>
        new(CpuDriver.For(data.Arch, map).Decode(CpuDefinition.NewHost(data.Arch), data)) { Data = data };
}
