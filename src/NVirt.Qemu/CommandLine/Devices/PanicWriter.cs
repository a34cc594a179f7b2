using NVirt.Cpu;
using NVirt.Domains.Documents.Devices;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>Devices that report a crash of the guest.</summary>
internal static class PanicWriter
{
    private const uint Port = 0x505;

    public static void Write(GuestDevices devices, PanicDevice panic)
    {
        switch (panic.Model ?? (devices.Guest.Arch.IsX86() ? "isa" : "pvpanic"))
        {
            case "isa":
                devices.Write(GuestDevices.Properties("pvpanic", devices.Numbered(panic, "panic"))
                    .With("ioport", Port)
                    .OnIsa(devices, panic, "ioport"));
                break;
            case "pvpanic":
                devices.WritePci(panic, GuestDevices.Properties("pvpanic-pci", devices.Numbered(panic, "panic")));
                break;
            case "hyperv":
                // Part of the CPU.
                break;
            case { } other:
                throw devices.Unsupported(panic, "model", other, "isa, pvpanic, hyperv");
        }
    }
}
