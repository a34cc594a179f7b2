using NVirt.Cpu;
using NVirt.Domains;

namespace NVirt.Qemu.CommandLine;

/// <summary>What is filled in when a domain is defined, in this order (hypervisors.md 4.1).</summary>
internal static class DomainDefaults
{
    public static QemuGuest Apply(QemuGuest guest)
    {
        guest = MachineChoice.Apply(guest);
        guest = DefaultCpu.Apply(guest);

        // Only now: where there is a default CPU, it has taken the place of one without a model.
        if (guest.Domain.Cpu is { Model: null, Mode: CpuMode.Custom, Check: not CpuCheck.Default })
        {
            guest.Document.RefuseCheckWithoutModel();
        }

        guest = SveLengths.Apply(guest);
        guest = ExtendedInterrupts.Apply(guest);
        return guest.Domain.Cpu is { } cpu ? guest.With(WithDefaults(guest, cpu)) : guest;
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
