using System.CommandLine;
using System.Text.Json.Nodes;
using NVirt.Cli.Input;
using NVirt.Cli.Output;
using NVirt.Cli.Output.Json;
using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Cpu.X86;
using NVirt.Cpu.Xml;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Cpus;

/// <summary><c>nvirt cpu host</c>: the host CPU as a named model plus features, or its raw data.</summary>
internal static class CpuHostCommand
{
    public static Command Create()
    {
        Option<bool> data = new("--data") { Description = Messages.Option_Data };
        Option<string?> source = new("--source") { Description = Messages.Option_Source, HelpName = "FILE" };
        Option<int?> cpu = SharedOptions.Cpu();
        return SharedOptions.Command("host", Messages.Command_CpuHost, OutputFormats.OfCpu, Run, data, source, cpu);

        int Run(Session session) =>
            Write(session, session.Get(data), Inputs.Host(session, session.Get(source), session.Get(cpu)), session.Get(source));
    }

    private static int Write(Session session, bool data, CpuSource host, string? file)
    {
        if (!data)
        {
            CpuOutput.Write(session, Inputs.Modelled(Inputs.Decoded(session, host)).Definition!);
            return ExitCode.Done;
        }

        CpuData raw = host.Data ?? throw new CliException(file is null
            ? Text.Of(Messages.Error_NoRawHost, host.Arch.ToName())
            : Text.Of(Messages.Error_NotRaw, Files.Name(file)));
        if (raw is X86CpuData x86 && session.FormatOf(OutputFormats.OfDocument) == OutputFormat.Xml)
        {
            session.Out.Write(CpuDataXml.Format(x86));
            return ExitCode.Done;
        }

        // libvirt has an XML form for x86 only.
        if (session.FormatOf(OutputFormat.Json, OutputFormat.Xml) == OutputFormat.Xml)
        {
            throw new CliException(Text.Of(Messages.Error_DataWithoutXml, raw.Arch.ToName()));
        }

        session.WriteJson(new JsonObject { ["arch"] = raw.Arch.ToName(), ["data"] = DataJson.Of(raw) });
        return ExitCode.Done;
    }
}
