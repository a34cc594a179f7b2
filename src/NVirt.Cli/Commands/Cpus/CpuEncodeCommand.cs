using System.CommandLine;
using System.Text.Json.Nodes;
using NVirt.Cli.Input;
using NVirt.Cli.Output.Json;
using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Cpu.X86;
using NVirt.Cpu.Xml;
using NVirt.RelaxNg.Patterns;
using NVirt.RelaxNg.Schemas;

namespace NVirt.Cli.Commands.Cpus;

/// <summary><c>nvirt cpu encode</c>: a guest CPU to five sets of raw data and the vendor's.</summary>
internal static class CpuEncodeCommand
{
    public static Command Create()
    {
        Argument<string> file = SharedOptions.File();
        Option<string?> host = SharedOptions.Host();
        return SharedOptions.Command("encode", Messages.Command_CpuEncode, OutputFormats.OfDocument,
            session => Run(session, session.Get(file)!, session.Get(host)), file, host);
    }

    private static int Run(Session session, string file, string? hostFile)
    {
        CpuEncoding encoding = Encode(session, Inputs.Cpu(session, file), hostFile);
        if (session.IsJson)
        {
            session.WriteJson(new JsonObject(encoding.Sets.Select(s => KeyValuePair.Create(s.Policy, (JsonNode?)DataJson.Of(s.Data)))));
            return ExitCode.Done;
        }

        session.Out.Write(CpuDataXml.Format(encoding));
        return ExitCode.Done;
    }

    private static CpuEncoding Encode(Session session, CpuSource source, string? hostFile)
    {
        if (source is { Definition: null, Data: { } data } && hostFile is null)
        {
            return session.Driver(data.Arch).Encode(data);
        }

        CpuDefinition cpu = Inputs.Modelled(Inputs.Decoded(session, source)).Definition!;
        CpuDriver driver = Inputs.Driver(session, cpu);

        // With a host, what is left open is decided first: optional features, minimum, host-model.
        return driver.Encode(hostFile is null ? cpu
            : CpuDecisions.Update(
                driver, cpu, Inputs.Modelled(Inputs.Decoded(session, Inputs.Host(session, hostFile))), migratable: false));
    }
}
