namespace NVirt.Fleet.Server.Access;

/// <summary>Who may do what. Each of the people's roles may do all that the ones before it may.</summary>
internal static class Roles
{
    /// <summary>May look at everything.</summary>
    public const string Read = "read";

    /// <summary>May also change pools.</summary>
    public const string Plan = "plan";

    /// <summary>May also freeze baselines.</summary>
    public const string Freeze = "freeze";

    /// <summary>May also make and withdraw tokens, and read what was done by whom.</summary>
    public const string Admin = "admin";

    /// <summary>May report for one host.</summary>
    public const string Host = "host";

    /// <summary>May turn itself into a token of a host, and nothing else.</summary>
    public const string Enrol = "enrol";

    private static readonly string[] People = [Read, Plan, Freeze, Admin];

    /// <summary>All roles, those of people first.</summary>
    public static IReadOnlyList<string> All { get; } = [.. People, Host, Enrol];

    /// <summary>Whether it is a role of people.</summary>
    public static bool IsPeoples(string role) => Array.IndexOf(People, role) >= 0;

    /// <summary>Whether a role may do what another may.</summary>
    public static bool Includes(string role, string needed) => role == needed
        || (Array.IndexOf(People, role) is >= 0 and var has && Array.IndexOf(People, needed) is >= 0 and var wants && has >= wants);
}
