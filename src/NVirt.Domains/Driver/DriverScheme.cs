using NVirt.Domains.Driver.Migration;

namespace NVirt.Domains.Driver;

/// <summary>The URIs of one driver, and how it is opened.</summary>
/// <param name="name">The scheme, for example <c>qemu</c>.</param>
/// <param name="open">Opens the driver with the URI's parameters, already unescaped.</param>
/// <remarks>Immutable, and safe for use by several threads if the functions that it is given are.</remarks>
public sealed class DriverScheme(string name, Func<IReadOnlyDictionary<string, string>, IDomainDriver> open)
{
    /// <summary>The scheme.</summary>
    public string Name { get; } = name;

    /// <summary>The paths that the URI may have, all with the same meaning; the first is the usual one.</summary>
    public IReadOnlyList<string> Paths { get; init; } = ["/"];

    /// <summary>The parameters that the URI may have, each at most once.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>
    /// How a hypervisor of this kind on another host is reached as the destination of a migration, by schemes such as <c>qemu+ssh</c>: each
    /// is given the whole URI. Default: not at all.
    /// </summary>
    public IReadOnlyDictionary<string, Func<string, CancellationToken, Task<IMigrationDestination>>> Remotes { get; init; } =
        new Dictionary<string, Func<string, CancellationToken, Task<IMigrationDestination>>>();

    /// <summary>What its URIs look like, for people.</summary>
    internal IEnumerable<string> Forms => [$"{Name}://{Paths[0]}", .. Parameters.Select(p => $"{Name}://{Paths[0]}?{p}=...")];

    /// <summary>The same of destinations.</summary>
    internal IEnumerable<string> DestinationForms => [.. Forms, .. Remotes.Keys.Select(r => $"{r}://host/")];

    /// <summary>Whether a scheme is this one.</summary>
    internal bool IsNamed(string scheme) => string.Equals(Name, scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a scheme leads to another host.</summary>
    internal bool IsReachedBy(string scheme) => Remotes.ContainsKey(scheme);

    /// <summary>Reaches another host.</summary>
    internal Task<IMigrationDestination> ReachAsync(string scheme, string uri, CancellationToken cancellation) =>
        Remotes[scheme](uri, cancellation);

    /// <summary>Opens the driver.</summary>
    internal IDomainDriver Open(IReadOnlyDictionary<string, string> parameters) => open(parameters);
}
