using System.CommandLine;
using NVirt.Cli.Input;
using NVirt.Cli.Output.Json;
using NVirt.Cli.Output.Pages;
using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Fleet.Mitigations;
using NVirt.Platforms;
using NVirt.Qemu.Replies;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Hosts;

/// <summary><c>nvirt audit</c>: which protections a guest gets, and what Linux in it will say of its processor's flaws.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        Argument<string?> guest = new("GUEST") { Description = Messages.Argument_AuditGuest, Arity = ArgumentArity.ZeroOrOne };
        Option<string[]> hosts = new("--host")
        {
            Description = Messages.Option_AuditHosts,
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string> kernel = SharedOptions.Word(
            "--kernel", Messages.Option_AuditKernel, [.. GuestAudit.Kernels.Select(k => k.ToString(2))]);
        return SharedOptions.Command("audit", Messages.Command_Audit, Run, guest, hosts, kernel);

        int Run(Session session)
        {
            AuditedCpu[] pool = session.Get(hosts) is { Length: > 0 } files ? [.. files.SelectMany(f => Hosts(session, f))]
                : [ThisMachine(session)];
            Version version = Version.Parse(session.Get(kernel)!);
            (string Name, GuestAudit Audit)[] audits =
            [
                .. Guests(session, session.Get(guest), pool[0]).Select(g => (g.Name, GuestAudit.Of(g, pool, version))),
            ];
            if (session.IsJson)
            {
                session.WriteJson(AuditJson.Of(audits));
            }
            else
            {
                foreach ((string name, GuestAudit audit) in audits)
                {
                    AuditPage.Write(session, name, audit);
                }
            }

            return ExitCode.Combine(audits.Select(a => (int)a.Audit.Answer));
        }
    }

    private static IEnumerable<AuditedCpu> Guests(Session session, string? file, AuditedCpu host)
    {
        if (file is null)
        {
            return [AuditedCpu.Passthrough(host)];
        }

        byte[] content = Files.Read(file);
        IReadOnlyList<CpuStatement> statements = PlatformReader.Read(content, Files.Name(file), OptionsOf(session));
        return statements.Select(s => AuditedCpu.Of(RequireX86(s), NameOf(file, s.Name, s.Line, statements.Count), session.Map));
    }

    // Dumps have forms that no platform has.
    private static IEnumerable<AuditedCpu> Hosts(Session session, string file)
    {
        byte[] content = Files.Read(file);
        string name = Files.Name(file);
        if (PlatformReader.FormOf(content, name) is not null)
        {
            IReadOnlyList<CpuStatement> statements = PlatformReader.Read(content, name, OptionsOf(session));
            return statements.Select(s => AuditedCpu.Of(RequireX86(s), NameOf(file, s.Name, s.Line, statements.Count), session.Map));
        }

        CpuSource[] sources = [.. CpuReader.Read(content, name, session.Map, cpu: null, [QmpDump.Form]).Select(RequireX86)];
        return sources.Select(s => AuditedCpu.OfHost(s, NameOf(file, s.Name, s.Line, sources.Length), session.Map));
    }

    private static AuditedCpu ThisMachine(Session session) =>
        AuditedCpu.OfHost(RequireX86(Inputs.Host(session, file: null)), Messages.Word_ThisMachine, session.Map);

    private static PlatformReadOptions OptionsOf(Session session) => new() { Map = session.Map };

    private static CpuStatement RequireX86(CpuStatement statement)
    {
        RequireX86(statement.Arch);
        return statement;
    }

    private static CpuSource RequireX86(CpuSource source)
    {
        RequireX86(source.Arch);
        return source;
    }

    private static void RequireX86(CpuArchitecture arch)
    {
        if (arch != CpuArchitecture.None && !arch.IsX86())
        {
            throw new CliException(Text.Of(Messages.Error_AuditArch, arch.ToName()));
        }
    }

    // Names of domains come from documents, and could bring a line of their own.
    private static string NameOf(string file, string? name, int line, int count)
    {
        string place = count > 1 && line > 0 ? $"{Files.Name(file)}:{line}" : Files.Name(file);
        return Text.OnOneLine(name is null ? place : $"{place} ({name})");
    }
}
