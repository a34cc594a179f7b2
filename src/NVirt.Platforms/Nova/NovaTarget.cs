using System.Text;
using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Platforms.Nova;

/// <summary>Writes the part of nova.conf, and what belongs to flavors.</summary>
internal static class NovaTarget
{
    private const string Platform = "Nova";

    public static PlatformTarget Target { get; } = new("nova", Write);

    private static PlatformOutput Write(PlatformWriteRequest request)
    {
        CpuDefinition cpu = WriterRules.Guest(request, Platform);
        WriterRules.NoVendorId(cpu, Platform);
        StringBuilder text = new();
        text.Append("[libvirt]\ncpu_mode = ").Append(CpuWords.Of(cpu.Mode ?? CpuMode.Custom)).Append('\n');
        if (cpu.Mode is null or CpuMode.Custom)
        {
            text.Append("cpu_models = ").Append(WriterRules.Model(request, cpu, Platform)).Append('\n');
        }

        WriterRules.Policies(request, cpu, Platform, WriterRules.Only("cpu_model_extra_flags"), CpuPolicy.Require, CpuPolicy.Disable);
        if (cpu.Features.Count > 0)
        {
            text.Append("cpu_model_extra_flags = ")
                .AppendJoin(", ", cpu.Features.Select(f => (f.Policy == CpuPolicy.Disable ? "-" : "+") + f.Name)).Append('\n');
        }

        PlatformFile conf = new("/etc/nova/nova.conf", text.ToString());
        return new PlatformOutput(
            cpu.MaxPhysAddr is { } bits ? [conf, new PlatformFile("flavor", Flavor(bits))] : [conf], [.. WriterRules.Frame(cpu)]);
    }

    private static string Flavor(CpuMaxPhysAddr bits) => bits switch
    {
        { Limit: not null } => throw WriterRules.Refuse(
            CpuRule.FeatureNotExpressible, "maxphysaddr", Text.Of(Messages.Write_PhysBits, Platform, "hw:maxphysaddr_bits")),
        { Mode: CpuMaxPhysAddrMode.Passthrough } => "hw:maxphysaddr_mode=passthrough\n",
        { Bits: { } number } => Text.Of("hw:maxphysaddr_mode=emulate\nhw:maxphysaddr_bits={0}\n", number),
        _ => "hw:maxphysaddr_mode=emulate\n",
    };
}
