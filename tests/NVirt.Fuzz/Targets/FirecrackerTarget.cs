using System.Text.Json;
using NVirt.Cpu.Probe.Dumps;
using NVirt.Cpu.X86;
using NVirt.RelaxNg;

namespace NVirt.Fuzz.Targets;

/// <summary>Fingerprints of Firecracker.</summary>
internal sealed class FirecrackerTarget : Target
{
    public override string Name => "firecracker-json";

    public override string[] Words =>
    [
        "{", "}", "[", "]", ":", ",", "null", "\"guest_cpu_config\":", "\"cpuid_modifiers\":", "\"msr_modifiers\":", "\"reg_modifiers\":",
            "\"leaf\":\"0x0\"",
        "\"subleaf\":\"0x1\"", "\"modifiers\":", "{\"register\":\"eax\",\"bitmap\":\"0b00000000000000000000000000000001\"}", "\"0b", "x",
            "_", "\"addr\":\"0x10a\"",
        "\"0x603000000013c000\"", "\\ud800",
    ];

    public override Outcome Check(byte[] input)
    {
        DumpText text = new(input, "a.json");
        Attempt<IReadOnlyList<DumpedCpu>> attempt = new(() => FirecrackerDump.Read(text));
        return attempt.Against(null, cpus => cpus[0].Data is X86CpuData data && data.Items.Count(i => !i.IsMsr) > Leaves(text)
            ? "more leaves than there are" : null);
    }

    private static int Leaves(DumpText text)
    {
        using JsonDocument document = JsonDocument.Parse(text.PlainString);
        return document.RootElement.GetProperty("guest_cpu_config").GetProperty("cpuid_modifiers").GetArrayLength();
    }
}
