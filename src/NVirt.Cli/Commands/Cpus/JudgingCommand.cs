using System.CommandLine;
using System.Text.Json.Nodes;
using NVirt.Cli.Commands.Hypervisors;
using NVirt.Cpu;
using NVirt.Domains.Capabilities.Domains;
using NVirt.Domains.Driver;

namespace NVirt.Cli.Commands.Cpus;

/// <summary>What compare and explain have in common: each CPU of a file is judged, and the exit code is that of all.</summary>
internal static class JudgingCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">Its help.</param>
    /// <param name="write">Writes one judgement for people.</param>
    /// <param name="json">The JSON form of one judgement.</param>
    /// <param name="judgesAxes">Whether axes besides features are judged without being asked for.</param>
    public static Command Create(
        string name, string description, Action<Session, Judgement> write, Func<Judgement, JsonObject> json, bool judgesAxes)
    {
        HypervisorOptions hypervisor = new();
        AxisOptions axes = new(judgesAxes);
        Argument<string> file = SharedOptions.File();
        Option<string[]> host = SharedOptions.Hosts();
        SourceOptions sources = new();
        Option<int?> cpu = SharedOptions.Cpu();
        ConnectOption connect = new();
        return SharedOptions.Command(
            name, description, Run, [file, host, .. sources.All, .. axes.All, cpu, .. hypervisor.All, connect.Symbol]);

        int Run(Session session)
        {
            HashSet<int> codes = [];
            JsonArray all = [];
            JudgedAxes? judging = judgesAxes || axes.IsWhole(session)
                ? new JudgedAxes(
                    session, session.Get(file)!, sources.Of(session), session.Get(host) ?? [], session.Get(cpu), axes) : null;
            foreach (Judgement judged in JudgeAll(session, judging))
            {
                Judgement judgement = judging?.Judge(judged) ?? judged;
                codes.Add(judgement.Code);
                if (session.IsJson)
                {
                    all.Add((JsonNode)json(judgement));
                }
                else
                {
                    write(session, judgement);
                }
            }

            if (session.IsJson)
            {
                session.WriteJson(new JsonObject { ["cpus"] = all });
            }

            return ExitCode.Combine(codes);
        }

        IEnumerable<Judgement> JudgeAll(Session session, JudgedAxes? judging)
        {
            if (connect.IsGiven(
                session, ("--host", session.Get(host) is { Length: > 0 }), ("--hypervisor", hypervisor.AreOfThisMachine(session))))
            {
                DomainKind kind = hypervisor.KindOf(session);
                CpuDefinition there = connect.Ask(session, (driver, token) => BestAsync(driver, kind, token));
                return Judgement.JudgeAll(
                    session, session.Get(file)!, sources.Of(session), there, session.Get(cpu),
                    guest => connect.Ask(session, (driver, token) => driver.CompareCpuAsync(guest, kind, token)));
            }

            string[] hosts = session.Get(host) ?? [];
            QemuChoice? qemu = hypervisor.Choose(session, hosts.FirstOrDefault());
            if (qemu is not null && hosts.Length > 1)
            {
                throw new CliException(Messages.Error_HostsAndHypervisor, kind: CliErrorKind.Usage);
            }

            qemu?.Introduce(session);
            judging?.Hypervisor = qemu;
            return Judgement.JudgeAll(session, session.Get(file)!, sources.Of(session), hosts, qemu, session.Get(cpu));
        }
    }

    // The best CPU that guests can have there, or else what the host has.
    private static async Task<CpuDefinition> BestAsync(IDomainDriver driver, DomainKind kind, CancellationToken cancellation)
    {
        DomainCapabilities domains = await driver.GetDomainCapabilitiesAsync(kind, cancellation);
        return domains.Cpu?.HostModel is { } best ? best with { Arch = domains.Arch }
            : (await driver.GetCapabilitiesAsync(cancellation)).Cpu;
    }
}
