using System.Text.RegularExpressions;
using NVirt.Cpu;
using NVirt.Cpu.Arm;
using NVirt.Cpu.Probe.Dumps;

namespace NVirt.Fuzz.Targets;

/// <summary>What libcpuid writes on ARM machines.</summary>
internal sealed partial class LibcpuidArmTarget : Target
{
    public override string Name => "libcpuid-arm";

    public override string[] Words =>
    [
        "Logical CPU #0", "Logical CPU #1", "_____ ", "\n", "arm_", "arm_midr=00000000413fd0c1\n", "arm_midr=0000000000000000\n",
            "arm_mpidr=0000000080000000\n", "arm_id_afr0=00000000\n", "arm_id_aa64pfr0=0000000100000011\n",
            "arm_id_aa64isar1=0000000010000010\n", "=", "> ", "\t", "99999999999999999999",
    ];

    public override Outcome Check(byte[] input)
    {
        DumpText text = new(input, "a");
        Attempt<IReadOnlyList<DumpedCpu>> attempt = new(() => LibcpuidArmDump.Form.Read(text, CpuMap.Default));
        string[] parts = [.. text.PlainString.Split('\n').Select(l => l.Trim(' ', '\t', '\r'))];
        return attempt.Against(Array.Exists(parts, l => l.StartsWith("arm_", StringComparison.Ordinal) && !Register().IsMatch(l)) ? false
            : null, cpus =>
            cpus.Count != parts.Count(l => l.StartsWith("arm_midr=", StringComparison.Ordinal)) ? $"{cpus.Count} processors"
            : cpus.Any(c => c.Data is ArmCpuData != (c.Arch == CpuArchitecture.Aarch64)) ? "another architecture"
            : null);
    }

    [GeneratedRegex("^arm_[^=]*=([0-9a-fA-F]{8}){1,2}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Register();
}
