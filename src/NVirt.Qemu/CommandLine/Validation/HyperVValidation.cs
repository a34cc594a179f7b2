using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Validation;

/// <summary>
/// Enlightenments that QEMU refuses unless others are on, or that have no effect. libvirt writes them into the command line silently;
/// NVirt adds a message.
/// </summary>
internal static class HyperVValidation
{
    // QEMU's docs/system/i386/hyperv.rst, "Requires".
    private static readonly (HyperVFeature Feature, HyperVFeature[] Needs)[] Requirements =
    [
        (HyperVFeature.Synic, [HyperVFeature.VpIndex]),
        (HyperVFeature.Stimer, [HyperVFeature.VpIndex, HyperVFeature.Synic]),
        (HyperVFeature.TlbFlush, [HyperVFeature.VpIndex]),
        (HyperVFeature.Ipi, [HyperVFeature.VpIndex]),
        (HyperVFeature.Evmcs, [HyperVFeature.Vapic]),
    ];

    public static IEnumerable<string> Warnings(QemuGuest guest) =>
        guest.Domain.Features.HyperV is not { Mode: HyperVMode.Custom } hyperV || !guest.Arch.IsX86() ? []
        : guest.IsKvm ? Missing(guest, hyperV)
        : WithoutKvm(guest, hyperV);

    private static IEnumerable<string> Missing(QemuGuest guest, HyperVFeatures hyperV)
    {
        foreach ((HyperVFeature feature, HyperVFeature[] needs) in Requirements.Where(r => hyperV.IsOn(r.Feature)))
        {
            string[] missing = [.. needs.Where(n => !hyperV.IsOn(n)).Select(Name)];
            if (feature == HyperVFeature.Stimer
                && !guest.Domain.Clock.Timers.Any(t => t is { Name: DomainTimerName.HypervClock, Present: true }))
            {
                missing = [.. missing, DomainTimer.Names[(int)DomainTimerName.HypervClock]];
            }

            if (missing.Length > 0)
            {
                yield return At(guest, feature, Text.Of(Messages.Args_HyperVNeeds, Name(feature), string.Join(", ", missing)));
            }
        }
    }

    private static IEnumerable<string> WithoutKvm(QemuGuest guest, HyperVFeatures hyperV)
    {
        if (hyperV.IsOn(HyperVFeature.VpIndex))
        {
            yield return At(guest, HyperVFeature.VpIndex, Text.Of(Messages.Args_HyperVNeedsKvm, Name(HyperVFeature.VpIndex)));
        }

        string[] others = [.. Enum.GetValues<HyperVFeature>().Where(f => f != HyperVFeature.VpIndex && hyperV.IsOn(f)).Select(Name)];
        if (others.Length > 0)
        {
            yield return guest.Refuse("features/hyperv", Text.Of(Messages.Args_HyperVWithoutEffect, string.Join(", ", others))).Message;
        }
    }

    private static string At(QemuGuest guest, HyperVFeature feature, string text) =>
        guest.Refuse($"features/hyperv/{Name(feature)}", text).Message;

    private static string Name(HyperVFeature feature) => HyperVFeatures.Names[(int)feature];
}
