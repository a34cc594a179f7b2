using System.Text;
using NVirt.Cpu.Probe.Dumps;
using NVirt.Cpu.Probe.Dumps.Registers;
using NVirt.Cpu.X86;
using NVirt.RelaxNg;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Fuzz.Targets;

/// <summary>Dumps with one line per leaf: one target per format.</summary>
/// <param name="name">The name of the target.</param>
/// <param name="form">The format.</param>
/// <param name="opinion">What regular expressions find in a line.</param>
/// <param name="words">Words of the format.</param>
internal sealed class RegisterTextTarget(string name, RegisterLineForm form, RegisterLineOpinion opinion, string[] words) : Target
{
    private static readonly string[] Common =
    [
        "\r\n", "\n", " ", "\t", "\0", ":", "00000000", "00000001", "80000000", "80000001", "40000000", "c0000000", "756e6547", "6c65746e",
            "49656e69",
        "746E6543", "48727561", "736C7561", "ffffffff", "0000000G", "> ", "# cpuid", "```", "\u00a0",
    ];

    /// <summary>Every format.</summary>
    public static RegisterTextTarget[] All { get; } =
    [
        new("cpuid-text", new CpuidRawLine(), RegisterLineOpinion.CpuidRaw,
        [
            "CPU:\n", "CPU 0:\n", "CPU 1:\n", "CPU", "0x", "0x00000000 0x00:", "0x00000001: eax=0x0 ebx=0x0 ecx=0x0 edx=0x0\n", "eax=0x",
                "ebx=0x00000000", "ecx=0x80000000",
            "edx=0x00000000", "0x00000000 0x00: eax=0x00000001 ebx=0x756e6547 ecx=0x6c65746e edx=0x49656e69\n",
        ]),
        new("aida-text", new AidaLine(), RegisterLineOpinion.Aida,
        [
            "CPUID 00000000: 00000001-756E6547-6C65746E-49656E69", "CPUID ", "[SL 00]", "[SL 01]", "[SL ",
                "------[ Logical CPU #1 ]------\n", "CPU#001 AffMask\n", "CPU #0",
            "[ MSR Registers ]\n", "MSR 0000010A: 0000-0000-0000-0069\n", "MSR 00000480: < FAILED >\n", "MSR ", "-",
        ]),
        new("libcpuid-text", new LibcpuidLine(), RegisterLineOpinion.Libcpuid,
        [
            "basic_cpuid[0]=00000001 756e6547 6c65746e 49656e69\n", "basic_cpuid[", "ext_cpuid[0]=80000008 0", "intel_fn4[0]=",
                "intel_fn11[1]=", "amd_fn8000001dh[3]=", "]=",
            "Logical CPU #1\n", "4294967295",
        ]),
        new("sde-text", new SdeLine(), RegisterLineOpinion.Sde,
            ["********", "=>", "00000000 ******** => 00000001 756e6547 6c65746e 49656e69\n", "#"]),
        new("cpuid-dump-rs", new CpuidDumpRsLine(), RegisterLineOpinion.CpuidDumpRs,
            ["Core ID: 0   / Thread: 0\n", "00000000h_x0: eax=00000001h ebx=756E6547h ecx=6C65746Eh edx=49656E69h [x]\n", "h_x", "eax=",
                "h ", "0x1"]),
        new("archspec-csv", new CpuidCsvLine(), RegisterLineOpinion.Csv,
            ["0, 0, 1, 1970169159, 1818588270, 1231384169\n", ", ", ",", "4294967295", "2147483648", "4294967296"]),
    ];

    public override string Name => name;

    public override string[] Words => [.. Common, .. words];

    public override Outcome Check(byte[] input)
    {
        // Differences in byte order are not tested here.
        DumpText text = new(input, "a.txt");
        List<(int? Cpu, X86Item[] Items)>? expected = opinion.Read(Encoding.Latin1.GetString(text.Plain));
        Attempt<IReadOnlyList<DumpedCpu>> attempt = new(() => RegisterDump.Read(text, form));
        return attempt.Against(expected is not null, cpus =>
            !cpus.Select(c => c.Number).SequenceEqual(expected!.Select(e => e.Cpu)) ? "other processors"
            : cpus.Zip(expected!).Any(p => !((X86CpuData)p.First.Data!).Items.SequenceEqual(p.Second.Items)) ? "other items"
            : cpus.Any(c => c.Data is X86CpuData data && data.Items.Any(
                i => i.IsMsr ? !c.Coverage.HasMsr(i.Leaf) : !c.Coverage.HasCpuid(i.Leaf, i.Subleaf))) ? "data without coverage"
            : null);
    }
}
