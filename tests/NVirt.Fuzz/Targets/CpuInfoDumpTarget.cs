using System.Text;
using System.Text.RegularExpressions;
using NVirt.Cpu;
using NVirt.Cpu.Probe.Dumps;
using NVirt.Cpu.X86;
using NVirt.RelaxNg;

namespace NVirt.Fuzz.Targets;

/// <summary>A saved copy of <c>/proc/cpuinfo</c> of an x86 machine.</summary>
internal sealed partial class CpuInfoDumpTarget : Target
{
    public override string Name => "cpuinfo-x86";

    public override string[] Words =>
    [
        "processor\t: 0\n", "processor\t: 1\n", "vendor_id\t: GenuineIntel\n", "vendor_id\t: AuthenticAMD\n", "cpu family\t: 6\n",
            "model\t\t: 63\n", "stepping\t: 2\n",
        "flags\t\t: fpu vme\n", "bugs\t\t: spectre_v2\n", "\n", "\t", ": ", " aes", " ibrs", " cpuid", " hypervisor", "unknown", "> ",
            "model name\t: x\n",
    ];

    public override Outcome Check(byte[] input)
    {
        string text = new DumpText(input, "a").PlainString;
        Attempt<IReadOnlyList<DumpedCpu>> attempt = new(() => X86CpuInfo.Read(text, "a", CpuMap.Default));
        int processors = Processor().Count(LineEnd().Replace(text, "\n"));
        return attempt.Against(processors > 0 && !text.Contains("flags", StringComparison.Ordinal) ? false : null, cpus =>
            processors > 0 && cpus.Count < processors ? $"{cpus.Count} processors, expected {processors}"
            : cpus.Any(c => c.Coverage.Features is null
            || ((X86CpuData)c.Data!).Items.Any(i => i is { IsMsr: false, Leaf: not 0 and not 1, IsZero: true })) ? "no coverage"
            : null);
    }

    [GeneratedRegex(@"(?<=\A|\n)[\s-[\n]]*processor[\s-[\n]]*:", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Processor();

    [GeneratedRegex(@"\r\n|[\n\r\f\u0085\u2028\u2029]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LineEnd();
}
