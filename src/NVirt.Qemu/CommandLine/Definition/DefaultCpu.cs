using NVirt.Cpu;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.CommandLine.Devices;
using NVirt.Qemu.Replies;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Definition;

/// <summary>Makes the default CPU explicit if a domain names none: the one that QEMU would use (hypervisor-rules.md 4.1, step 3).</summary>
internal static class DefaultCpu
{
    private const string Host = "host";

    public static QemuGuest Apply(QemuGuest guest) =>
        guest.Domain.Cpu is null or { Mode: CpuMode.Custom, Model: null } && TellsDefault(guest) && ModelOf(guest) is { } model
            ? guest.With(Make(guest, model))
            : guest;

    // On other architectures, QEMU's default is for TCG only.
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
            throw guest.Refuse(
                "os/type", Text.Of(Messages.Args_DefaultIsHost, guest.Machine.Name, guest.Domain.Type), CpuErrorKind.Internal);
        }

        bool hasHostModel = guest.Arch is CpuArchitecture.S390 or CpuArchitecture.S390x && guest.IsSupported(CpuMode.HostModel);
        return cpu with { Mode = hasHostModel ? CpuMode.HostModel : CpuMode.HostPassthrough };
    }
}
