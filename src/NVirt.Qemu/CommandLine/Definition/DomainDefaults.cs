using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.CommandLine.Devices;
using NVirt.Qemu.Replies;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Definition;

/// <summary>What is filled in when a domain is defined, in this order (hypervisor-rules.md 4.1).</summary>
internal static class DomainDefaults
{
    private const string HostModelName = "host";

    public static QemuGuest Apply(QemuGuest guest)
    {
        guest = WithMachine(guest);
        guest = WithDefaultCpu(guest);

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

    // If a domain names no CPU, the one that QEMU would use becomes explicit (hypervisor-rules.md 4.1, step 3).
    private static QemuGuest WithDefaultCpu(QemuGuest guest) =>
        guest.Domain.Cpu is null or { Mode: CpuMode.Custom, Model: null } && TellsDefault(guest) && DefaultModel(guest) is { } model
            ? guest.With(DefaultCpu(guest, model))
            : guest;

    // On other architectures, QEMU's default is for TCG only.
    private static bool TellsDefault(QemuGuest guest) =>
        guest.Arch.IsX86() || guest.Arch.IsPpc64() || guest.Arch is CpuArchitecture.S390 or CpuArchitecture.S390x
        || (guest.Slot.Accelerator == QemuAccelerator.Tcg && guest.HasCpuRules);

    private static string? DefaultModel(QemuGuest guest) => guest.Machine.DefaultCpuType is { } type
        ? (guest.Slot.Models ?? []).Select(m => (QemuCpuModel?)m).FirstOrDefault(m => m!.TypeName == type)?.Name
        : null;

    private static CpuDefinition DefaultCpu(QemuGuest guest, string model)
    {
        CpuDefinition cpu = guest.Domain.Cpu ?? new CpuDefinition();
        if (model != HostModelName)
        {
            return cpu with
            {
                Mode = CpuMode.Custom,
                Match = CpuMatch.Exact,
                Check = CpuCheck.None,
                Model = model,
                Fallback = CpuFallback.Forbid,
            };
        }

        if (!guest.IsKvm)
        {
            throw guest.Refuse(
                "os/type", Text.Of(Messages.Args_DefaultIsHost, guest.Machine.Name, guest.Domain.Type), CpuErrorKind.Internal);
        }

        bool hasHostModel = guest.Arch is CpuArchitecture.S390 or CpuArchitecture.S390x && guest.IsSupported(CpuMode.HostModel);
        return cpu with { Mode = hasHostModel ? CpuMode.HostModel : CpuMode.HostPassthrough };
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
