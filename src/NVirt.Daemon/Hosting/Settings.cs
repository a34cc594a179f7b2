using NVirt.Daemon.Configuration;
using NVirt.Daemon.Sessions;
using NVirt.Daemon.Sockets;
using NVirt.Qemu.Confinement;
using NVirt.Remote.Transports;
using NVirt.Xml;

namespace NVirt.Daemon.Hosting;

/// <summary>The configuration as it is now; it is read again on SIGHUP. Safe for use by several threads.</summary>
internal sealed class Settings
{
    private readonly string? _file;
    private volatile State _state;

    /// <summary>Reads the configuration.</summary>
    /// <param name="file">The file; <see langword="null"/> for the usual one, if there is one.</param>
    /// <exception cref="ConfigurationException">It cannot be used.</exception>
    public Settings(string? file)
    {
        _file = file;
        _state = Read(file);
    }

    /// <summary>What the file says.</summary>
    public DaemonConfiguration Configuration => _state.Configuration;

    /// <summary>How much clients may ask for from now on.</summary>
    public SessionLimits Limits => _state.Limits;

    /// <summary>Who may change things.</summary>
    public SocketAccess Writers => new(IsReadOnly: false, IsForEverybody: false, _state.Group);

    /// <summary>Who may read.</summary>
    public SocketAccess Readers => new(
        IsReadOnly: true,
        Configuration.Readers == ReaderScope.Everybody,
        Configuration.Readers == ReaderScope.Nobody ? null : _state.Group);

    /// <summary>Reads the file again.</summary>
    /// <exception cref="ConfigurationException">It cannot be used; everything stays as it was.</exception>
    public void Reload() => _state = Read(_file);

    private static State Read(string? file)
    {
        DaemonConfiguration configuration = ConfigurationReader.Read(file);
        uint? group = configuration.Group is { } name
            ? SystemUsers.FindGroup(name) ?? throw new ConfigurationException(Text.Of(Messages.Config_UnknownGroup, name))
            : null;
        LimitConfiguration limits = configuration.Limits;
        return new State(configuration, group, new SessionLimits
        {
            Clients = Math.Min(limits.Clients, DescriptorLimit.Clients),
            UnauthenticatedClients = limits.UnauthenticatedClients,
            CallsOfClient = limits.CallsOfClient,
            WaitingEvents = limits.WaitingEvents,
            KeepaliveInterval = TimeSpan.FromSeconds(limits.KeepaliveInterval),
            KeepaliveCount = limits.KeepaliveCount,
            Peers = [.. PeersOf(configuration.Peers)],
        });
    }

    private static IEnumerable<RemoteTransport> PeersOf(PeerConfiguration peers)
    {
        (bool IsAllowed, RemoteTransport Way)[] ways =
            [(peers.Tls, RemoteTransport.Tls), (peers.Unix, RemoteTransport.Unix), (peers.Ssh, RemoteTransport.Ssh)];
        return ways.Where(w => w.IsAllowed).Select(w => w.Way);
    }

    private sealed record State(DaemonConfiguration Configuration, uint? Group, SessionLimits Limits);
}
