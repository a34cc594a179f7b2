using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Remote.Migration;
using NVirt.Remote.Transports;
using NVirt.Xml;

namespace NVirt.Remote;

/// <summary>Migration, from daemons and to daemons.</summary>
public sealed partial class RemoteDriver
{
    /// <summary>Makes the destination of one migration behind a daemon. It connects when it is asked to prepare.</summary>
    /// <param name="uri">The URI, as for <see cref="TryOpen(string)"/>.</param>
    /// <param name="address">
    /// Where the state is to go: <c>tcp://HOST</c> or <c>tcp://HOST:PORT</c>; <see langword="null"/> if the daemon chooses.
    /// </param>
    /// <returns>The destination; <see langword="null"/> for a URI that names no daemon.</returns>
    /// <exception cref="DomainException">A part of the URI is wrong, or the address is none (invalid argument).</exception>
    public static IMigrationDestination? TryOpenDestination(string uri, string? address = null)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return RemoteAddress.TryParse(uri) is { } daemon
            ? new RemoteDriver(daemon, options: null).OpenDestination(address, RemotePatience.Usual) : null;
    }

    /// <summary>
    /// The same for a daemon that a client has told where a guest is to go: a socket counts only if it is root's or this user's.
    /// </summary>
    /// <param name="uri">The URI.</param>
    /// <param name="address">Where the state is to go.</param>
    /// <param name="hypervisor">The hypervisor that it must be, such as <c>qemu</c>.</param>
    /// <param name="allowed">How it may be reached.</param>
    /// <exception cref="DomainException">
    /// A part of the URI is wrong, it is another hypervisor, or the address is none (invalid argument); or it may not be reached in this
    /// way (access denied).
    /// </exception>
    public static IMigrationDestination OpenPeer(string uri, string? address, string hypervisor, IReadOnlyList<RemoteTransport> allowed)
    {
        ArgumentNullException.ThrowIfNull(uri);
        ArgumentNullException.ThrowIfNull(allowed);
        string shown = Text.OnOneLine(uri, 300);
        RemoteAddress? daemon = RemoteAddress.TryParse(uri);
        if (daemon is null || daemon.Driver != hypervisor)
        {
            throw new DomainException(DomainErrorKind.InvalidArgument, Text.Of(Messages.Peer_Uri, shown, hypervisor));
        }

        return allowed.Contains(daemon.Transport)
            ? new RemoteDriver(daemon with { IsOfOthersChoice = true }, options: null).OpenDestination(address, RemotePatience.Usual)
            : throw new DomainException(
                DomainErrorKind.AccessDenied, Text.Of(Messages.Peer_Way, shown, daemon.Transport.ToString().ToLowerInvariant()));
    }

    /// <inheritdoc/>
    public async Task<IMigrationSource> BeginMigrationAsync(
        DomainReference domain,
        MigrationOptions? options = null,
        IProgress<MigrationProgress>? progress = null,
        CancellationToken cancellation = default) =>
        await RemoteSource.BeginAsync(
            new RemoteDriver(_address, _options), domain, options ?? new MigrationOptions(), progress, RemotePatience.Usual, cancellation)
            .ConfigureAwait(false);

    /// <inheritdoc/>
    public IMigrationDestination OpenDestination() =>
        new RemoteDriver(_address, _options).OpenDestination(address: null, RemotePatience.Usual);

    /// <summary>The same with an address for the state. This is let go with the destination.</summary>
    internal IMigrationDestination OpenDestination(string? address, RemotePatience patience) =>
        new RemoteDestination(this, address is null ? null : StateAddress.Parse(address).Uri, patience);
}
