namespace NVirt.Fleet.Server.Tests.Support;

/// <summary>A clock that jumps when a test says so.</summary>
internal sealed class MovedClock : TimeProvider
{
    /// <summary>How far it is from the machine's clock.</summary>
    public TimeSpan Offset { get; set; }

    /// <summary>How long ago it stood still at its beginning, whatever time it shows; it counts no time of its own.</summary>
    public TimeSpan Passed { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Passed.Ticks;
}
