using NVirt.Cpu;
using NVirt.Domains.Capabilities.Domains;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Remote.Transports;
using NVirt.Rpc.Client;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;
using NVirt.Xml;

namespace NVirt.Remote;

/// <summary>
/// A hypervisor behind a daemon that speaks libvirt's protocol: nvirtd, or libvirt's own. Safe for use by several threads.
/// </summary>
/// <remarks>
/// The first call connects, and so does the next one after the connection was lost or the driver was disposed of. What the protocol has no
/// word for is the daemon's choice: how long it waits for others (patience), how long a guest may take to end (grace), and force.
/// A guest moves from a daemon only to another one.
/// </remarks>
public sealed partial class RemoteDriver : IDomainDriver
{
    // A version is one number: a million of the first part, a thousand of the second, and the third.
    private const ulong Million = 1_000_000;
    private const ulong Thousand = 1000;

    private readonly RemoteAddress _address;
    private readonly RpcClientOptions? _options;
    private readonly Lock _lock = new();
    private Task<RemoteConnection>? _connection;

    private RemoteDriver(RemoteAddress address, RpcClientOptions? options)
    {
        _address = address;
        _options = options;
        Uri = new Uri(address.Text);
    }

    /// <summary>What URIs of daemons look like, for people.</summary>
    public static IReadOnlyList<string> Forms => RemoteAddress.Forms;

    /// <inheritdoc/>
    public Uri Uri { get; }

    /// <inheritdoc/>
    public DomainOperations Operations => DomainOperations.All;

    /// <summary>Whether a URI names a daemon.</summary>
    /// <param name="uri">The URI.</param>
    /// <exception cref="DomainException">A part of it is wrong (invalid argument).</exception>
    public static bool IsUri(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return RemoteAddress.TryParse(uri) is not null;
    }

    /// <summary>Makes a driver for a URI of a daemon. It connects later.</summary>
    /// <param name="uri">
    /// <c>qemu:///system</c> or <c>qemu:///session</c> for the daemon of this machine or user, nvirtd's if there is one, or else libvirt's;
    /// <c>qemu+unix:///system?socket=PATH</c> for one socket; <c>qemu+ssh://[user@]host[:port]/system</c>;
    /// <c>qemu+tls://host[:port]/system</c>, with certificates where libvirt's clients have them, or in <c>?pkipath=DIR</c>. <c>test</c>,
    /// <c>xen</c> and <c>vmware</c> can stand instead of <c>qemu</c> where there is a <c>+</c>.
    /// </param>
    /// <returns>The driver; <see langword="null"/> for a URI that names no daemon.</returns>
    /// <exception cref="DomainException">A part of the URI is wrong (invalid argument).</exception>
    public static RemoteDriver? TryOpen(string uri) => TryOpen(uri, options: null);

    /// <inheritdoc cref="TryOpen(string)"/>
    /// <param name="uri">The URI.</param>
    /// <param name="options">How long to wait; <see langword="null"/> for the defaults.</param>
    public static RemoteDriver? TryOpen(string uri, RpcClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return RemoteAddress.TryParse(uri) is { } address ? new RemoteDriver(address, options) : null;
    }

    /// <inheritdoc/>
    public async Task<Version?> GetVersionAsync(CancellationToken cancellation = default)
    {
        ulong version = (await CallAsync(RemoteProgram.ConnectGetVersion, XdrNothing.Value, cancellation).ConfigureAwait(false)).HvVer;
        return version is 0 or > int.MaxValue ? null
            : new Version((int)(version / Million), (int)(version / Thousand % Thousand), (int)(version % Thousand));
    }

    /// <inheritdoc/>
    public async Task<HostCapabilities> GetCapabilitiesAsync(CancellationToken cancellation = default)
    {
        ConnectGetCapabilitiesResult answer =
            await CallAsync(RemoteProgram.ConnectGetCapabilities, XdrNothing.Value, cancellation).ConfigureAwait(false);
        return HostCapabilitiesXml.Parse(answer.Capabilities);
    }

    /// <inheritdoc/>
    public async Task<DomainCapabilities> GetDomainCapabilitiesAsync(DomainKind kind, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ConnectGetDomainCapabilitiesArgs arguments = new()
        {
            Emulatorbin = kind.Emulator,
            Arch = ArchOf(kind),
            Machine = kind.Machine,
            Virttype = kind.Type,
            Flags = 0,
        };
        try
        {
            ConnectGetDomainCapabilitiesResult answer =
                await CallAsync(RemoteProgram.ConnectGetDomainCapabilities, arguments, cancellation).ConfigureAwait(false);
            return DomainCapabilitiesXml.Parse(answer.Capabilities);
        }
        catch (DomainException e) when (e.Kind == DomainErrorKind.InvalidArgument)
        {
            // Nothing but the kind can be wrong.
            throw new DomainException(DomainErrorKind.NoSupport, e.Message, e);
        }
    }

    /// <summary>Closes the connection, if there is one: what was to end with it has ended then.</summary>
    public async ValueTask DisposeAsync()
    {
        Task<RemoteConnection>? connection;
        lock (_lock)
        {
            connection = _connection;
            _connection = null;
        }

        if (connection is null)
        {
            return;
        }

        try
        {
            await (await connection.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
        catch (DomainException)
        {
            // It was never open.
        }
    }

    private static string? ArchOf(DomainKind kind) => kind.Arch == CpuArchitecture.None ? null : kind.Arch.ToName();

    private async Task<TResult> CallAsync<TArgs, TResult>(
        Procedure<TArgs, TResult> procedure, TArgs arguments, CancellationToken cancellation)
        where TArgs : IXdrValue<TArgs>
        where TResult : IXdrValue<TResult>
    {
        RemoteConnection connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        return await connection.CallAsync(procedure, arguments, cancellation).ConfigureAwait(false);
    }

    // Who gives up waiting leaves the connection to others.
    internal Task<RemoteConnection> ConnectAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            bool isUsable = _connection is { IsFaulted: false, IsCanceled: false } open
                && !(open.IsCompletedSuccessfully && open.Result.Client.Ended.IsCompleted);
            _connection = isUsable ? _connection : RemoteConnection.OpenAsync(_address, _options);
            return _connection!.IsCompleted ? _connection : _connection.WaitAsync(cancellation);
        }
    }
}
