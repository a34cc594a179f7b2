using System.Collections.Immutable;
using NVirt.Remote.Transports;

namespace NVirt.Daemon.Sessions;

/// <summary>How much a client may ask for at once, and how soon it must show that it lives (rpc-protocol.md 1 and 4).</summary>
internal sealed record SessionLimits
{
    /// <summary>How many calls of one client are served at once; while there are so many, nothing more of it is read.</summary>
    public int CallsOfClient { get; init; } = 5;

    /// <summary>How many clients may be connected.</summary>
    public int Clients { get; init; } = 5000;

    /// <summary>How many clients may be in the middle of proving who they are.</summary>
    public int UnauthenticatedClients { get; init; } = 20;

    /// <summary>How many events may wait for a client; one that is slower is closed.</summary>
    public int WaitingEvents { get; init; } = 4096;

    /// <summary>After how long a silence a client that knows keepalive is asked for a sign of life.</summary>
    public TimeSpan KeepaliveInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How this daemon may reach others that a client migrates guests to.</summary>
    public ImmutableArray<RemoteTransport> Peers { get; init; } = [RemoteTransport.Tls, RemoteTransport.Unix];

    /// <summary>How often it is asked before it is closed.</summary>
    public int KeepaliveCount { get; init; } = 5;
}
