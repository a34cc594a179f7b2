using System.Collections.Immutable;

namespace NVirt.Domains.Documents;

/// <summary>Clock and timers of a guest.</summary>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record DomainClock
{
    /// <summary>
    /// Where its clock starts: <c>utc</c>, <c>localtime</c>, <c>variable</c>, <c>timezone</c>, <c>absolute</c>. As in libvirt, a number of
    /// seconds as adjustment turns the first two into <c>variable</c>.
    /// </summary>
    public string Offset { get; init; } = "utc";

    /// <summary>For <c>variable</c>: seconds from the basis; <see langword="null"/> for others.</summary>
    public long? Adjustment { get; init; }

    /// <summary>For <c>variable</c>: <c>utc</c> or <c>localtime</c>; <see langword="null"/> for others.</summary>
    public string? Basis { get; init; }

    /// <summary>For <c>utc</c> and <c>localtime</c>: whether every start resets the clock to it (<c>adjustment='reset'</c>).</summary>
    public bool IsReset { get; init; }

    /// <summary>For <c>timezone</c>: its name; <see langword="null"/> if not given.</summary>
    public string? TimeZone { get; init; }

    /// <summary>For <c>absolute</c>: seconds since 1970; <see langword="null"/> if not given.</summary>
    public ulong? Start { get; init; }

    /// <summary>The timers in document order.</summary>
    public ImmutableArray<DomainTimer> Timers { get; init; } = [];
}

/// <summary>One timer of a guest. What the document does not say is <see langword="null"/>.</summary>
/// <param name="Name">Which one.</param>
/// <param name="Place">Where it is in the document.</param>
public sealed record DomainTimer(DomainTimerName Name, DomainPlace Place)
{
    /// <summary>The names in documents, by <see cref="DomainTimerName"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["platform", "pit", "rtc", "hpet", "tsc", "kvmclock", "hypervclock", "armvtimer"];

    /// <summary>Whether the guest has it.</summary>
    public bool? Present { get; init; }

    /// <summary>What happens to ticks that the guest missed.</summary>
    public DomainTickPolicy? TickPolicy { get; init; }

    /// <summary>For catching up: <c>threshold</c>, <c>slew</c> and <c>limit</c>.</summary>
    public DomainCatchup? Catchup { get; init; }

    /// <summary>What it follows: <c>boot</c>, <c>guest</c>, <c>wall</c>, <c>realtime</c>.</summary>
    public string? Track { get; init; }

    /// <summary>Its frequency in Hz; more than 0.</summary>
    public ulong? Frequency { get; init; }

    /// <summary>For tsc: <c>auto</c>, <c>native</c>, <c>emulate</c>, <c>paravirt</c>, <c>smpsafe</c>.</summary>
    public string? Mode { get; init; }
}

/// <summary>Which timer.</summary>
public enum DomainTimerName
{
    /// <summary>The platform's.</summary>
    Platform,
    /// <summary>Programmable interval timer.</summary>
    Pit,
    /// <summary>Real-time clock.</summary>
    Rtc,
    /// <summary>High precision event timer.</summary>
    Hpet,
    /// <summary>Time stamp counter.</summary>
    Tsc,
    /// <summary>KVM's paravirtual clock.</summary>
    KvmClock,
    /// <summary>Hyper-V's reference counter.</summary>
    HypervClock,
    /// <summary>ARM's virtual timer.</summary>
    ArmVTimer,
}

/// <summary>What happens to ticks that a guest missed.</summary>
public enum DomainTickPolicy
{
    /// <summary>They are delivered later, at the usual rate.</summary>
    Delay,
    /// <summary>They are merged into one.</summary>
    Merge,
    /// <summary>They are dropped.</summary>
    Discard,
    /// <summary>They are delivered faster until the guest has caught up.</summary>
    Catchup,
}

/// <summary>How missed ticks are caught up; 0 where the document does not say.</summary>
/// <param name="Threshold">Nanoseconds.</param>
/// <param name="Slew">Parts per million.</param>
/// <param name="Limit">Nanoseconds.</param>
public readonly record struct DomainCatchup(uint Threshold, uint Slew, uint Limit);
