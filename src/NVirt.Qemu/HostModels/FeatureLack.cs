using NVirt.Cpu;
using NVirt.Qemu.Capabilities;

namespace NVirt.Qemu.HostModels;

/// <summary>Finds out who lacks a feature that QEMU left out of a guest: the processor, or this QEMU.</summary>
/// <param name="driver">The rules of the architecture.</param>
/// <param name="type">The domain's type.</param>
/// <param name="host">The host; it is read only if something is missing.</param>
internal sealed class FeatureLack(CpuDriver driver, string? type, QemuHost host)
{
    private readonly Lazy<CpuDefinition?> _processor = new(() => Read(driver, host));

    /// <summary>The refusal, with what is known about each reason.</summary>
    public CpuRefusal Tell(CpuRefusal refusal) => new(refusal.Kind, [.. refusal.Reasons.Select(Tell)]);

    private CpuReason Tell(CpuReason reason) =>
        reason.Rule is CpuRule.RequiredFeatureMissing or CpuRule.UnexpectedlyDisabled or CpuRule.BlockedFeature
        ? reason with { Lack = Of(reason.Subject!) }
        : reason;

    private CpuLack? Of(string feature)
    {
        if (driver.Map.FindFeature(feature, driver.Arch) is not { } known)
        {
            return null;
        }

        if (QemuAccelerators.TryParseDomainType(type, out QemuAccelerator accelerator) && accelerator == QemuAccelerator.Tcg)
        {
            return CpuLack.Emulation;
        }

        // An MSR can be read only with permission.
        return _processor.Value is not { } processor ? null
            : driver.HasFeature(processor, feature) ? CpuLack.Hypervisor
            : known.IsMsr ? null
            : CpuLack.Processor;
    }

    private static CpuDefinition? Read(CpuDriver driver, QemuHost host)
    {
        try
        {
            return host.IsKnown ? host.Probe(driver.Arch, models: null) : null;
        }
        catch (CpuException)
        {
            return null;
        }
    }
}
