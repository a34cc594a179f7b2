using NVirt.Cli.Commands.Hypervisors;
using NVirt.Cli.Input;
using NVirt.Cli.Output;
using NVirt.Cpu;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.RelaxNg.Patterns;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Cpus;

/// <summary>What a baseline is made of: CPUs, each with the name that messages use, and what hypervisors say.</summary>
/// <param name="Cpus">The CPUs, decoded.</param>
/// <param name="Names">The name of each: its file, with the line where a file holds several.</param>
/// <param name="Words">The hypervisors' words, one a host; empty where the processors decide, or one hypervisor for all.</param>
internal sealed record BaselineInputs(IReadOnlyList<CpuSource> Cpus, IReadOnlyList<string> Names, IReadOnlyList<HypervisorWord> Words)
{
    /// <summary>The definitions.</summary>
    public CpuDefinition[] Definitions => [.. Cpus.Select(c => c.Definition!)];

    /// <summary>Some of them.</summary>
    /// <param name="places">Their places.</param>
    public BaselineInputs Only(int[] places) =>
        new([.. places.Select(i => Cpus[i])], [.. places.Select(i => Names[i])], Words.Count == 0 ? [] : [.. places.Select(i => Words[i])]);

    /// <summary>Reads the files, and the hypervisor of each where they are given one by one.</summary>
    /// <param name="session">The command.</param>
    /// <param name="files">The files; without a recording beside them, each may be a recording or domain capabilities itself.</param>
    /// <param name="hints">What is told of the files.</param>
    /// <param name="cpu">The processor that is meant of a dump.</param>
    /// <param name="options">The options of hypervisors.</param>
    public static BaselineInputs Read(Session session, string[] files, SourceHints hints, int? cpu, HypervisorOptions options)
    {
        if (options.IsUnnamed(session) && WordsOf(session, files, options) is { } own)
        {
            return new BaselineInputs(
                [.. own.Select(w => new CpuSource(w.HostModel) { File = w.File })], [.. own.Select(w => w.File)], own);
        }

        List<CpuSource> cpus = [];
        List<string> names = [];
        foreach (string file in files)
        {
            IReadOnlyList<CpuSource> found = Inputs.Cpus(session, file, cpu, hints);
            cpus.AddRange(found.Select(c => Inputs.Decoded(session, c)));
            names.AddRange(found.Select(c => Judgement.SubjectOf(file, c, found.Count)));
        }

        string[] recordings = options.Recordings(session);
        if (recordings.Length <= 1)
        {
            return new BaselineInputs(cpus, names, []);
        }

        if (recordings.Length != cpus.Count)
        {
            throw new CliException(Text.Of(Messages.Error_RecordingsPerHost, recordings.Length, cpus.Count));
        }

        HypervisorWord[] words =
        [
            .. recordings.Select(r => HypervisorWord.Find(session, r, options)
            ?? throw new CliException(Text.Of(Messages.Error_NoHypervisorWord, Files.Name(r)))),
        ];
        return new BaselineInputs(cpus, names, words);
    }

    private static HypervisorWord[]? WordsOf(Session session, string[] files, HypervisorOptions options)
    {
        HypervisorWord?[] words = [.. files.Select(f => HypervisorWord.Find(session, f, options))];
        HypervisorWord[] found = [.. words.OfType<HypervisorWord>()];
        return found.Length == words.Length ? found : null;
    }
}
