using System.CommandLine;
using System.Text.Json.Nodes;
using NVirt.Cli.Input;
using NVirt.Cli.Output;
using NVirt.Cli.Output.Json;
using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.VMware;

namespace NVirt.Cli.Commands.Hypervisors;

/// <summary><c>nvirt vmware cpuid</c>: the lines of a .vmx file for a domain's CPU, and back.</summary>
internal static class VMwareCpuidCommand
{
    public static Command Create()
    {
        Argument<string> domain = new("DOMAIN") { Description = Messages.Argument_VmxDomain };
        Option<string?> host = SharedOptions.Host(Messages.Option_VmxHost);
        Option<string> syntax = SharedOptions.Word("--syntax", Messages.Option_VmxSyntax, "masks", "features");
        Option<string?> into = new("--into") { Description = Messages.Option_Into, HelpName = "FILE.vmx" };
        return SharedOptions.Command(
            "cpuid", Messages.Command_VMwareCpuid, [.. OutputFormats.OfAnswer, OutputFormat.Xml], Run, domain, host, syntax, into);

        int Run(Session session)
        {
            DomainOrSettings given = DomainOrSettings.Read(session, session.Get(domain)!, Messages.Note_NotInSettings);
            CpuDefinition? on = session.Get(host) is { } file ? Inputs.HostDefinition(session, file) : null;
            if (given.Domain is null)
            {
                VmxSource read = VmxFile.Read(given.Settings, given.File, on, session.Map);
                CpuOutput.Write(session, given.Require(read.Cpu));
                Notes.Write(session, given.File, read.Lost);
                return ExitCode.Done;
            }

            VmxSyntax form = session.Get(syntax) == "features" ? VmxSyntax.Features : VmxSyntax.Masks;
            VmxCpu made = VmxCpuid.For(given.Domain.Definition.Cpu ?? new CpuDefinition(), form, on, session.Map);
            if (session.Get(into) is { } vmx)
            {
                session.FormatOf(OutputFormat.Table);
                session.Out.Write(made.WriteInto(Files.ReadText(vmx), Files.Name(vmx), session.Map));
            }
            else if (session.FormatOf(OutputFormats.OfAnswer) == OutputFormat.Json)
            {
                session.WriteJson(Json(made));
                return ExitCode.Done;
            }
            else
            {
                session.Out.Write(made.Format());
            }

            Notes.Write(session, given.File, made.Lost);
            return ExitCode.Done;
        }
    }

    private static JsonObject Json(VmxCpu cpu) => new()
    {
        ["settings"] = new JsonObject(cpu.Settings.Select(s => KeyValuePair.Create(s.Key, (JsonNode?)JsonValue.Create(s.Value)))),
        ["lost"] = CpuJson.Of(cpu.Lost),
    };
}
