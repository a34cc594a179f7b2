using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Validation;

/// <summary>
/// Parts of a document that are not in the command line, except devices: refused if the guest needs them or something relies on them,
/// otherwise reported as a warning.
/// </summary>
internal static class MissingParts
{
    private static readonly string[] Relied = ["/domain/launchSecurity", "/domain/genid", "/domain/os/acpi", ":commandline", ":override"];

    public static void Refuse(QemuGuest guest)
    {
        foreach (UninterpretedPart part in guest.Document.Uninterpreted
            .Where(p => Relied.Any(r => p.Path.EndsWith(r, StringComparison.Ordinal))))
        {
            guest.Report(guest.Refuse(part.Place, Text.Of(Messages.Args_Missing, part.Path)));
        }

        if (guest.Domain.Os.BiosUsesSerial == true)
        {
            guest.Report(guest.Refuse("os/bios", Text.Of(Messages.Args_Missing, "/domain/os/bios/@useserial")));
        }
    }

    public static IEnumerable<string> Warnings(QemuGuest guest) =>
    [
        .. guest.Document.Uninterpreted.Select(guest.Document.WarningOf),
        .. Others(guest)
        .Select(path =>
            guest.Refuse(path, Text.Of(Messages.Args_OtherHypervisor, path.Split('/')[^1], guest.Domain.Type, guest.Machine.Name)).Message),
    ];

    // Interpreted, but meant for another hypervisor, accelerator, firmware or machine.
    private static IEnumerable<string> Others(QemuGuest guest)
    {
        DomainFeatures features = guest.Domain.Features;
        bool isX86 = guest.Arch.IsX86();
        (string Path, bool IsWithoutEffect)[] all =
        [
            ("features/viridian", features.Viridian),
            ("features/hap", features.Hap == true),
            ("features/privnet", features.PrivateNetwork),
            ("features/smm", features.Smm == true && !isX86),
            ("features/vmport", features.VmPort == true && !isX86),
            ("features/kvm/dirty-ring", features.Kvm.DirtyRing == true && !guest.IsKvm),
            ("os/nvram", guest.Domain.Os is { Nvram: not null, Loader: not { Type: "pflash" } }),
        ];
        return all.Where(a => a.IsWithoutEffect).Select(a => a.Path);
    }
}
