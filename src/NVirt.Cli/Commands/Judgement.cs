using System.Collections.Immutable;
using NVirt.Cli.Commands.Hypervisors;
using NVirt.Cli.Input;
using NVirt.Cpu;
using NVirt.Cpu.Axes;
using NVirt.Cpu.Judging;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Fleet.Axes;
using NVirt.Platforms;
using NVirt.Qemu.HostModels;
using NVirt.Xml;

namespace NVirt.Cli.Commands;

/// <summary>One CPU of a file and what a host makes of it; compare and explain show the same.</summary>
/// <param name="Subject">What messages call the CPU: its file, with the line where there are several, and the domain's name.</param>
/// <param name="Cpu">The CPU, decoded.</param>
/// <param name="Host">The host, decoded.</param>
/// <param name="Driver">The driver that judged.</param>
/// <param name="Comparison">The verdict and its reasons.</param>
internal sealed record Judgement(string Subject, CpuSource Cpu, CpuSource Host, CpuDriver Driver, CpuComparison Comparison)
    : CpuJudgement(Cpu, Host, Driver, Comparison)
{
    /// <summary>Whose word it is, where a hypervisor was asked; otherwise <see langword="null"/>.</summary>
    public QemuTruth? Truth { get; init; }

    /// <summary>What the map says, where a hypervisor was asked; otherwise <see langword="null"/>.</summary>
    public CpuComparison? ByMap { get; init; }

    /// <summary>
    /// What libvirt would say of the processor, and whether the guest starts by the word of its hypervisor, where both are known; otherwise
    /// <see langword="null"/>. The answer is the worse of the two.
    /// </summary>
    public (Judgement Libvirt, Judgement Starts)? ByTruths { get; init; }

    /// <summary>The exit code of NVirt's answer.</summary>
    public int Code => (int)Answer;

    /// <summary>What several documents say of the host; <see langword="null"/> if there is one.</summary>
    public CpuStatement? Stated { get; init; }

    /// <summary>Axes for which the question does not say enough.</summary>
    public ImmutableArray<CpuAxis> NotJudged { get; init; } = [];

    /// <summary>
    /// The verdict in a word, libvirt's; "undecided" where what is unknown could turn it. Where axes turn the answer, both stand there.
    /// </summary>
    public string Word => Answer == ByFeatures ? ByFeature
        : Text.Of(Messages.Verdict_WithAxes, ByFeature, VerdictWithAxes is { } verdict ? CpuWords.Of(verdict) : Messages.Verdict_Undecided);

    private string ByFeature => Comparison.Undecided.Length > 0 ? Messages.Verdict_Undecided : CpuWords.Of(Comparison.Verdict);

    /// <summary>The verdict in a word that is the same in all languages.</summary>
    public string JsonWord => Comparison.Undecided.Length > 0 ? "undecided" : CpuWords.Of(Comparison.Verdict);

    /// <summary>The same with what is said of axes besides features.</summary>
    /// <param name="verdict">What the rules say.</param>
    /// <param name="isWhole">Whether all of it is asked for; otherwise only what the guest states, and what refuses it.</param>
    public Judgement WithAxes(AxisVerdict verdict, bool isWhole) => this with
    {
        Axes = isWhole ? [.. verdict.Findings] : verdict.Unasked(ByFeatures),
        NotJudged = isWhole ? verdict.NotJudged : [],
    };

    /// <summary>One after the other, as reasons take far more room than definitions.</summary>
    /// <param name="session">The command.</param>
    /// <param name="file">The file with the CPUs.</param>
    /// <param name="hints">What is told of the files.</param>
    /// <param name="hosts">What is said of the host; empty for this machine.</param>
    /// <param name="qemu">The hypervisor that judges; <see langword="null"/> for the processor.</param>
    /// <param name="number">The processor that is meant of a dump; <see langword="null"/> for what all have in common.</param>
    public static IEnumerable<Judgement> JudgeAll(
        Session session, string file, SourceHints hints, IReadOnlyList<string> hosts, QemuChoice? qemu, int? number)
    {
        IReadOnlyList<CpuSource> cpus = Inputs.Cpus(session, file, number, hints);
        if (qemu is not null)
        {
            return cpus.Select(cpu => Judge(session, Inputs.Decoded(session, cpu), qemu, SubjectOf(file, cpu, cpus.Count)));
        }

        HostInput input = Inputs.Host(session, hosts, number, hints);
        CpuSource host = Inputs.Decoded(session, input.Source);
        CpuSource? processor = ProcessorOf(session, input);
        RequireKnownNames(session, host, hosts.Count == 1 ? hosts[0] : null);
        return cpus.Select(cpu =>
        {
            CpuSource guest = Inputs.Decoded(session, cpu);
            Judgement judged = Judge(session, guest, host, SubjectOf(file, cpu, cpus.Count)) with { Stated = input.Merged?.Judged };
            return processor is null ? judged : judged.Beside(Judge(session, guest, processor, judged.Subject));
        });
    }

    /// <summary>The same, by the word of a hypervisor that is asked through its driver.</summary>
    /// <param name="session">The command.</param>
    /// <param name="file">The file with the CPUs.</param>
    /// <param name="hints">What is told of the files.</param>
    /// <param name="host">The hypervisor's host.</param>
    /// <param name="number">The processor that is meant of a dump; <see langword="null"/> for what all have in common.</param>
    /// <param name="compare">Asks it.</param>
    public static IEnumerable<Judgement> JudgeAll(
        Session session, string file, SourceHints hints, CpuDefinition host, int? number, Func<CpuDefinition, CpuComparison> compare)
    {
        IReadOnlyList<CpuSource> cpus = Inputs.Cpus(session, file, number, hints);
        return cpus.Select(cpu =>
        {
            CpuSource guest = Inputs.Decoded(session, cpu);
            return new Judgement(
                SubjectOf(file, cpu, cpus.Count), guest, new CpuSource(host), session.Driver(host.Arch), compare(guest.Definition!))
            {
                Accepts = suggestion => compare(suggestion).IsCompatible,
            };
        });
    }

    // The processor itself, where what is judged by is what its hypervisor gives.
    private static CpuSource? ProcessorOf(Session session, HostInput host) =>
        host.Merged?.ByTruth is [{ Truth: StatementTruth.Hypervisor }, .. var rest]
            && rest.FirstOrDefault(s => s.Truth == StatementTruth.Physical) is { } physical
            ? Inputs.Decoded(session, physical.ToSource(session.Map)) : null;

    private Judgement Beside(Judgement processor)
    {
        bool isWorse = Code != processor.Code && ExitCode.Combine(Code, processor.Code) == processor.Code;
        return (isWorse ? processor : this) with { ByTruths = (processor, this) };
    }

    // What is wrong with the host is told once, with the host's file.
    private static void RequireKnownNames(Session session, CpuSource host, string? file)
    {
        try
        {
            Inputs.Driver(session, host.Definition!).Advanced.Resolve(host.Definition!);
        }
        catch (CpuException e) when (file is not null)
        {
            throw new CliException(Text.Of(Messages.Error_Host, Files.Name(file), e.Message));
        }
    }

    private static Judgement Judge(Session session, CpuSource cpu, QemuChoice qemu, string subject)
    {
        QemuComparison comparison = HypervisorCpus.Compare(session, qemu, cpu.Definition!);
        CpuDefinition host = qemu.Models.Reported ?? new CpuDefinition();
        int bits = qemu.Host.PhysicalBits;
        host = host with
        {
            MaxPhysAddr = bits > 0 ? new CpuMaxPhysAddr(CpuMaxPhysAddrMode.Emulate, bits, Limit: null)
            : host.MaxPhysAddr,
            Tsc = qemu.Host.Tsc
        };
        return new Judgement(subject, cpu, new CpuSource(host), qemu.Driver, comparison.Comparison)
        {
            Accepts = suggestion => qemu.Slot.ModelList?.Contains(suggestion.Model ?? string.Empty) != false
                && HypervisorCpus.Compare(session, qemu, suggestion).Comparison.IsCompatible,
            Truth = comparison.Truth,
            ByMap = comparison.Truth == QemuTruth.Qemu ? null : qemu.Driver.Compare(qemu.Models.Reported, cpu.Definition!),
        };
    }

    /// <summary>What messages call a CPU of a file that holds so many.</summary>
    public static string SubjectOf(string file, CpuSource cpu, int count)
    {
        // A domain's name could bring a line of its own, with a verdict.
        string name = Files.Name(file);
        string place = count > 1 ? $"{name}:{cpu.Line}" : name;
        return Text.OnOneLine(cpu.Name is not null ? $"{place} ({cpu.Name})" : place);
    }

    private static Judgement Judge(Session session, CpuSource cpu, CpuSource host, string subject)
    {
        if (PlatformInputs.HasNoModel(host))
        {
            return new Judgement(
                subject, cpu, host, Inputs.Driver(session, cpu.Definition!, host.Definition), PlatformInputs.Compare(session, host, cpu));
        }

        CpuJudgement judged = CpuJudgement.Of(cpu, host, session.Map);
        return new Judgement(subject, cpu, host, judged.Driver, judged.Comparison);
    }
}
