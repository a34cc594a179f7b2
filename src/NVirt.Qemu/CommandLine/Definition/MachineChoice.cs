using NVirt.Cpu;
using NVirt.Qemu.Capabilities;

namespace NVirt.Qemu.CommandLine;

/// <summary>The real name of the machine, also where the domain names an alias or none.</summary>
internal static class MachineChoice
{
    public static QemuGuest Apply(QemuGuest guest)
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
}
