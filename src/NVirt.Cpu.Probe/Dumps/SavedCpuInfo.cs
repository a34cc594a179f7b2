using NVirt.Cpu.Probe.Arm;
using NVirt.Cpu.Probe.Linux;
using NVirt.Xml;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>
/// A saved copy of <c>/proc/cpuinfo</c>, recognized by the lines that each architecture's kernel writes. Those of POWER and 64-bit ARM
/// machines contain raw data, those of x86 contain feature names; for the others, only the architecture is known.
/// </summary>
internal static class SavedCpuInfo
{
    /// <summary>Whether the text begins like the file, or contains a processor and lines of an architecture.</summary>
    public static bool Looks(DumpText text)
    {
        ReadOnlySpan<byte> plain = text.Plain;
        bool isFirst = true;
        foreach (Range range in plain.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = plain[range].Trim(" \t\r"u8);
            if (!line.IsEmpty)
            {
                bool isKey = IsKey(line);
                if (isKey)
                {
                    return isFirst || ArchitectureOf(Info(text)) != CpuArchitecture.None;
                }

                isFirst = false;
            }
        }

        return false;
    }

    /// <summary>The processors; for architectures whose kernel shows no model, only the architecture.</summary>
    /// <exception cref="CpuException">It is too large, or a line is not as expected (xml).</exception>
    public static IReadOnlyList<DumpedCpu> Read(DumpText text, CpuMap map)
    {
        DumpLimits.CheckSize(text.Bytes.Span, text.File);
        CpuInfoText info = Info(text);
        CpuArchitecture arch = ArchitectureOf(info);
        return arch switch
        {
            CpuArchitecture.None => throw DumpLimits.Malformed(Text.Of(Messages.Probe_SavedUnknown, text.File)),
            _ when arch.IsX86() => X86CpuInfo.Read(text.PlainString, text.File, map),
            CpuArchitecture.Aarch64 => Arm(info, text.File),
            _ => [new DumpedCpu(arch, Raw(arch, info, text.File))],
        };
    }

    private static CpuData? Raw(CpuArchitecture arch, CpuInfoText info, string file)
    {
        CpuData? data = KernelHostProbe.Of(arch, info).RawData;
        return data is null && arch == CpuArchitecture.Ppc64 ? throw DumpLimits.Malformed(info.ProblemIn(file)!) : data;
    }

    // A 32-bit kernel names instruction sets that 64-bit ones do not have.
    private static IReadOnlyList<DumpedCpu> Arm(CpuInfoText info, string file)
    {
        if (info.Find("Features")?.Words is { } words && words.Any(w => w is "swp" or "half" or "thumb" or "fastmult" or "vfp" or "edsp"))
        {
            return [new DumpedCpu(CpuArchitecture.Armv7l, null)];
        }

        return ArmHostReading.Of(CpuArchitecture.Aarch64, info) is { Data: not null } reading
            ? ArmProcessors.Of(reading)
            : throw DumpLimits.Malformed(info.ProblemIn(file)!);
    }

    private static CpuInfoText Info(DumpText text) => new(System.Text.Encoding.Latin1.GetString(text.Plain));

    private static bool IsKey(ReadOnlySpan<byte> line)
    {
        int end = line.IndexOf((byte)':');
        ReadOnlySpan<byte> key = end < 0 ? [] : line[..end].TrimEnd(" \t"u8);
        return key.SequenceEqual("processor"u8) || key.SequenceEqual("Processor"u8) || key.SequenceEqual("vendor_id"u8)
            || key.SequenceEqual("system type"u8);
    }

    // Each kernel has its own lines. None of them shows the byte order.
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
