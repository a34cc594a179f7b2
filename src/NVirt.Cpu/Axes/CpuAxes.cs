using System.Collections.Immutable;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Axes;

/// <summary>
/// Judges what documents and dumps say about a CPU apart from its features: one rule for comparisons, for advice and for the CPU that a
/// hypervisor gets. libvirt's comparison looks at none of it.
/// </summary>
public static class CpuAxes
{
    // CPUID.80000008H:EAX[7:0]; a value that no processor has is treated as not stated.
    private const uint AddressLeaf = 0x80000008;
    private const int FewestBits = 32;
    private const int MostBits = 64;

    // Taken from libvirt, which took it from KVM: closer frequencies need no scaling.
    private const ulong TolerancePerMillion = 250;

    /// <summary>Judges all axes on which the CPU states a value.</summary>
    /// <param name="cpu">A guest, or another host.</param>
    /// <param name="host">The host.</param>
    /// <returns>A finding for each, in the order of <see cref="CpuAxis"/>; empty where the CPU states none.</returns>
    public static ImmutableArray<CpuAxisFinding> Judge(CpuSource cpu, CpuSource host)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        ArgumentNullException.ThrowIfNull(host);
        ImmutableArray<CpuAxisFinding>.Builder findings = ImmutableArray.CreateBuilder<CpuAxisFinding>();
        if (WantedBits(cpu) is { } bits)
        {
            findings.Add(JudgePhysicalBits(bits, PhysicalBitsOf(host), mayTakeFewer: cpu.IsHost));
        }

        if (cpu.TscFrequency is { } frequency)
        {
            findings.Add(JudgeTscFrequency(frequency, host.Definition?.Tsc));
        }

        return findings.ToImmutable();
    }

    /// <summary>The physical address bits of a host: those that its document or its raw data states.</summary>
    /// <returns><see langword="null"/> if they state none.</returns>
    public static int? PhysicalBitsOf(CpuSource host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.Definition?.MaxPhysAddr switch
        {
            { Mode: CpuMaxPhysAddrMode.Emulate, Bits: { } bits } => bits,

            // This is how domain capabilities give the host's number.
            { Mode: CpuMaxPhysAddrMode.Passthrough, Limit: { } limit } => limit,
            _ => host.Data is X86CpuData data && data.Cpuid(AddressLeaf) is { } leaf
                && (int)(leaf.Eax & 0xff) is >= FewestBits and <= MostBits and var read ? read : null,
        };
    }

    /// <summary>Judges the number of physical address bits.</summary>
    /// <param name="wanted">The guest's number, or another host's.</param>
    /// <param name="offered">The host's; <see langword="null"/> if unknown.</param>
    /// <param name="mayTakeFewer">Whether fewer bits than the host's are a risk: true for another host, whose guests may use its
    /// number.</param>
    public static CpuAxisFinding JudgePhysicalBits(int wanted, int? offered, bool mayTakeFewer = false)
    {
        CpuAxisGrade grade = offered switch
        {
            null => wanted <= FewestBits ? CpuAxisGrade.Harmless : CpuAxisGrade.Undecided,
            { } host when wanted > host => CpuAxisGrade.Fatal,
            { } host when wanted < host && mayTakeFewer => CpuAxisGrade.Risky,
            _ => CpuAxisGrade.Harmless,
        };
        return new CpuAxisFinding(CpuAxis.PhysicalAddressBits, grade, (ulong)wanted, (ulong?)offered);
    }

    /// <summary>Judges the frequency of the time stamp counter.</summary>
    /// <param name="wanted">The guest's, in Hz.</param>
    /// <param name="offered">The host's counter; <see langword="null"/> if unknown.</param>
    public static CpuAxisFinding JudgeTscFrequency(ulong wanted, CpuTsc? offered)
    {
        CpuAxisGrade grade = offered switch
        {
            null => CpuAxisGrade.Undecided,
            { } host when IsClose(wanted, host.Frequency) => CpuAxisGrade.Harmless,
            { Scaling: false } => CpuAxisGrade.Fatal,
            { Scaling: null } => CpuAxisGrade.Undecided,
            { } host => wanted <= host.Frequency ? CpuAxisGrade.Harmless : CpuAxisGrade.Risky,
        };
        return new CpuAxisFinding(CpuAxis.TscFrequency, grade, wanted, offered?.Frequency);
    }

    private static bool IsClose(ulong wanted, ulong host)
    {
        ulong tolerance = (ulong)((UInt128)host * TolerancePerMillion / 1_000_000);
        return (wanted > host ? wanted - host : host - wanted) <= tolerance;
    }

    // A guest that uses the host's number fits it.
    private static int? WantedBits(CpuSource cpu) => cpu.IsHost ? PhysicalBitsOf(cpu)
        : cpu.Definition?.MaxPhysAddr is { Mode: CpuMaxPhysAddrMode.Emulate, Bits: { } bits } ? bits
        : null;
}
