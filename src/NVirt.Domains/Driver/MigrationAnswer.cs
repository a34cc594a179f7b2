namespace NVirt.Domains;

/// <summary>
/// What a destination says when it is told to take a guest over. Only this counts as an answer: where a destination throws instead, or says
/// nothing, nobody knows whether the guest runs there.
/// </summary>
public sealed class MigrationAnswer
{
    private MigrationAnswer(DomainSummary? domain, Exception? refusal) => (Domain, Refusal) = (domain, refusal);

    /// <summary>The domain as it is there; <see langword="null"/> if it was refused.</summary>
    public DomainSummary? Domain { get; }

    /// <summary>Why the guest was not taken over; <see langword="null"/> if it was.</summary>
    public Exception? Refusal { get; }

    /// <summary>The guest is the destination's now.</summary>
    /// <param name="domain">The domain as it is there.</param>
    public static MigrationAnswer Taken(DomainSummary domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        return new MigrationAnswer(domain, refusal: null);
    }

    /// <summary>The guest does not run at the destination, and for certain never will: the source may let it go on.</summary>
    /// <param name="reason">Why.</param>
    public static MigrationAnswer Refused(Exception reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new MigrationAnswer(domain: null, reason);
    }
}
