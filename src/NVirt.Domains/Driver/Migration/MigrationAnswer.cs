namespace NVirt.Domains.Driver.Migration;

/// <summary>
/// What a destination answers when it is told to take a guest over. Nothing else counts as an answer: if the destination throws or
/// stays silent, it is not known whether the guest runs there.
/// </summary>
/// <remarks>Immutable. Two are equal only if they are the same.</remarks>
public sealed class MigrationAnswer
{
    private MigrationAnswer(DomainSummary? domain, Exception? refusal, bool isUnknown = false) =>
        (Domain, Refusal, IsUnknown) = (domain, refusal, isUnknown);

    /// <summary>The domain at the destination; <see langword="null"/> if it was refused.</summary>
    public DomainSummary? Domain { get; }

    /// <summary>Why the guest was not taken over, or why that is not known; <see langword="null"/> if it was.</summary>
    public Exception? Refusal { get; }

    /// <summary>Whether it is not known if the guest was taken over. A destination never says this about itself.</summary>
    public bool IsUnknown { get; }

    /// <summary>The guest now belongs to the destination.</summary>
    /// <param name="domain">The domain at the destination.</param>
    public static MigrationAnswer Taken(DomainSummary domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        return new MigrationAnswer(domain, refusal: null);
    }

    /// <summary>The guest does not run at the destination and never will, so the source may resume it.</summary>
    /// <param name="reason">Why.</param>
    public static MigrationAnswer Refused(Exception reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new MigrationAnswer(domain: null, reason);
    }

    /// <summary>The destination was told to finish, and gave no usable answer.</summary>
    /// <param name="reason">What came instead.</param>
    public static MigrationAnswer Unknown(Exception reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new MigrationAnswer(domain: null, reason, isUnknown: true);
    }
}
