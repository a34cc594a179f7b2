using System.CommandLine;
using NVirt.Cli.Output;
using NVirt.Domains;

namespace NVirt.Cli.Commands;

/// <summary><c>nvirt capabilities</c>: what this machine is, and which guests it can run.</summary>
internal static class CapabilitiesCommand
{
    public static Command Create() => SharedOptions.Command("capabilities", Messages.Command_Capabilities, Run);

    private static int Run(Session session)
    {
        OutputFormat format = session.Format(OutputFormat.Xml, OutputFormat.Json);
        HostCapabilities capabilities = HostCapabilities.ReadThisMachine(session.Map);
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
