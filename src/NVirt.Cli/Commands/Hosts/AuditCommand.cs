using System.CommandLine;
using NVirt.Cli.Input;
using NVirt.Cli.Output;
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
        SourceOptions sources = new();
        Option<string?> to = SharedOptions.To(Messages.Option_AuditTo);
        return SharedOptions.Command("audit", Messages.Command_Audit, Run, [guest, hosts, kernel, .. sources.All, to]);

        int Run(Session session)
        {
            SourceHints hints = sources.Of(session);
            AuditedMachine[] pool = session.Get(hosts) is { Length: > 0 } files
                ? [.. AuditedMachine.Merged([.. files.SelectMany(f => Hosts(session, f, hints))], session.Map)]
                : [ThisMachine(session)];
            AuditedCpu[] cpus = [.. pool.Select(h => h.Cpu)];
            Version version = Version.Parse(session.Get(kernel)!);
            AuditedGuest[] audits =
            [
                .. Guests(session, session.Get(guest), hints, pool[0]).Select(g =>
                    AuditedGuest.Of(
                        g, GuestAudit.Of(g.Cpu, cpus, version), session.Get(to), [.. pool.Select(h => h.Statement)], session.Map)),
            ];
            if (session.IsJson)
            {
                session.WriteJson(AuditJson.Of(audits));
            }
            else
            {
                foreach (AuditedGuest audited in audits)
                {
                    AuditPage.Write(session, audited);
                }
            }

            return ExitCode.Combine(audits.Select(a => (int)a.Audit.Answer));
        }
    }

    private static IEnumerable<AuditedMachine> Guests(Session session, string? file, SourceHints hints, AuditedMachine host)
    {
        if (file is null)
        {
            CpuDefinition passthrough = new() { Mode = CpuMode.HostPassthrough };
            return [new AuditedMachine(AuditedCpu.Passthrough(host.Cpu), CpuStatement.Of(new CpuSource(passthrough), session.Map))];
        }

        return OfStatements(session, file, PlatformReader.Read(Files.Read(file), Files.Name(file), hints.OptionsOf(session), hints.Form));
    }

    // Dumps have forms that no platform has.
    private static IEnumerable<AuditedMachine> Hosts(Session session, string file, SourceHints hints)
    {
        byte[] content = Files.Read(file);
        string name = Files.Name(file);
        bool needsForm = PlatformInputs.NeedsForm(content, name);
        if (!needsForm || PlatformInputs.Recognises(content, name))
        {
            return OfStatements(
                session, file, PlatformReader.Read(content, name, hints.OptionsOf(session), needsForm ? hints.Form : null))
                .Select(RequireHost);
        }

        CpuSource[] sources;
        try
        {
            sources = [.. CpuReader.Read(content, name, session.Map, cpu: null, [QmpDump.Form])];
        }
        catch (CpuException) when (hints.Form is not null)
        {
            return OfStatements(session, file, PlatformReader.Read(content, name, hints.OptionsOf(session), hints.Form))
                .Select(RequireHost);
        }

        return sources.Select(s => new AuditedMachine(
            AuditedCpu.OfHost(RequireX86(s), NameOf(file, s.Name, s.Line, sources.Length), session.Map), CpuStatement.Of(s, session.Map)));
    }

    private static IEnumerable<AuditedMachine> OfStatements(Session session, string file, IReadOnlyList<CpuStatement> statements) =>
        statements.Select(s => new AuditedMachine(
            AuditedCpu.Of(RequireX86(s), NameOf(file, s.Name, s.Line, statements.Count), session.Map), s));

    private static AuditedMachine RequireHost(AuditedMachine host) =>
        host.Statement is { Subject: StatementSubject.Guest, Model: null } guest ? throw Inputs.NoHost(guest.File) : host;

    private static AuditedMachine ThisMachine(Session session)
    {
        CpuSource host = RequireX86(Inputs.Host(session, file: null));
        return new AuditedMachine(
            AuditedCpu.OfHost(host, Messages.Word_ThisMachine, session.Map), CpuStatement.Of(host, session.Map));
    }

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
