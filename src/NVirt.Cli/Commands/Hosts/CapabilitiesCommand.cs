using System.CommandLine;
using NVirt.Cli.Output.Json;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Qemu.Cache;
using NVirt.Qemu.Emulators;

namespace NVirt.Cli.Commands.Hosts;

/// <summary><c>nvirt capabilities</c>: what this machine is, and which guests it can run.</summary>
internal static class CapabilitiesCommand
{
    public static Command Create() => SharedOptions.Command("capabilities", Messages.Command_Capabilities, OutputFormats.OfDocument, Run);

    private static int Run(Session session)
    {
        HostCapabilities capabilities = HostCapabilities.ReadThisMachine(session.Map);
        QemuGuests guests =
            session.Interruption.Run(token => QemuGuests.ReadAsync(QemuEmulator.FindAll(), new QemuCache(), cancellation: token));
        foreach (string problem in guests.Problems)
        {
            session.Note(problem);
        }

        capabilities = capabilities with { Guests = guests.Guests };
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
