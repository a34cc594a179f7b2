using NVirt.Cli.Commands.Hypervisors;
using NVirt.Cli.Input;
using NVirt.Cpu;
using NVirt.Cpu.Axes;
using NVirt.Cpu.Probe;
using NVirt.Fleet.Axes;
using NVirt.Platforms;

namespace NVirt.Cli.Commands.Cpus;

/// <summary>What is judged besides features, of each CPU of a file in turn.</summary>
/// <param name="session">The command.</param>
/// <param name="file">The file with the CPUs.</param>
/// <param name="hints">What is told of the files.</param>
/// <param name="hosts">What is said of the host; empty for this machine.</param>
/// <param name="number">The processor that is meant of a dump; <see langword="null"/> for what all have in common.</param>
/// <param name="options">What is asked for.</param>
internal sealed class JudgedAxes(
    Session session, string file, SourceHints hints, IReadOnlyList<string> hosts, int? number, AxisOptions options)
{
    private readonly bool _isWhole = options.IsWhole(session);
    private readonly CpuStatement? _from = options.RunsOn(session) is { } from ? StatedAxes.Host(session, from, hints) : null;
    private readonly IReadOnlyList<CpuStatement>? _guests = StatedAxes.Read(session, file, number, hints);
    private IReadOnlyList<CpuStatement>? _hosts;
    private int _next;

    /// <summary>The hypervisor that judges; <see langword="null"/> for the processor.</summary>
    public QemuChoice? Hypervisor { get; set; }

    /// <summary>The next judgement, with its axes.</summary>
    public Judgement Judge(Judgement judgement)
    {
        try
        {
            return Judge(judgement, _guests?.ElementAtOrDefault(_next++) ?? CpuStatement.Of(judgement.Cpu, session.Map));
        }
        catch (CpuException) when (!_isWhole)
        {
            // A name that the map does not know: comparing has told of it, and what is stated can be judged nevertheless.
            return judgement with { Axes = CpuAxes.Judge(judgement.Cpu, judgement.Host) };
        }
    }

    private Judgement Judge(Judgement judgement, CpuStatement guest)
    {
        AxisVerdict verdict = AxisJudgement.Judge(
            guest, _from, TargetOf(judgement), options.ContextOf(session, Hypervisor is not null));
        return judgement.WithAxes(verdict, _isWhole);
    }

    private CpuStatement TargetOf(Judgement judgement)
    {
        _hosts ??= judgement.Stated is { } merged ? [merged]
            : (hosts is [var file] ? StatedAxes.Read(session, file, number, hints, isFallback: true) : null) ?? [];
        CpuStatement judged = CpuStatement.Of(judgement.Host, session.Map);
        if (Hypervisor is { } qemu)
        {
            return With(judged, _hosts is [var one] ? one : ThisMachine(qemu), qemu);
        }

        return _hosts is [var only] ? only : judged;
    }

    // A recording is that of another machine.
    private CpuStatement? ThisMachine(QemuChoice qemu) =>
        qemu.IsLive && hosts.Count == 0 ? CpuStatement.Of(HostCpu.Read(session.Map).ToSource(), session.Map) : null;

    // A host by what its QEMU says, with what is known of its processor besides.
    private static CpuStatement With(CpuStatement judged, CpuStatement? processor, QemuChoice qemu)
    {
        StatementAxes own = judged.Axes;
        StatementAxes axes = processor?.Axes ?? own;
        IEnumerable<string> machines = qemu.Slot.Machines.SelectMany(m => (string?[])[m.Name, m.Alias]).OfType<string>();
        return judged with
        {
            Vendor = judged.Vendor ?? processor?.Vendor,
            Signature = processor?.Signature ?? judged.Signature,
            Axes = axes with
            {
                PhysBits = own.PhysBits ?? axes.PhysBits,
                TscHz = own.TscHz ?? axes.TscHz,
                TscScaling = own.TscScaling ?? axes.TscScaling,
                Machines = new StatementNames(machines),
                QemuVersion = qemu.Capabilities.Version,
                HyperV = qemu.Slot.HostCpu is { HyperV.IsEmpty: false } given ? new StatementNames(given.HyperV) : axes.HyperV,
            },
        };
    }
}
