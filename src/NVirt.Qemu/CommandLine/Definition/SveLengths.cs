using NVirt.Cpu;
using NVirt.Qemu.CommandLine.Devices;

namespace NVirt.Qemu.CommandLine.Definition;

/// <summary>On ARM, a guest with SVE vector lengths has SVE (hypervisor-rules.md 4.1, step 4).</summary>
internal static class SveLengths
{
    private const string Sve = "sve";

    public static QemuGuest Apply(QemuGuest guest)
    {
        if (!guest.Arch.IsArm() || guest.Domain.Cpu is not { } cpu || !cpu.Features.Exists(IsLength))
        {
            return guest;
        }

        int place = cpu.Features.IndexOf(Sve);
        if (place >= 0 && cpu.Features[place].Policy is CpuPolicy.Disable or CpuPolicy.Forbid)
        {
            throw guest.Refuse("cpu/feature", Messages.Args_SveOff);
        }

        CpuFeatureListBuilder features = new(cpu.Type, cpu.Features);
        features.Update(Sve, CpuPolicy.Require);
        return guest.With(cpu with { Features = features.ToList() });
    }

    private static bool IsLength(CpuFeature feature) => feature.Name.StartsWith(Sve, StringComparison.Ordinal) && feature.Name != Sve;
}
