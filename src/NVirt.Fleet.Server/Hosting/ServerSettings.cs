using System.Collections.Immutable;

namespace NVirt.Fleet.Server.Hosting;

/// <summary>How the service runs: the configuration file, and over it the command line. Immutable.</summary>
internal sealed record ServerSettings
{
    /// <summary>Where the fleet is kept: a file of SQLite, or a connection string of PostgreSQL.</summary>
    public string Db { get; init; } = "fleet.db";

    /// <summary>Where the service listens: URLs with an address or <c>*</c>.</summary>
    public ImmutableArray<string> Listen { get; init; } = ["http://127.0.0.1:7420"];

    /// <summary>Whether it may listen without TLS for other machines.</summary>
    public bool Insecure { get; init; }

    /// <summary>The service's certificate, as PEM.</summary>
    public string? Certificate { get; init; }

    /// <summary>The key of the certificate, as PEM.</summary>
    public string? Key { get; init; }

    /// <summary>Certificates of those who may issue clients' certificates, as PEM; without them no client is asked for one.</summary>
    public string? ClientCa { get; init; }

    /// <summary>What people with a client certificate may do, by the common name of the certificate; others are hosts.</summary>
    public ImmutableSortedDictionary<string, string> People { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>A proxy that says who somebody is; <see langword="null"/> for none.</summary>
    public ProxySettings? Proxy { get; init; }

    /// <summary>How old what is known of a host may be before it counts as stale, in minutes.</summary>
    public int MaxAgeMinutes { get; init; } = 24 * 60;

    /// <summary>Whether metrics are given without a token to whoever reaches the service.</summary>
    public bool OpenMetrics { get; init; }

    /// <summary>Where traces go, as OTLP; <see langword="null"/> for nowhere.</summary>
    public string? Otlp { get; init; }

    /// <summary>How many requests of one address with a wrong token are answered each minute.</summary>
    public int WrongTokensPerMinute { get; init; } = 20;
}

/// <summary>A proxy that people come through. Immutable.</summary>
internal sealed record ProxySettings
{
    /// <summary>The addresses from which it connects.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];

    /// <summary>The header with the name of the person.</summary>
    public string UserHeader { get; init; } = "X-Remote-User";

    /// <summary>The header with the person's groups, separated by commas.</summary>
    public string GroupsHeader { get; init; } = "X-Remote-Groups";

    /// <summary>What members of groups may do, by the group's name.</summary>
    public ImmutableSortedDictionary<string, string> Groups { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
