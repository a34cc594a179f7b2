using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Platforms.CloudHypervisor;

/// <summary>Writes <c>--cpus</c> where the guest gets the host's CPU: nothing else can be said there yet.</summary>
internal static class CloudHypervisorTarget
{
    private const string Platform = "Cloud Hypervisor";

    public static PlatformTarget Target { get; } = new("cloud-hypervisor", Write);

    private static PlatformOutput Write(PlatformWriteRequest request)
    {
        CpuDefinition cpu = WriterRules.Guest(request, Platform);
        if (cpu.Mode != CpuMode.HostPassthrough)
        {
            throw WriterRules.Refuse(CpuRule.FeatureNotExpressible, cpu.Model,
                Text.Of(Messages.Write_OtherModel, Platform, cpu.Model ?? CpuWords.Of(cpu.Mode ?? CpuMode.Custom)));
        }

        WriterRules.NoVendorId(cpu, Platform);
        WriterRules.Policies(request, cpu, Platform, Messages.Way_None);
        string bits = cpu.MaxPhysAddr switch
        {
            null => string.Empty,
            { Mode: CpuMaxPhysAddrMode.Passthrough, Limit: { } limit } => Text.Of(",max_phys_bits={0}", limit),
            { Mode: CpuMaxPhysAddrMode.Emulate, Bits: { } number } => Text.Of(",max_phys_bits={0}", number),
            _ => throw WriterRules.Refuse(CpuRule.FeatureNotExpressible, "maxphysaddr",
                Text.Of(Messages.Write_PhysBits, Platform, "max_phys_bits")),
        };
        return new PlatformOutput("--cpus", $"boot=1,profile=Host{bits}\n", WriterRules.Frame(cpu));
    }
}
