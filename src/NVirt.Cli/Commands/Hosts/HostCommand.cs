using System.CommandLine;
using NVirt.Cli.Output.Json;
using NVirt.Cli.Output.Pages;
using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Cpu.Xml;

namespace NVirt.Cli.Commands.Hosts;

/// <summary><c>nvirt host</c>: the page that a person wants to see first.</summary>
internal static class HostCommand
{
    public static Command Create() => SharedOptions.Command(
        "host", Messages.Command_Host, [OutputFormat.Table, OutputFormat.Json, OutputFormat.Xml], session => Run(session, HostCpu.Read));

    /// <summary>Writes the page or another form of it.</summary>
    /// <param name="session">Where to.</param>
    /// <param name="read">Reads the host with the session's map.</param>
    public static int Run(Session session, Func<CpuMap, HostCpu> read)
    {
        HostCpu host = read(session.Map);
        switch (session.Format)
        {
            case OutputFormat.Json:
                session.WriteJson(HostJson.Of(session, host));
                break;
            case OutputFormat.Xml:
                session.Out.Write(CpuXml.Format(host.Definition));
                break;
            default:
                HostPage.Write(session, host);
                break;
        }

        return ExitCode.Done;
    }
}
