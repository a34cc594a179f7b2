using System.CommandLine;
using NVirt.Cli.Output;
using NVirt.Domains;
using NVirt.Qemu.Cache;
using NVirt.Qemu.Capabilities;

namespace NVirt.Cli.Commands;

/// <summary><c>nvirt capabilities</c>: what this machine is, and which guests it can run.</summary>
internal static class CapabilitiesCommand
{
    public static Command Create() => SharedOptions.Command("capabilities", Messages.Command_Capabilities, Run);

    private static int Run(Session session)
    {
        OutputFormat format = session.Format(OutputFormat.Xml, OutputFormat.Json);
        HostCapabilities capabilities = HostCapabilities.ReadThisMachine(session.Map);
        QemuGuests guests = QemuGuests.ReadAsync(QemuEmulator.FindAll(), new QemuCache()).GetAwaiter().GetResult();
        foreach (string problem in guests.Problems)
        {
            session.Note(problem);
        }

        capabilities = capabilities with { Guests = guests.Guests };
        if (format == OutputFormat.Json)
        {
            CpuJson.Write(session.Out, CapabilitiesJson.Of(capabilities));
        }
        else
        {
            session.Out.Write(HostCapabilitiesXml.Format(capabilities));
        }

        return ExitCode.Done;
    }
}
