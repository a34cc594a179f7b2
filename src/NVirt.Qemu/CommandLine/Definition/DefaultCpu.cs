using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Qemu.Capabilities;

namespace NVirt.Qemu.CommandLine;

/// <summary>The CPU of a domain that names none is spelled out: the one that QEMU would take (hypervisors.md 4.1, step 3).</summary>
internal static class DefaultCpu
{
    private const string Host = "host";

    public static QemuGuest Apply(QemuGuest guest) =>
        guest.Domain.Cpu is null or { Mode: CpuMode.Custom, Model: null } && TellsDefault(guest) && ModelOf(guest) is { } model
            ? guest.With(Make(guest, model))
            : guest;

    // Elsewhere QEMU's default is one for TCG only.
    private static bool TellsDefault(QemuGuest guest) =>
        guest.Arch.IsX86() || guest.Arch.IsPpc64() || guest.Arch is CpuArchitecture.S390 or CpuArchitecture.S390x
        || (guest.Slot.Accelerator == QemuAccelerator.Tcg && guest.HasCpuRules);

    private static string? ModelOf(QemuGuest guest) => guest.Machine.DefaultCpuType is { } type
        ? (guest.Slot.Models ?? []).Select(m => (QemuCpuModel?)m).FirstOrDefault(m => m!.TypeName == type)?.Name
        : null;

    private static CpuDefinition Make(QemuGuest guest, string model)
    {
        CpuDefinition cpu = guest.Domain.Cpu ?? new CpuDefinition();
        if (model != Host)
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
            throw guest.Refuse("os/type", Text.Of(Messages.Args_DefaultIsHost, guest.Machine.Name, guest.Domain.Type), CpuErrorKind.Internal);
        }

        bool hasHostModel = guest.Arch is CpuArchitecture.S390 or CpuArchitecture.S390x && guest.IsSupported(CpuMode.HostModel);
        return cpu with { Mode = hasHostModel ? CpuMode.HostModel : CpuMode.HostPassthrough };
    }
}
