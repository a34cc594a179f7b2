using System.Collections.Frozen;
using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Cpu.Map;
using NVirt.Platforms;
using NVirt.Xml;

namespace NVirt.Fleet.Drifts;

/// <summary>What changed on one host, truth by truth (fleet-rules.md 9). Immutable.</summary>
/// <param name="Name">The host's name; empty if nothing says it.</param>
/// <param name="Truths">Each truth that both times tell.</param>
/// <param name="Causes">What may have done it: microcode, bios, kernel, hypervisor.</param>
public sealed record HostDrift(string Name, ImmutableArray<TruthDrift> Truths, ImmutableArray<string> Causes)
{
    // What KVM adds to the processor's features, or takes away, which differs from one Linux to the next (formats.md 27.5).
    private static readonly FrozenSet<string> KernelGives = FrozenSet.Create(
        StringComparer.Ordinal,
        "x2apic", "tsc_adjust", "arch-capabilities", "tsc-deadline", "arat", "spec-ctrl", "stibp", "amd-stibp", "ssbd", "amd-ssbd",
        "amd-no-ssb", "null-sel-clr-base", "lfence-always-serializing", "la57", "mpx", "intel-pt", "waitpkg", "pks", "btc-no");

    /// <summary>Truths that were told earlier and are not any more: what became of them nobody knows.</summary>
    public ImmutableArray<StatementTruth> Untold { get; private init; } = [];

    /// <summary>The worst of it.</summary>
    public DriftGrade Grade => Truths.Select(t => t.Grade).Append(Untold.IsEmpty ? DriftGrade.Harmless : DriftGrade.Undecided).Max();

    /// <summary>Whether the processor is as it was, and only what the hypervisor gives of it changed.</summary>
    public bool IsHypervisorOnly => Truths.Any(t => t.Truth == StatementTruth.Physical && t.IsNone)
        && Truths.Any(t => t.Truth == StatementTruth.Hypervisor && !t.IsNone);

    /// <summary>No for what is fatal or risky, whatever is not known; otherwise undecided for what nobody knows.</summary>
    public CpuAnswer Answer => Truths.Any(t => t.IsWorse) ? CpuAnswer.No
        : Grade == DriftGrade.Harmless ? CpuAnswer.Yes : CpuAnswer.Unknown;

    /// <summary>Compares what was read of a host at two times.</summary>
    /// <param name="old">What was read earlier, a statement for each truth.</param>
    /// <param name="now">What was read later.</param>
    /// <param name="promised">Features that a baseline promises, or that guests have, by name.</param>
    /// <param name="promisedBits">The physical address bits that are promised; <see langword="null"/> for none.</param>
    /// <param name="isSame">Whether it is one host even where names or processors differ.</param>
    /// <exception cref="CpuException">It is another host or processor, or the two have no truth in common.</exception>
    public static HostDrift Of(
        IReadOnlyList<CpuStatement> old, IReadOnlyList<CpuStatement> now, IReadOnlyCollection<string> promised, int? promisedBits = null,
        bool isSame = false)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(now);
        ArgumentNullException.ThrowIfNull(promised);
        ImmutableArray<TruthDrift>.Builder truths = ImmutableArray.CreateBuilder<TruthDrift>();
        foreach (CpuStatement before in old)
        {
            if (now.FirstOrDefault(s => s.Truth == before.Truth) is not { } after)
            {
                continue;
            }

            RequireSame(before, after, isSame);
            truths.Add(TruthDrift.Of(before, after, before.Bits.Space.SetOf(promised), promisedBits));
        }

        return truths.Count == 0 ? throw FleetErrors.Bad(Messages.Drift_Truths)
            : new HostDrift(now[0].Name ?? old[0].Name ?? string.Empty, truths.ToImmutable(), [.. CausesOf(truths)])
            {
                Untold = [.. old.Select(s => s.Truth).Where(t => !now.Any(s => s.Truth == t)).Distinct()],
            };
    }

    private static void RequireSame(CpuStatement old, CpuStatement now, bool isSame)
    {
        if (old.Subject != StatementSubject.Host || now.Subject != StatementSubject.Host || old.Bits.Space != now.Bits.Space)
        {
            throw FleetErrors.Bad(Messages.Drift_NoHost);
        }

        if (isSame)
        {
            return;
        }

        if (old.Name is { } before && now.Name is { } after && before != after)
        {
            throw FleetErrors.Bad(Text.Of(Messages.Drift_Name, before, after));
        }

        if ((old.Signature is { } a && now.Signature is { } b && a != b) || (old.Vendor is not null && now.Vendor is not null
            && old.Vendor != now.Vendor))
        {
            throw FleetErrors.Bad(Text.Of(Messages.Drift_Processor, Describe(old), Describe(now)));
        }
    }

    private static string Describe(CpuStatement host) => host.Signature is { } signature
        ? $"{host.Vendor} {signature.Family}/{signature.Model}/{signature.Stepping}" : host.Vendor ?? host.Model ?? "?";

    private static IEnumerable<string> CausesOf(IReadOnlyCollection<TruthDrift> truths)
    {
        string[] changed = [.. truths.SelectMany(t => t.Lost.Concat(t.Gained))];
        string[] axes = [.. truths.SelectMany(t => t.Axes).Select(a => a.Axis)];
        if (axes.Contains("microcode") || changed.Any(f => f is "rtm" or "hle" || f.EndsWith("-no", StringComparison.Ordinal)))
        {
            yield return "microcode";
        }

        if (axes.Contains("physBits") || changed.Any(f => f is "vmx" or "svm" or "sgx" or "erms" or "ht"))
        {
            yield return "bios";
        }

        if (truths.Any(t => t.Truth == StatementTruth.Kernel && !t.IsNone) || truths.Where(t => t.Truth == StatementTruth.Hypervisor)
            .SelectMany(t => t.Lost.Concat(t.Gained)).Any(KernelGives.Contains))
        {
            yield return "kernel";
        }

        if (truths.Any(t => t.Truth == StatementTruth.Hypervisor && !t.IsNone)
            && !truths.Any(t => t.Truth == StatementTruth.Physical && !t.IsNone))
        {
            yield return "hypervisor";
        }
    }
}
