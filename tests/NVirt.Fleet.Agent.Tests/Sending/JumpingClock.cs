namespace NVirt.Fleet.Agent.Tests.Sending;

/// <summary>A clock that somebody sets.</summary>
internal sealed class JumpingClock : TimeProvider
{
    /// <summary>How far it is from the machine's clock.</summary>
    public TimeSpan Offset { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
}
