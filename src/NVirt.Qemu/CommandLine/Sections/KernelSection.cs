using NVirt.Domains;

namespace NVirt.Qemu.CommandLine;

/// <summary>A kernel that is booted directly.</summary>
internal static class KernelSection
{
    public static void Write(QemuGuest guest, ArgumentList arguments)
    {
        DomainOs os = guest.Domain.Os;
        WriteIfGiven(arguments, "-kernel", os.Kernel);
        WriteIfGiven(arguments, "-initrd", os.Initrd);
        WriteIfGiven(arguments, "-append", os.CommandLine);
        WriteIfGiven(arguments, "-dtb", os.DeviceTree);
    }

    private static void WriteIfGiven(ArgumentList arguments, string option, string? value)
    {
        if (value is not null)
        {
            arguments.Add(option, value);
        }
    }
}
