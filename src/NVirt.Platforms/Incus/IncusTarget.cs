using System.Text;
using NVirt.Cpu;
using NVirt.Platforms.Qemu;

namespace NVirt.Platforms.Incus;

/// <summary>Writes the settings of a cluster group.</summary>
internal static class IncusTarget
{
    private const string Platform = "Incus";

    public static PlatformTarget Target { get; } = new("incus", Write);

    private static PlatformOutput Write(PlatformWriteRequest request)
    {
        CpuDefinition cpu = WriterRules.Guest(request, Platform);
        WriterRules.NoVendorId(cpu, Platform);
        WriterRules.NoPhysBits(cpu, Platform, "raw.qemu");
        string model = WriterRules.Model(request, cpu, Platform);
        WriterRules.Policies(request, cpu, Platform, WriterRules.Only("instances.vm.cpu.x86_64.flags"), CpuPolicy.Require,
            CpuPolicy.Disable);
        StringBuilder text = new();
        text.Append("config:\n  instances.vm.cpu.x86_64.baseline: ").Append(model).Append('\n');
        if (cpu.Features.Count > 0)
        {
            text.Append("  instances.vm.cpu.x86_64.flags: \"").AppendJoin(',', cpu.Features.Select(f =>
                (f.Policy == CpuPolicy.Disable ? "-" : string.Empty)
                    + (QemuWords.Find(f.Name) ?? throw WriterRules.NoName(Platform, f.Name))))
                .Append("\"\n");
        }

        return new PlatformOutput("cluster group", text.ToString(), WriterRules.Frame(cpu));
    }
}
