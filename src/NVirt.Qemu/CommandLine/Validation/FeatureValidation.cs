using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Validation;

/// <summary>Which switches of <c>features</c> fit the architecture (hypervisor-rules.md 4.2).</summary>
internal static class FeatureValidation
{
    public static void Check(QemuGuest guest)
    {
        DomainFeatures features = guest.Domain.Features;
        bool isX86 = guest.Arch.IsX86();
        if (features.HyperV is not null && !isX86 && !(guest.Arch.IsArm() && guest.IsMachine("virt")))
        {
            guest.Report(Refuse(guest, "features/hyperv"));
        }

        if (features.PvSpinlock is not null && !isX86)
        {
            guest.Report(Refuse(guest, "features/pvspinlock"));
        }

        if (features.ApicEoi is not null && !isX86)
        {
            guest.Report(Refuse(guest, "features/apic"));
        }

        if (OfPower(features) is { } power && !guest.IsMachine("pseries"))
        {
            guest.Report(Refuse(guest, $"features/{power}"));
        }

        if ((features.Gic || features.Ras is not null) && !(guest.Arch.IsArm() && guest.IsMachine("virt")))
        {
            guest.Report(Refuse(guest, features.Gic ? "features/gic" : "features/ras"));
        }

        if (features.Pmu == false && guest.Arch.IsPpc64())
        {
            guest.Report(guest.Refuse("features/pmu", Text.Of(Messages.Args_PmuAlways, guest.Arch.ToName())));
        }
    }

    private static string? OfPower(DomainFeatures features) => features switch
    {
        { Htm: not null } => "htm",
        { NestedHv: not null } => "nested-hv",
        { CcfAssist: not null } => "ccf-assist",
        { Cfpc: not null } => "cfpc",
        { Sbbc: not null } => "sbbc",
        { Ibs: not null } => "ibs",
        _ => null,
    };

    private static CpuException Refuse(QemuGuest guest, string path) =>
        guest.Refuse(path, Text.Of(Messages.Args_FeatureArch, path.Split('/')[^1], guest.Arch.ToName(), guest.Machine.Name));
}
