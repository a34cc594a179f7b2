using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Platforms.Qemu;

/// <summary>Writes the value of <c>-cpu</c>, with on and off only (hypervisor-rules.md 4.4).</summary>
internal static class QemuCpuTarget
{
    public static PlatformTarget Target { get; } = new("qemu", Write);

    private static PlatformOutput Write(PlatformWriteRequest request)
    {
        CpuDefinition cpu = WriterRules.Guest(request, "QEMU");
        List<string> items = [Head(request, cpu)];
        if (cpu.Migratable is { } migratable)
        {
            items.Add($"migratable={Switch(migratable)}");
        }

        if (cpu.VendorId is { } vendor)
        {
            if (vendor.Contains(',', StringComparison.Ordinal))
            {
                throw WriterRules.Refuse(CpuRule.FeatureNotExpressible, vendor, Text.Of(Messages.Write_VendorId, "QEMU", vendor));
            }

            items.Add($"vendor={vendor}");
        }

        WriterRules.Policies(
            request, cpu, "QEMU", Messages.Way_ResolveForHost, CpuPolicy.Force, CpuPolicy.Require, CpuPolicy.Disable);
        foreach (CpuFeature feature in cpu.Features)
        {
            string name = QemuWords.Find(feature.Name) ?? throw WriterRules.NoName("QEMU", feature.Name);
            items.Add($"{name}={Switch(feature.Policy != CpuPolicy.Disable)}");
        }

        switch (cpu.MaxPhysAddr)
        {
            case { Mode: CpuMaxPhysAddrMode.Passthrough } bits:
                items.Add("host-phys-bits=on");
                items.AddRange(bits.Limit is { } limit ? [Text.Of("host-phys-bits-limit={0}", limit)] : Array.Empty<string>());
                break;
            case { Bits: { } number }:
                items.Add(Text.Of("phys-bits={0}", number));
                break;
            case { }:
                items.Add("host-phys-bits=off");
                break;
        }

        return new PlatformOutput("-cpu", string.Join(',', items) + "\n", WriterRules.Frame(cpu));
    }

    private static string Head(PlatformWriteRequest request, CpuDefinition cpu) => cpu.Mode switch
    {
        CpuMode.HostPassthrough => "host",
        CpuMode.Maximum => "max",
        CpuMode.HostModel => throw WriterRules.Refuse(CpuRule.ModelRequired, null, Text.Of(Messages.Write_NoModel, "QEMU")),
        _ => WriterRules.Model(request, cpu, "QEMU"),
    };

    private static string Switch(bool isOn) => isOn ? "on" : "off";
}
