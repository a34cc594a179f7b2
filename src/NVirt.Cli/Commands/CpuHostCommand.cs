using System.CommandLine;
using NVirt.Cli.Input;
using NVirt.Cli.Output;
using NVirt.Cpu;
using NVirt.Cpu.X86;
using NVirt.Cpu.Xml;

namespace NVirt.Cli.Commands;

/// <summary><c>nvirt cpu host</c>: the host CPU as a named model plus features, or its raw data.</summary>
internal static class CpuHostCommand
{
    public static Command Create()
    {
        Option<bool> data = new("--data") { Description = Messages.Option_Data };
        Option<string?> source = new("--source") { Description = Messages.Option_Source, HelpName = "FILE" };
        return SharedOptions.Command("host", Messages.Command_CpuHost, session => Run(session, session.Get(data), session.Get(source)), data, source);
    }

    private static int Run(Session session, bool data, string? file)
    {
        CpuSource host = Inputs.Host(session, file);
        if (!data)
        {
            CpuOutput.Write(session, host.Definition);
            return ExitCode.Done;
        }

        if (host.Data is not X86CpuData raw)
        {
            throw new CliException(Text.Of(Messages.Error_NotRaw, Files.Name(file!)));
        }

        if (session.Format(OutputFormat.Xml, OutputFormat.Json) == OutputFormat.Json)
        {
            CpuJson.Write(session.Out, DataJson.Of(raw));
        }
        else
        {
            session.Out.Write(CpuDataXml.Format(raw));
        }

        return ExitCode.Done;
    }
}
