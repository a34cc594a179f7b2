using System.Diagnostics;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;

namespace NVirt.Domains.Memory;

/// <summary>A guest that is running or arriving. Immutable.</summary>
internal sealed record TestGuest
{
    public required uint Id { get; init; }

    /// <summary>The domain as it was started, with the CPU as it was configured.</summary>
    public required DomainDocument Document { get; init; }

    public required TestCpu Cpu { get; init; }

    public required DomainState State { get; init; }

    public DomainStateReason Reason { get; init; }

    /// <summary>Whether it ends with the driver.</summary>
    public bool IsAutoDestroyed { get; init; }

    /// <summary>How long it had run when it was last stopped.</summary>
    public TimeSpan RanFor { get; init; }

    /// <summary>When it was last resumed, as a <see cref="Stopwatch"/> timestamp; <see langword="null"/> if it is paused.</summary>
    public long? RunsSince { get; init; }

    /// <summary>How long it has run.</summary>
    public TimeSpan Ran => RanFor + (RunsSince is { } since ? Stopwatch.GetElapsedTime(since) : TimeSpan.Zero);

    /// <summary>The live document: with the CPU that the guest has, and its number.</summary>
    public DomainDocument Shown => Migratable.WithId(Id);

    /// <summary>The same for another host.</summary>
    public DomainDocument Migratable => Cpu.Live is null ? Document : Document.WithCpu(Cpu.Live);

    /// <summary>The guest, running or paused from now on.</summary>
    public TestGuest In(DomainState state, DomainStateReason reason) => this with
    {
        State = state,
        Reason = reason,
        RanFor = Ran,
        RunsSince = state == DomainState.Running ? Stopwatch.GetTimestamp() : null,
    };
}
