using NVirt.Cpu;
using NVirt.Domains;

namespace NVirt.Qemu.CommandLine;

/// <summary>Switches of <c>features</c> that are options of <c>-cpu</c> (hypervisors.md 4.4, steps 6, 9 and 10).</summary>
internal static class FeatureOptions
{
    public static void WriteParavirtual(DomainFeatures features, OptionText options)
    {
        options.Add("kvm-pv-eoi", features.ApicEoi);
        options.Add("kvm-pv-unhalt", features.PvSpinlock);
    }

    public static void WriteKvm(KvmFeatures kvm, OptionText options)
    {
        if (kvm.Hidden == true)
        {
            options.Add("kvm", false);
        }

        if (kvm.HintDedicated == true)
        {
            options.Add("kvm-hint-dedicated", true);
        }

        if (kvm.PollControl == true)
        {
            options.Add("kvm-poll-control", true);
        }

        if (kvm.PvIpi == false)
        {
            options.Add("kvm-pv-ipi", false);
        }
    }

    public static void WritePmu(QemuGuest guest, OptionText options)
    {
        if (!guest.Arch.IsPpc64())
        {
            options.Add("pmu", guest.Domain.Features.Pmu);
        }
    }
}
