using System.CommandLine;
using NVirt.Cli.Output;
using NVirt.Cpu;
using NVirt.Cpu.Xml;

namespace NVirt.Cli.Commands;

/// <summary><c>nvirt host</c>: the page that a person wants to see first.</summary>
internal static class HostCommand
{
    public static Command Create() => SharedOptions.Command("host", Messages.Command_Host, session => Run(session, HostCpu.Read));

    /// <summary>Writes the page or another form of it.</summary>
    /// <param name="session">Where to.</param>
    /// <param name="read">Reads the host with the session's map.</param>
    public static int Run(Session session, Func<CpuMap, HostCpu> read)
    {
        OutputFormat format = session.Format(OutputFormat.Table, OutputFormat.Json, OutputFormat.Xml);
        HostCpu host = read(session.Map);
        switch (format)
        {
            case OutputFormat.Json:
                CpuJson.Write(session.Out, HostJson.Of(session, host));
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
