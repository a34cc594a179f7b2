using System.CommandLine;
using NVirt.Cli.Commands.Hypervisors;
using NVirt.Cli.Output.Json;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Qemu.Cache;
using NVirt.Qemu.Emulators;

namespace NVirt.Cli.Commands.Hosts;

/// <summary><c>nvirt capabilities</c>: what this machine is, and which guests it can run.</summary>
internal static class CapabilitiesCommand
{
    public static Command Create()
    {
        ConnectOption connect = new();
        return SharedOptions.Command("capabilities", Messages.Command_Capabilities, OutputFormats.OfDocument, Run, connect.Symbol);

        int Run(Session session) => Write(session, connect.IsGiven(session)
            ? connect.Ask(session, (driver, token) => driver.GetCapabilitiesAsync(token)) : ReadThisMachine(session));
    }

    private static HostCapabilities ReadThisMachine(Session session)
    {
        HostCapabilities capabilities = HostCapabilities.ReadThisMachine(session.Map);
        QemuGuests guests =
            session.Interruption.Run(token => QemuGuests.ReadAsync(QemuEmulator.FindAll(), new QemuCache(), cancellation: token));
        foreach (string problem in guests.Problems)
        {
            session.Note(problem);
        }

        return capabilities with { Guests = guests.Guests };
    }

    private static int Write(Session session, HostCapabilities capabilities)
    {
        if (session.IsJson)
        {
            session.WriteJson(CapabilitiesJson.Of(capabilities));
        }
        else
        {
            session.Out.Write(HostCapabilitiesXml.Format(capabilities));
        }

        return ExitCode.Done;
    }
}
