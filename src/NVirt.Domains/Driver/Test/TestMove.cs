using System.Diagnostics;

namespace NVirt.Domains;

/// <summary>A guest on its way to another host.</summary>
internal sealed class TestMove(
    TestDomain domain, TestGuest guest, IMigrationDestination destination, MigrationOptions options, IProgress<MigrationProgress>? progress)
{
    private readonly long _begin = Stopwatch.GetTimestamp();

    public TestDomain Domain => domain;

    /// <summary>The guest as it was before.</summary>
    public TestGuest Guest => guest;

    public IMigrationDestination Destination => destination;

    public MigrationOptions Options => options;

    public IProgress<MigrationProgress>? Progress => progress;

    public bool RanBefore => guest.State == DomainState.Running;

    public ulong TotalBytes => (guest.Document.Definition.InitialMemoryKiB ?? 0) * 1024;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_begin);

    /// <summary>What was reported last.</summary>
    public MigrationStep? Step { get; set; }

    /// <summary>When the guest was stopped.</summary>
    public long? StoppedAt { get; set; }

    public MigrationResult Result { get; private set; } = null!;

    /// <summary>It runs there.</summary>
    public void Finish(DomainSummary there) => Result = new MigrationResult
    {
        Domain = there,
        Total = Elapsed,
        Downtime = RanBefore && StoppedAt is { } stopped ? Stopwatch.GetElapsedTime(stopped) : null,
        SentBytes = TotalBytes,
    };
}
