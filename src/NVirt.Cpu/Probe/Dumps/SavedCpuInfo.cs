namespace NVirt.Cpu.Probe.Dumps;

/// <summary>
/// A saved copy of <c>/proc/cpuinfo</c>, told by the lines that each architecture's kernel has. Raw data is in that of POWER and 64-bit ARM
/// machines; that of x86 tells features by name; of the others it is known what they are.
/// </summary>
internal static class SavedCpuInfo
{
    /// <summary>Whether the text begins as the file does, or has a processor in it and lines of an architecture.</summary>
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

    /// <summary>The processors; of architectures from whose kernel no model comes, nothing but the architecture.</summary>
    /// <exception cref="CpuException">Too large, or a line is not as expected (xml).</exception>
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

    // A kernel of 32 bits names instruction sets that those of 64 bits do not have.
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
        return key.SequenceEqual("processor"u8) || key.SequenceEqual("Processor"u8) || key.SequenceEqual("vendor_id"u8) || key.SequenceEqual("system type"u8);
    }

    // Each kernel has lines of its own. The order of bytes is not among them.
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
