using System.CommandLine;
using NVirt.Cli.Input;
using NVirt.Cli.Output;
using NVirt.Cli.Output.Json;
using NVirt.Cpu;
using NVirt.Xen;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Hypervisors;

/// <summary><c>nvirt xen cpuid</c>: what Xen is told of a domain's CPU, and back.</summary>
internal static class XenCpuidCommand
{
    private const string Libxl = "libxl";

    public static Command Create()
    {
        Argument<string> domain = new("DOMAIN") { Description = Messages.Argument_XenDomain };
        Option<string?> host = SharedOptions.Host();
        Option<string> syntax = SharedOptions.Word("--syntax", Messages.Option_XenSyntax, "list", "string", Libxl);
        Option<bool> nested = new("--nested-hvm") { Description = Messages.Option_NestedHvm };
        return SharedOptions.Command(
            "cpuid", Messages.Command_XenCpuid, [.. OutputFormats.OfAnswer, OutputFormat.Xml], Run, domain, host, syntax, nested);

        int Run(Session session)
        {
            DomainOrSettings given = DomainOrSettings.Read(session, session.Get(domain)!, Messages.Note_NotInSettingsOfFeatures);
            CpuDefinition Host() => Inputs.HostDefinition(session, session.Get(host));
            if (given.Domain is null)
            {
                XenConfigSource read = XenConfig.Read(given.Settings, given.File, Host, session.Map);
                CpuOutput.Write(session, given.Require(read.Cpu));
                Notes.Write(session, given.File, read.Lost);
                return ExitCode.Done;
            }

            XenGuest guest = XenGuest.Of(given.Domain.Definition);
            bool isJson = session.FormatOf(OutputFormats.OfAnswer) == OutputFormat.Json;
            if (session.Get(syntax) == Libxl)
            {
                Write(session, given.File, XenCpuid.ForLibxl(guest, Host(), session.Get(nested), session.Map), isJson);
            }
            else
            {
                XenSyntax form = session.Get(syntax) == "string" ? XenSyntax.String : XenSyntax.List;
                Write(session, given.File, XenCpuid.ForConfig(guest, form, session.Map), isJson);
            }

            return ExitCode.Done;
        }
    }

    // Exit code 0 would say that the guest gets its CPU.
    private static CliException Nothing(string file, IReadOnlyCollection<string> warnings) => new(Text.Of(
        Messages.Error_In, file, Text.Of(
            Messages.Error_NothingForXen, warnings.Count == 0 ? Messages.Error_NothingToWrite : string.Join("; ", warnings))));

    private static void Write(Session session, string file, XenConfigCpu config, bool isJson)
    {
        if (config.Format().Length == 0)
        {
            throw Nothing(file, config.Warnings);
        }

        if (isJson)
        {
            session.WriteJson(XenJson.Of(config));
            return;
        }

        session.Out.Write(config.Format());
        Notes.Write(session, file, config.Warnings);
    }

    private static void Write(Session session, string file, XenCpuidPolicies policies, bool isJson)
    {
        if (policies is { Policies.Length: 0, NestedHvm: null } or { Policies.Length: 0, Warnings.Length: > 0 })
        {
            throw Nothing(file, policies.Warnings);
        }

        if (isJson)
        {
            session.WriteJson(XenJson.Of(policies));
            return;
        }

        foreach (XenCpuidPolicy policy in policies.Policies)
        {
            session.Out.Write($"{policy}\n");
        }

        session.Out.Write(policies.NestedHvm switch { true => "nested_hvm=1\n", false => "nested_hvm=0\n", _ => string.Empty });
        Notes.Write(session, file, policies.Warnings);
    }
}
