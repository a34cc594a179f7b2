using System.CommandLine;
using NVirt.Cli.Input;
using NVirt.Cli.Output.Fleets;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Judging;
using NVirt.Fleet.Matrices;
using NVirt.Fleet.Plans;
using NVirt.Fleet.Pools;
using NVirt.Fleet.WhatIfs;
using NVirt.Platforms;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Fleets;

/// <summary><c>nvirt fleet what-if</c>: the answers before and after a change that nobody has made.</summary>
internal static class FleetWhatIfCommand
{
    // What these say of a host was read on a host that has them.
    private static readonly string[] Replacing = ["replace", "microcode", "bios", "kernel", "upgrade-qemu"];

    public static Command Create()
    {
        FleetInputs inputs = new();
        Argument<string[]> words = new("ACTION") { Description = Messages.Argument_FleetActions, Arity = ArgumentArity.OneOrMore };
        Option<uint?> max = SharedOptions.Number("--max", Messages.Option_FleetWhatIfMax, "K");
        Option<bool> plan = new("--plan") { Description = Messages.Option_FleetWhatIfPlan };
        return SharedOptions.Command(
            "what-if", Messages.Command_FleetWhatIf, OutputFormats.OfFleet, Run, [.. inputs.Judging, words, max, plan]);

        int Run(Session session)
        {
            FleetInventory before = inputs.Read(session);
            List<FleetChange> changes = ChangesOf(session, session.Get(words)!);
            FleetInventory after = ChangedFleet.Of(before, changes);
            FleetOptions options = inputs.OptionsOf(session);
            FleetDifference difference = FleetDifference.Of(before, after, options);
            FleetPlan? moves = session.Get(plan) ? ChangePlan.Of(before, changes, options) : null;
            return WhatIfAnswer.Of(
                before, after, difference, session.Get(max) is { } most ? (int)Math.Min(most, int.MaxValue) : null, moves).Write(session);
        }
    }

    private static List<FleetChange> ChangesOf(Session session, string[] words)
    {
        List<FleetChange> changes = [];
        for (int i = 0; i < words.Length;)
        {
            string word = words[i++];
            switch (word)
            {
                case "add":
                    string file = Next();
                    int times = i < words.Length && Times(words[i]) is { } number ? Advance(number) : 1;
                    changes.Add(new FleetChange.Add(Path.GetFileNameWithoutExtension(file), HostOf(session, file), times));
                    break;
                case "retire":
                    changes.Add(new FleetChange.Retire(Next()));
                    break;
                case "move":
                    changes.Add(new FleetChange.Move(Next(), Next()));
                    break;
                case "lose" or "gain":
                    string host = Next();
                    string[] features = Next().Split(',', StringSplitOptions.RemoveEmptyEntries);
                    changes.Add(new FleetChange.Features(host, word == "lose" ? [.. features] : [], word == "gain" ? [.. features] : []));
                    break;
                case var _ when Replacing.Contains(word):
                    string replaced = Next();
                    changes.Add(new FleetChange.Replace(replaced, HostOf(session, Next())));
                    break;
                default:
                    throw Wrong(word);
            }

            string Next() => i < words.Length ? words[i++] : throw Wrong(word);

            int Advance(int number)
            {
                i++;
                return number;
            }
        }

        return changes;
    }

    private static CliException Wrong(string word) => new(
        Text.Of(Messages.Error_FleetAction, word, "add FILE [xN], retire HOST, move HOST POOL, lose HOST F,..., gain HOST F,..., "
            + string.Join(", ", Replacing.Select(r => r + " HOST FILE"))), kind: CliErrorKind.Usage);

    // x20.
    private static int? Times(string word) => word.Length > 1 && word[0] is 'x' or '×'
        && Digits.TryParse(word.AsSpan(1), out int number) ? number : null;

    private static System.Collections.Immutable.ImmutableArray<CpuStatement> HostOf(Session session, string file)
    {
        CpuStatement[] hosts = [.. Statements.Read(session, file, form: null).Where(s => s.Subject == StatementSubject.Host)];
        return hosts.Length > 0 ? [.. hosts.DistinctBy(s => s.Truth).OrderByDescending(s => s.Truth)]
            : throw new CliException(Text.Of(Messages.Error_FleetNoHost, file), kind: CliErrorKind.Unreadable);
    }
}
