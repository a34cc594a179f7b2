using NVirt.Domains.Documents.Devices;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>Watchdogs. Their action is set once for all.</summary>
internal static class WatchdogWriter
{
    public static void Write(GuestDevices devices, WatchdogDevice watchdog)
    {
        switch (watchdog.Model)
        {
            case "i6300esb":
                devices.WritePci(watchdog, GuestDevices.Properties("i6300esb", devices.Numbered(watchdog, "watchdog")));
                break;
            case "ib700" when devices.Guest.IsMachine("pc-i440fx"):
                devices.WriteUnplaced(watchdog, GuestDevices.Properties("ib700", devices.Numbered(watchdog, "watchdog")));
                break;
            case "itco" when devices.Guest.IsMachine("pc-q35"):
                devices.WarnOfAddress(watchdog);

                // The machine has it; without this, its expiry has no effect.
                devices.WriteOption("-global", new OptionText().Add("ICH9-LPC.noreboot", false));
                break;
            case "ib700" or "itco":
                throw devices.NotOnMachine(watchdog);
            default:
                throw devices.Unsupported(watchdog, "model", watchdog.Model, "i6300esb, ib700, itco");
        }

        WatchdogDevice first = devices.All.OfType<WatchdogDevice>().First();
        if (watchdog.Action != first.Action)
        {
            devices.Report(devices.Unsupported(watchdog, "action", watchdog.Action, first.Action));
        }

        if (ReferenceEquals(watchdog, first))
        {
            devices.WriteOption("-watchdog-action", Action(devices, watchdog));
        }
    }

    // The guest is paused while its dump is written.
    private static string Action(GuestDevices devices, WatchdogDevice watchdog) => watchdog.Action switch
    {
        "reset" or "shutdown" or "poweroff" or "pause" or "none" or "inject-nmi" => watchdog.Action,
        "dump" => "pause",
        _ => throw devices.Unsupported(watchdog, "action", watchdog.Action, "reset, shutdown, poweroff, pause, none, dump, inject-nmi"),
    };
}
