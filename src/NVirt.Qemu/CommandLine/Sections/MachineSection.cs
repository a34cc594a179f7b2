using NVirt.Cpu;
using NVirt.Domains.Documents;

namespace NVirt.Qemu.CommandLine.Sections;

/// <summary><c>-machine</c>, with the switches that belong to the machine.</summary>
internal static class MachineSection
{
    public static void Write(QemuGuest guest, ArgumentList arguments)
    {
        DomainFeatures features = guest.Domain.Features;
        OptionText options = new(guest.Machine.Name);
        options.Add("usb", false);
        if (guest.Arch.IsX86())
        {
            options.Add("vmport", features.VmPort);
            options.Add("smm", features.Smm);
        }

        options.Add("dump-guest-core", false);
        options.Add("kernel_irqchip", IrqChip(features));
        WriteArm(guest, features, options);
        WritePower(guest, features, options);
        MemorySection.WriteMachine(guest, options);
        FirmwareSection.WriteMachine(guest, options);
        if (guest.Arch.IsX86())
        {
            options.Add("acpi", features.Acpi);
            options.Add("hpet", guest.Domain.Clock.Timers.FirstOrDefault(t => t.Name == DomainTimerName.Hpet)?.Present);
        }

        arguments.Add("-machine", options);
    }

    private static string? IrqChip(DomainFeatures features) => features.IoApicDriver switch
    {
        "qemu" => "split",
        "kvm" => "on",
        _ => null,
    };

    private static void WriteArm(QemuGuest guest, DomainFeatures features, OptionText options)
    {
        if (guest.Arch.IsArm() && guest.IsMachine("virt"))
        {
            options.Add("gic-version", features.GicVersion);
            options.Add("ras", features.Ras);
            options.Add("acpi", features.Acpi);
        }
    }

    private static void WritePower(QemuGuest guest, DomainFeatures features, OptionText options)
    {
        if (!guest.IsMachine("pseries"))
        {
            return;
        }

        options.Add("cap-htm", features.Htm);
        options.Add("cap-nested-hv", features.NestedHv);
        options.Add("cap-ccf-assist", features.CcfAssist);
        options.Add("cap-cfpc", features.Cfpc);
        options.Add("cap-sbbc", features.Sbbc);
        options.Add("cap-ibs", features.Ibs);

        // The host's CPU in the mode of an older one (hypervisor-rules.md 4.4).
        if (guest.Domain.Cpu is { Mode: CpuMode.HostModel, Model: { } model })
        {
            options.Add("max-cpu-compat", model);
        }
    }
}
