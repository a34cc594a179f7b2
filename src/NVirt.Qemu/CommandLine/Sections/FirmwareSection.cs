using System.Text.Json.Nodes;
using NVirt.Domains.Documents;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Sections;

/// <summary>Firmware: <c>-bios</c>, or flash with its block devices.</summary>
internal static class FirmwareSection
{
    private const string Code = "pflash0";
    private const string Variables = "pflash1";

    /// <summary>The flash files, to which <c>-machine</c> refers.</summary>
    public static void WriteFiles(QemuGuest guest, ArgumentList arguments)
    {
        DomainOs os = guest.Domain.Os;
        if (os is { Firmware: not null, Loader.Path: null } or { Firmware: not null, Loader: null })
        {
            guest.Report(guest.Refuse("os", Text.Of(Messages.Args_FirmwareChoice, os.Firmware)));
        }

        if (IsFlash(os))
        {
            WriteFile(guest, arguments, Code, "os/loader", os.Loader!.Path!, os.Loader.Format, os.Loader.IsReadOnly ?? true);
            if (os.Nvram?.Path is { } variables)
            {
                WriteFile(guest, arguments, Variables, "os/nvram", variables, os.Nvram.Format, isReadOnly: false);
            }
        }
    }

    public static void WriteMachine(QemuGuest guest, OptionText options)
    {
        if (IsFlash(guest.Domain.Os))
        {
            options.Add(Code, FormatNode(Code));
            options.Add(Variables, guest.Domain.Os.Nvram?.Path is null ? null : FormatNode(Variables));
        }
    }

    public static void Write(QemuGuest guest, ArgumentList arguments)
    {
        DomainOs os = guest.Domain.Os;
        if (os.Loader is { Type: "rom" or null, Path: { } path })
        {
            arguments.Add("-bios", Path(guest, "os/loader", path));
        }

        // With secure boot, only code in system management mode may write the variables.
        if (IsFlash(os) && os.Loader!.IsSecure == true)
        {
            arguments.Add("-global", new OptionText().Add("driver", "cfi.pflash01").Add("property", "secure").Add("value", "on"));
        }

        if (guest.Domain.Features.SmmTsegKiB is { } tseg && guest.IsMachine("pc-q35"))
        {
            arguments.Add("-global", new OptionText().Add("mch.extended-tseg-mbytes", (tseg + 1023) / 1024));
        }
    }

    private static bool IsFlash(DomainOs os) => os.Loader is { Type: "pflash", Path: not null };

    private static string FormatNode(string name) => name + "-format";

    private static string Path(QemuGuest guest, string element, string path) =>
        ValueWords.IsPath(path) ? path : throw guest.Refuse(element, Text.Of(Messages.Args_Path, element[3..], path));

    private static void WriteFile(
        QemuGuest guest, ArgumentList arguments, string name, string element, string path, string? format, bool isReadOnly)
    {
        if (format is not (null or "raw" or "qcow2"))
        {
            guest.Report(guest.Refuse(element, Text.Of(Messages.Args_FirmwareFormat, format)));
        }

        arguments.Add("-blockdev", new JsonObject
        {
            ["driver"] = "file",
            ["filename"] = Path(guest, element, path),
            ["node-name"] = name + "-storage",
            ["auto-read-only"] = true,
            ["discard"] = "unmap",
        });
        JsonObject image = new()
        {
            ["node-name"] = FormatNode(name),
            ["read-only"] = isReadOnly,
            ["driver"] = format ?? "raw",
            ["file"] = name + "-storage",
        };
        if (format == "qcow2")
        {
            // No file behind it is opened that nobody named.
            image["backing"] = null;
        }

        arguments.Add("-blockdev", image);
    }
}
