namespace NVirt.Fleet.Server.Store;

/// <summary>Something that changed on a host. Immutable.</summary>
/// <param name="Time">When, by the service's clock.</param>
/// <param name="Host">The host.</param>
/// <param name="Kind">What: <c>drift</c>, <c>joined</c>, <c>version</c>, <c>problem</c>.</param>
/// <param name="Grade">How bad: <c>fatal</c>, <c>risky</c>, <c>undecided</c>, <c>harmless</c>.</param>
/// <param name="Detail">More, as JSON.</param>
internal sealed record NewEvent(DateTimeOffset Time, string Host, string Kind, string Grade, string Detail)
{
    /// <summary>The kind of those about a changed CPU.</summary>
    public const string Drift = "drift";
}

/// <summary>The same, as it is kept.</summary>
internal sealed record StoredEvent(long Id, DateTimeOffset Time, string Host, string Kind, string Grade, string Detail);

/// <summary>How many events are kept. Immutable.</summary>
/// <param name="Months">For so long.</param>
/// <param name="Most">At most so many, the newest; some fewer, where transactions were undone.</param>
internal sealed record EventRetention(int Months, long Most);

/// <summary>Which events. Immutable.</summary>
internal sealed record EventFilter
{
    public string? Host { get; init; }

    public string? Kind { get; init; }

    public string? Grade { get; init; }

    /// <summary>Only those older than this number.</summary>
    public long? Before { get; init; }

    /// <summary>At most so many.</summary>
    public int Limit { get; init; } = 100;
}
