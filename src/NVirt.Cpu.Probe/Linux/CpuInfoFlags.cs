using System.Collections.Frozen;
using NVirt.Xml;

namespace NVirt.Cpu.Probe.Linux;

/// <summary>The flags of the first processor in <c>/proc/cpuinfo</c> on x86.</summary>
/// <param name="Processor">Its number; <see langword="null"/> if the file does not give it.</param>
/// <param name="Names">The kernel's names of the flags; empty if the file does not give them.</param>
internal sealed record CpuInfoFlags(int? Processor, FrozenSet<string> Names)
{
    /// <summary>From the beginning of the file. A line that is cut off counts as missing.</summary>
    public static CpuInfoFlags Parse(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> lines = text[..(text.LastIndexOf('\n') + 1)];
        bool hasNumber = Digits.TryParse(CpuInfoText.ValueOf(lines, "processor"), out int processor);
        string[] names = CpuInfoText.ValueOf(lines, "flags").ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new CpuInfoFlags(hasNumber ? processor : null, names.ToFrozenSet(StringComparer.Ordinal));
    }
}
