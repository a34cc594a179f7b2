using NVirt.Cli.Commands.Documents;
using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Platforms;
using NVirt.Qemu.Replies;
using NVirt.RelaxNg.Patterns;
using NVirt.RelaxNg.Schemas;
using NVirt.Xml;

namespace NVirt.Cli.Input;

/// <summary>
/// What the commands are given: CPUs, hosts and lists of models, from whatever form they come in; and what people should know of raw data
/// before they trust what is made of it.
/// </summary>
internal static class Inputs
{
    // Longer lists are cut, with their number.
    private const int MostNames = 12;

    /// <summary>Every CPU of a file, in order, as it was read.</summary>
    /// <param name="session">The command.</param>
    /// <param name="file">The file.</param>
    /// <param name="cpu">The processor that is wanted of a dump; <see langword="null"/> for what all have in common.</param>
    /// <param name="hints">What is told of the file.</param>
    /// <param name="isFallback">Whether the form is that only of a file that does not tell its own.</param>
    public static IReadOnlyList<CpuSource> Cpus(
        Session session, string file, int? cpu = null, SourceHints hints = default, bool isFallback = false)
    {
        byte[] content = Files.Read(file);
        string name = Files.Name(file);
        if (hints.Form is not null && !isFallback)
        {
            return PlatformInputs.Read(session, content, name, hints);
        }

        IReadOnlyList<CpuSource> cpus;
        try
        {
            cpus = CpuReader.Read(content, name, session.Map, cpu, [QmpDump.Form]);
        }
        catch (CpuException) when (hints.Form is not null && PlatformInputs.NeedsForm(content, name))
        {
            return PlatformInputs.Read(session, content, name, hints);
        }
        catch (CpuException) when (PlatformInputs.Recognises(content, name))
        {
            return PlatformInputs.Read(session, content, name, hints.WithoutForm);
        }

        UnreadParts.Tell(session, name, content, cpus.SelectMany(c => c.Unread));
        return hints.Libvirt is null ? cpus : PlatformInputs.OfLibvirt(session, content, name, cpus, hints);
    }

    /// <summary>The one CPU of a file, as it was read.</summary>
    public static CpuSource Cpu(Session session, string file, int? cpu = null)
    {
        IReadOnlyList<CpuSource> cpus = Cpus(session, file, cpu);
        return cpus.Count == 1 ? cpus[0] : throw new CliException(Text.Of(Messages.Error_OneCpu, Files.Name(file), cpus.Count));
    }

    /// <summary>The host of a file, or this machine.</summary>
    public static CpuSource Host(Session session, string? file, int? cpu = null)
    {
        return file is null ? HostCpu.Read(session.Map).ToSource() : RequireHost(Cpu(session, file, cpu));
    }

    /// <summary>One host of files, or this machine; what several documents say of it is put together.</summary>
    /// <param name="session">The command.</param>
    /// <param name="paths">Files and folders, all of the same host; none for this machine.</param>
    /// <param name="cpu">The processor that is wanted of a dump.</param>
    /// <param name="hints">What is told of them: the form is that of those that do not tell it.</param>
    public static HostInput Host(Session session, IReadOnlyList<string> paths, int? cpu, SourceHints hints)
    {
        if (paths.Count == 0)
        {
            return new HostInput(Host(session, file: null), Merged: null);
        }

        if (paths.Count == 1 && !Directory.Exists(paths[0]))
        {
            IReadOnlyList<CpuSource> cpus = Cpus(session, paths[0], cpu, hints, isFallback: true);
            if (cpus.Count == 1)
            {
                return new HostInput(RequireHost(cpus[0]), Merged: null);
            }

            // One host may stand there several times.
            if (paths[0] == "-" || cpus.Any(c => c.Name is null || c.Name != cpus[0].Name))
            {
                throw new CliException(Text.Of(Messages.Error_OneCpu, Files.Name(paths[0]), cpus.Count));
            }
        }

        MergedHost merged = PlatformInputs.Merge(session, paths, hints);
        return new HostInput(merged.Judged.ToSource(session.Map), merged);
    }

    /// <summary>Refuses a guest that leaves its CPU to its host: it says nothing of any host.</summary>
    /// <exception cref="CliException">It is one: undecided.</exception>
    public static CpuSource RequireHost(CpuSource source) =>
        source is { Data: null, Definition: { Type: CpuType.Guest, Model: null } } ? throw NoHost(source.File) : source;

    /// <summary>The error about a guest where a host is wanted.</summary>
    public static CliException NoHost(string file) =>
        new(Text.Of(Messages.Error_GuestAsHost, file), ExitCode.Undecided, CliErrorKind.Undecided);

    /// <summary>The CPU with a definition: raw data is decoded, and what that rests on is told.</summary>
    public static CpuSource Decoded(Session session, CpuSource source)
    {
        if (source.Definition is not null)
        {
            return source;
        }

        CpuSource decoded = source.Decoded(session.Map);
        Tell(session, source);
        return decoded;
    }

    /// <summary>The same, where only a model will do.</summary>
    /// <exception cref="CliException">The source tells too little to choose one: undecided.</exception>
    public static CpuSource Modelled(CpuSource source) => !PlatformInputs.HasNoModel(source) ? source
        : throw new CliException(Text.Of(Messages.Error_NoModelTold, source.File), ExitCode.Undecided, CliErrorKind.Undecided);

    /// <summary>The definition of the one CPU of a file.</summary>
    public static CpuDefinition Definition(Session session, string file, int? cpu = null) =>
        Modelled(Decoded(session, Cpu(session, file, cpu))).Definition!;

    /// <summary>The definition of the host of a file, or of this machine.</summary>
    public static CpuDefinition HostDefinition(Session session, string? file, int? cpu = null) =>
        Modelled(Decoded(session, Host(session, file, cpu))).Definition!;

    /// <summary>The raw data of a file.</summary>
    public static CpuData Data(Session session, string file) => RawCpu(session, file).Data!;

    /// <summary>The one CPU of a file that holds raw data.</summary>
    public static CpuSource RawCpu(Session session, string file, int? cpu = null)
    {
        CpuSource source = Cpu(session, file, cpu);
        if (source is { Data: null, Definition: null })
        {
            // It says why there is nothing to decode.
            source.ToDefinition(session.Map);
        }

        return source.Data is not null ? source : throw new CliException(Text.Of(Messages.Error_NotRaw, Files.Name(file)));
    }

    /// <summary>The list of <c>--models</c> or <c>--models-from</c>; <see langword="null"/> for all models.</summary>
    public static CpuModelList? Models(Session session, string[]? names, string? file)
    {
        if (file is null)
        {
            return names is { Length: > 0 }
                ? Named(session, [.. names.SelectMany(n => n.Split(',', StringSplitOptions.RemoveEmptyEntries))]) : null;
        }

        return QemuReplies.Parse(Files.ReadText(file), Files.Name(file)).Definitions
            ?? throw new CliException(Text.Of(Messages.Error_NoDefinitions, Files.Name(file)));
    }

    // A hypervisor may have models that the map does not know; but a slip of the pen is more likely.
    private static CpuModelList Named(Session session, string[] names)
    {
        foreach (string unknown in names.Where(name => SharedOptions.Mapped.All(arch => session.Map.FindModel(name, arch) is null)))
        {
            session.Note(session.Map.UnknownModel(unknown).Describe());
        }

        return CpuModelList.Of(names);
    }

    /// <summary>The driver for a guest on a host: the host's architecture if it names one, else the guest's, else x86_64.</summary>
    public static CpuDriver Driver(Session session, CpuDefinition cpu, CpuDefinition? host = null) =>
        CpuDriver.ForGuest(cpu, host, session.Map);

    /// <summary>Says of raw data what was implied, and what some of the processors lack.</summary>
    public static void Tell(Session session, CpuSource source)
    {
        if (source.Implied.Length > 0)
        {
            session.Note(Text.Of(Messages.Note_Implied, source.File, string.Join(", ", source.Implied)));
        }

        if (source.Differing.Length > 0)
        {
            session.Note(Text.Of(Messages.Note_Differing, source.File, source.Processors, Names(source.Differing)));
        }
    }

    /// <summary>Says of which features the source says nothing, and that they count as absent.</summary>
    public static void TellUnknown(Session session, CpuSource source)
    {
        if (source.Unknown.Length > 0)
        {
            session.Note(Text.Of(Messages.Note_UnknownCountsAsAbsent, source.File, source.Unknown.Length));
        }
    }

    /// <summary>A list of names of a readable length.</summary>
    public static string Names(IReadOnlyCollection<string> names) => names.Count <= MostNames
        ? string.Join(", ", names)
        : Text.Of(Messages.List_AndMore, string.Join(", ", names.Take(MostNames)), names.Count - MostNames);
}
