namespace NVirt.Fleet.Agent.Sending;

/// <summary>The service did not take something; it is sent again later. The message holds no secret.</summary>
/// <param name="message">Why, in the user's language.</param>
/// <param name="inner">What caused it.</param>
public sealed class ServiceException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>How long the service wants to be left alone; <see langword="null"/> if it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
