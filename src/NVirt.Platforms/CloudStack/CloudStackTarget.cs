using System.Text;
using NVirt.Cpu;

namespace NVirt.Platforms.CloudStack;

/// <summary>Writes the part of agent.properties.</summary>
internal static class CloudStackTarget
{
    private const string Platform = "CloudStack";

    public static PlatformTarget Target { get; } = new("cloudstack", Write);

    private static PlatformOutput Write(PlatformWriteRequest request)
    {
        CpuDefinition cpu = WriterRules.Guest(request, Platform);
        WriterRules.NoVendorId(cpu, Platform);
        WriterRules.NoPhysBits(cpu, Platform, Messages.Way_None);
        StringBuilder text = new();
        string mode = cpu.Mode switch
        {
            CpuMode.HostPassthrough => "host-passthrough",
            CpuMode.HostModel => "host-model",
            _ => "custom",
        };
        text.Append("guest.cpu.mode=").Append(mode).Append('\n');
        if (mode == "custom")
        {
            text.Append("guest.cpu.model=").Append(WriterRules.Model(request, cpu, Platform)).Append('\n');
        }

        WriterRules.Policies(request, cpu, Platform, WriterRules.Only("guest.cpu.features"), CpuPolicy.Require);
        if (cpu.Features.Count > 0)
        {
            text.Append("guest.cpu.features=").AppendJoin(' ', cpu.Features.Select(f => f.Name)).Append('\n');
        }

        return new PlatformOutput("/etc/cloudstack/agent/agent.properties", text.ToString(), WriterRules.Frame(cpu));
    }
}
