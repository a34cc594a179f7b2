using NVirt.Domains.Documents;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Sections;

/// <summary>Direct kernel boot.</summary>
internal static class KernelSection
{
    public static void Write(QemuGuest guest, ArgumentList arguments)
    {
        DomainOs os = guest.Domain.Os;
        WriteFile(guest, arguments, "kernel", os.Kernel);
        WriteFile(guest, arguments, "initrd", os.Initrd);
        if (os.CommandLine is { } words)
        {
            arguments.Add("-append", words);
        }

        WriteFile(guest, arguments, "dtb", os.DeviceTree);
    }

    private static void WriteFile(QemuGuest guest, ArgumentList arguments, string element, string? path)
    {
        if (path is null)
        {
            return;
        }

        // For a multiboot kernel, a comma separates modules: a second file would be opened.
        bool isOne = element != "initrd" || !path.Contains(',', StringComparison.Ordinal);
        arguments.Add("-" + element, ValueWords.IsPath(path) && isOne ? path
            : throw guest.Refuse("os/" + element, Text.Of(Messages.Args_Path, element, path)));
    }
}
