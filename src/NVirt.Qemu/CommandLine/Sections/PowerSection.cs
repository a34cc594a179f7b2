namespace NVirt.Qemu.CommandLine.Sections;

/// <summary>What happens when the guest ends or restarts, and which sleep states it has.</summary>
internal static class PowerSection
{
    public static void Write(QemuGuest guest, ArgumentList arguments)
    {
        // A guest that is to end on restart is not restarted by QEMU.
        if (guest.Domain.Endings.OnReboot == "destroy")
        {
            arguments.Add("-no-reboot");
        }

        string? device = guest.IsMachine("pc-q35") ? "ICH9-LPC" : guest.IsMachine("pc-i440fx") ? "PIIX4_PM" : null;
        if (device is not null)
        {
            WriteSleep(arguments, device + ".disable_s3", guest.Domain.Power.SuspendToMemory);
            WriteSleep(arguments, device + ".disable_s4", guest.Domain.Power.SuspendToDisk);
        }
    }

    private static void WriteSleep(ArgumentList arguments, string property, bool? isAllowed)
    {
        if (isAllowed is { } allowed)
        {
            arguments.Add("-global", new OptionText().Add(property, allowed ? "0" : "1"));
        }
    }
}
