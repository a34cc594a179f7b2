namespace NVirt.Fleet.Server.Store;

/// <summary>Lets somebody in. The secret itself is not kept. Immutable.</summary>
internal sealed record StoredToken
{
    /// <summary>Its name for people; no secret.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 of the secret: 64 hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>What it lets do: <c>enrol</c>, <c>host</c>, <c>read</c>, <c>plan</c>, <c>freeze</c> or <c>admin</c>.</summary>
    public required string Role { get; init; }

    /// <summary>The host that may report with it; <see langword="null"/> for the other roles.</summary>
    public string? Host { get; init; }

    /// <summary>From when on it is worth nothing; <see langword="null"/> for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>How many hosts it may still enrol; <see langword="null"/> for the other roles.</summary>
    public int? Uses { get; init; }

    /// <summary>Whether hosts that have a token may get another one.</summary>
    public bool Replaces { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether it has not expired.</summary>
    public bool IsValidAt(DateTimeOffset time) => Expires is not { } end || end > time;
}
