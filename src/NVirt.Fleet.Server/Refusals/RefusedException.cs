namespace NVirt.Fleet.Server.Refusals;

/// <summary>What was asked is not done; <see cref="Guard"/> answers why.</summary>
internal sealed class RefusedException(IResult answer) : Exception
{
    /// <summary>The answer.</summary>
    public IResult Answer { get; } = answer;
}
