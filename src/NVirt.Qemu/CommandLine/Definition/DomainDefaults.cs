using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Qemu.Capabilities;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Definition;

/// <summary>What is filled in when a domain is defined, in this order (hypervisor-rules.md 4.1).</summary>
internal static class DomainDefaults
{
    public static QemuGuest Apply(QemuGuest guest)
    {
        guest = WithMachine(guest);
        guest = DefaultCpu.Apply(guest);

        // Only now: if there is a default CPU, it has already replaced one without a model.
        if (guest.Domain.Cpu is { Model: null, Mode: CpuMode.Custom, Check: not CpuCheck.Default })
        {
            guest.Document.RefuseCheckWithoutModel();
        }

        guest = SveLengths.Apply(guest);
        guest = ExtendedInterrupts.Apply(guest);
        return guest.Domain.Cpu is { } cpu ? guest.With(WithDefaults(guest, cpu)) : guest;
    }

    // The real name of the machine, even if the domain gives an alias or none.
    private static QemuGuest WithMachine(QemuGuest guest)
    {
        string? wanted = guest.Domain.Os.Machine;
        QemuMachine machine = (wanted is null ? guest.Slot.PreferredMachine(guest.Arch) : guest.Slot.FindMachine(wanted))
            ?? throw guest.Refuse(
                "os/type",
                wanted is null
                    ? Text.Of(Messages.Args_NoMachine, guest.Emulator)
                    : Text.Of(Messages.Args_Machine, guest.Emulator, Text.OnOneLine(wanted, 64)));
        return guest.With(guest.Domain with { Os = guest.Domain.Os with { Machine = machine.Name, Arch = guest.Arch } });
    }

    private static CpuDefinition WithDefaults(QemuGuest guest, CpuDefinition cpu) => cpu with
    {
        Migratable = cpu.Migratable ?? (cpu.Mode == CpuMode.HostPassthrough ? DefaultMigratable(guest) : null),
        Check = cpu.Check == CpuCheck.Default ? DefaultCheck(guest.Domain, cpu) : cpu.Check,
    };

    private static bool? DefaultMigratable(QemuGuest guest) =>
        guest.Capabilities.HasMigratableProperty ? true : guest.Arch.IsX86() ? false : null;

    private static CpuCheck DefaultCheck(DomainDefinition domain, CpuDefinition cpu) => cpu switch
    {
        { Mode: CpuMode.Custom, Model: null } => CpuCheck.Default,
        { Mode: CpuMode.HostPassthrough or CpuMode.Maximum } => CpuCheck.None,
        { Mode: CpuMode.Custom } when domain.Type == "qemu" => CpuCheck.None,
        _ => CpuCheck.Partial,
    };
}
