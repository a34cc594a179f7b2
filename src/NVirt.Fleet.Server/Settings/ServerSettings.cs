using System.Collections.Immutable;

namespace NVirt.Fleet.Server.Settings;

/// <summary>How the service runs: the configuration file, and over it the command line. Not changed once the service runs.</summary>
// Setters, because a generated reader gives properties that are only initialised their type's default.
internal sealed record ServerSettings
{
    /// <summary>Where the fleet is kept: a file of SQLite, or a connection string of PostgreSQL.</summary>
    public string Db { get; set; } = "fleet.db";

    /// <summary>Where the service listens: URLs with an address or <c>*</c>.</summary>
    public ImmutableArray<string> Listen { get; set; } = ["http://127.0.0.1:7420"];

    /// <summary>Whether it may listen without TLS for other machines.</summary>
    public bool Insecure { get; set; }

    /// <summary>The service's certificate, as PEM.</summary>
    public string? Certificate { get; set; }

    /// <summary>The key of the certificate, as PEM.</summary>
    public string? Key { get; set; }

    /// <summary>Certificates of those who may issue clients' certificates, as PEM; without them no client is asked for one.</summary>
    public string? ClientCa { get; set; }

    /// <summary>What people with a client certificate may do, by the common name of the certificate; others are hosts.</summary>
    public ImmutableSortedDictionary<string, string> People { get; set; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>A proxy that says who somebody is; <see langword="null"/> for none.</summary>
    public ProxySettings? Proxy { get; set; }

    /// <summary>How old what is known of a host may be before it counts as stale, in minutes.</summary>
    public int MaxAgeMinutes { get; set; } = 24 * 60;

    /// <summary>For how many months events are kept.</summary>
    public int EventMonths { get; set; } = 13;

    /// <summary>How many events are kept at most, the newest.</summary>
    public long MostEvents { get; set; } = 10_000_000;

    /// <summary>Whether metrics are given without a token to whoever reaches the service.</summary>
    public bool OpenMetrics { get; set; }

    /// <summary>Where traces go, as OTLP; <see langword="null"/> for nowhere.</summary>
    public string? Otlp { get; set; }

    /// <summary>How many requests of one address with a wrong token are answered each minute.</summary>
    public int WrongTokensPerMinute { get; set; } = 20;
}

/// <summary>A proxy that people come through.</summary>
internal sealed record ProxySettings
{
    /// <summary>The addresses from which it connects.</summary>
    public ImmutableArray<string> Addresses { get; set; } = [];

    /// <summary>The header with the name of the person.</summary>
    public string UserHeader { get; set; } = "X-Remote-User";

    /// <summary>The header with the person's groups, separated by commas.</summary>
    public string GroupsHeader { get; set; } = "X-Remote-Groups";

    /// <summary>What members of groups may do, by the group's name.</summary>
    public ImmutableSortedDictionary<string, string> Groups { get; set; } = ImmutableSortedDictionary<string, string>.Empty;
}
