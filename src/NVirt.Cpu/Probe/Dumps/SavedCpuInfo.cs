using System.Text;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>A saved copy of <c>/proc/cpuinfo</c>. Raw data is in that of POWER and 64-bit ARM machines.</summary>
internal static class SavedCpuInfo
{
    /// <summary>Whether text begins as the file does: an architecture's first key, blanks and a colon.</summary>
    public static bool IsFirstLine(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAny(":\n"u8);
        ReadOnlySpan<byte> key = end < 0 || text[end] != ':' ? [] : text[..end].TrimEnd(" \t"u8);
        return key.SequenceEqual("processor"u8) || key.SequenceEqual("Processor"u8) || key.SequenceEqual("vendor_id"u8) || key.SequenceEqual("system type"u8);
    }

    /// <summary>The first processor; of architectures from whose kernel no model comes, nothing but the architecture.</summary>
    /// <exception cref="CpuException">
    /// Too large, or a line is not as expected (xml); x86, whose raw data is elsewhere (unsupported).
    /// </exception>
    public static IReadOnlyList<DumpedCpu> Read(DumpText text)
    {
        RawDumps.CheckSize(text.Bytes.Span, text.File);
        CpuInfoText info = new(Encoding.Latin1.GetString(RawDumps.WithoutMark(text.Bytes.Span)));
        CpuArchitecture arch = ArchitectureOf(info);
        if (arch.IsX86())
        {
            throw new CpuException(CpuErrorKind.Unsupported, CpuRule.Malformed, Text.Of(Messages.Probe_SavedX86, text.File));
        }

        CpuData? data = arch == CpuArchitecture.None
            ? throw RawDumps.Malformed(Text.Of(Messages.Probe_SavedUnknown, text.File))
            : KernelHostProbe.Of(arch, info).RawData;
        return data is null && arch is (CpuArchitecture.Ppc64 or CpuArchitecture.Aarch64)
            ? throw RawDumps.Malformed(info.ProblemIn(text.File)!)
            : [new DumpedCpu(arch, data)];
    }

    // Each kernel has lines of its own. Neither the order of bytes nor, on ARM, that a kernel has 32 bits is among them: those of 32 bits lack
    // the flag that makes the processor's identification usable.
    private static CpuArchitecture ArchitectureOf(CpuInfoText info)
    {
        return Has("revision") && Has("cpu") ? CpuArchitecture.Ppc64
            : Has("CPU implementer") || Has("CPU part") ? CpuArchitecture.Aarch64
            : Has("facilities") || info.Find("vendor_id")?.Value == "IBM/S390" ? CpuArchitecture.S390x
            : Has("isa") ? CpuArchitecture.Riscv64
            : Has("CPU Family") ? CpuArchitecture.LoongArch64
            : Has("cpu family") ? CpuArchitecture.X86_64
            : CpuArchitecture.None;

        bool Has(string key) => info.Find(key) is not null;
    }
}
