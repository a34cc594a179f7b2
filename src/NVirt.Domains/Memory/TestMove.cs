using System.Diagnostics;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;

namespace NVirt.Domains.Memory;

/// <summary>A guest that is being migrated to another host.</summary>
internal sealed class TestMove(
    TestDomain domain, TestGuest guest, MigrationOptions options, IProgress<MigrationProgress>? progress)
{
    private readonly long _begin = Stopwatch.GetTimestamp();

    public TestDomain Domain => domain;

    /// <summary>The guest as it was before.</summary>
    public TestGuest Guest => guest;

    public MigrationOptions Options => options;

    public IProgress<MigrationProgress>? Progress => progress;

    public bool RanBefore => guest.State == DomainState.Running;

    public ulong TotalBytes => (guest.Document.Definition.InitialMemoryKiB ?? 0) * 1024;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_begin);

    /// <summary>The last progress report.</summary>
    public MigrationStep? Step { get; set; }

    /// <summary>When the guest was stopped.</summary>
    public long? StoppedAt { get; set; }

    /// <summary>It now runs at the destination.</summary>
    public MigrationResult Finish(DomainSummary there) => new()
    {
        Domain = there,
        Total = Elapsed,
        Downtime = RanBefore && StoppedAt is { } stopped ? Stopwatch.GetElapsedTime(stopped) : null,
        SentBytes = TotalBytes,
    };
}
