using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Platforms.OpenNebula;

/// <summary>Writes CPU_MODEL of a template, which can only require features.</summary>
internal static class OpenNebulaTarget
{
    private const string Platform = "OpenNebula";

    public static PlatformTarget Target { get; } = new("opennebula", Write);

    private static PlatformOutput Write(PlatformWriteRequest request)
    {
        CpuDefinition cpu = WriterRules.Guest(request, Platform);
        WriterRules.NoVendorId(cpu, Platform);
        WriterRules.NoPhysBits(cpu, Platform, Messages.Way_None);
        string model = cpu.Mode switch
        {
            CpuMode.HostPassthrough => "host-passthrough",
            CpuMode.HostModel or CpuMode.Maximum => throw WriterRules.Refuse(
                CpuRule.ModelRequired, null, Text.Of(Messages.Write_NoModel, Platform)),
            _ => WriterRules.Model(request, cpu, Platform),
        };
        WriterRules.Policies(request, cpu, Platform, WriterRules.Only("FEATURES"), CpuPolicy.Require);
        string features = cpu.Features.Count == 0 ? string.Empty : $", FEATURES = \"{string.Join(',', cpu.Features.Select(f => f.Name))}\"";

        // It writes fallback='forbid' itself.
        return new PlatformOutput("template", $"CPU_MODEL = [ MODEL = \"{model}\"{features} ]\n", WriterRules.Frame(cpu, "fallback"));
    }
}
