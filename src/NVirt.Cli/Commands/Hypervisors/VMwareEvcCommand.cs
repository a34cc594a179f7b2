using System.CommandLine;
using NVirt.Cli.Commands.Cpus;
using NVirt.Cli.Input;
using NVirt.Cli.Output;
using NVirt.Cli.Output.Json;
using NVirt.Cpu;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.RelaxNg;
using NVirt.VMware;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Hypervisors;

/// <summary><c>nvirt vmware evc</c>: the EVC modes that hosts admit, and the one that a cluster of them can have.</summary>
internal static class VMwareEvcCommand
{
    public static Command Create()
    {
        Argument<string[]> hosts = new("HOST") { Description = Messages.Argument_Hosts, Arity = ArgumentArity.OneOrMore };
        return SharedOptions.Command("evc", Messages.Command_VMwareEvc, session => Run(session, session.Get(hosts)!), hosts);
    }

    private static int Run(Session session, string[] files)
    {
        (string Name, CpuSource Cpu)[] hosts = [.. files.SelectMany(f => Hosts(session, f))];
        EvcCluster cluster = Evc.Cluster([.. hosts.Select(h => h.Cpu)], session.Map);
        string[] names = [.. hosts.Select(h => h.Name)];
        if (session.IsJson)
        {
            session.WriteJson(EvcJson.Of(cluster, names));
        }
        else
        {
            Write(session, cluster, names);
        }

        return cluster.Undecided.Length > 0 ? ExitCode.Undecided : cluster.Mode is null ? ExitCode.No : ExitCode.Done;
    }

    private static IEnumerable<(string Name, CpuSource Cpu)> Hosts(Session session, string file)
    {
        IReadOnlyList<CpuSource> cpus = Inputs.Cpus(session, file);
        return cpus.Select(cpu => (Judgement.SubjectOf(file, cpu, cpus.Count), Inputs.Decoded(session, cpu)));
    }

    private static void Write(Session session, EvcCluster cluster, string[] names)
    {
        Tables.Write(
            session,
            [Messages.Title_Host, Messages.Title_GreatestMode, Messages.Title_NearestModel],
            cluster.Hosts.Select(
                (host, i) => new[] { names[i], host.Greatest?.Name ?? Messages.Word_None, host.Greatest?.Model ?? string.Empty }));
        session.Out.Write($"\n{Text.Of(Messages.Evc_Mode, cluster.Mode?.Name ?? Messages.Word_None)}\n");
        foreach (EvcMode mode in cluster.Undecided)
        {
            session.Out.Write($"{Text.Of(Messages.Evc_Undecided, mode.Name)}\n");
        }

        WriteObstacles(session, cluster, names);
    }

    // What stands in the way of the next mode up the chain.
    private static void WriteObstacles(Session session, EvcCluster cluster, string[] names)
    {
        int next = cluster.Mode is null ? 0 : cluster.Hosts[0].Answers.TakeWhile(a => a.Mode != cluster.Mode).Count() + 1;
        for (int i = 0; i < names.Length && next < cluster.Hosts[i].Answers.Length; i++)
        {
            EvcAnswer answer = cluster.Hosts[i].Answers[next];
            if (answer.Obstacle is { } obstacle)
            {
                session.Out.Write($"{Text.Of(Messages.Evc_Obstacle, answer.Mode.Name, names[i], obstacle.Message)}\n");
            }
        }
    }
}
