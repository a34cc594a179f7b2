namespace NVirt.Fleet.Agent.Configuration;

/// <summary>What a configuration says of the agent (docs/agent.md). What it leaves out is as here.</summary>
public sealed record AgentConfiguration
{
    /// <summary>The service's address; it must be given, here or elsewhere.</summary>
    public string? Server { get; set; }

    /// <summary>The file with this host's token; <see langword="null"/> for none.</summary>
    public string? TokenFile { get; set; }

    /// <summary>The file with an enrolment token, for a token of this host's own; <see langword="null"/> for none.</summary>
    public string? EnrolTokenFile { get; set; }

    /// <summary>The file with certificates of those who vouch for the service (PEM); <see langword="null"/> for the system's.</summary>
    public string? Ca { get; set; }

    /// <summary>The file with this host's certificate (PEM); <see langword="null"/> for none.</summary>
    public string? Certificate { get; set; }

    /// <summary>The file with the key of that certificate (PEM), which not everybody may read.</summary>
    public string? Key { get; set; }

    /// <summary>Whether http to other machines is allowed.</summary>
    public bool Insecure { get; set; }

    /// <summary>The folder of what must not be forgotten; <see langword="null"/> for the usual one.</summary>
    public string? State { get; set; }

    /// <summary>The host's name; <see langword="null"/> for this machine's.</summary>
    public string? Name { get; set; }

    /// <summary>The seconds from one report or heartbeat to the next: 10 to 86,400.</summary>
    public int Interval { get; set; } = 300;

    /// <summary>The site; <see langword="null"/> if it is not told.</summary>
    public string? Site { get; set; }

    /// <summary>How much the host counts, from 0 to 1,000,000; <see langword="null"/> if it is not told.</summary>
    public long? Weight { get; set; }

    /// <summary>Any names with values: at most 64.</summary>
    public Dictionary<string, string> Labels { get; set; } = [];

    /// <summary>The folder of guests that are run without a daemon; <see langword="null"/> for all guests that are found.</summary>
    public string? Root { get; set; }
}
