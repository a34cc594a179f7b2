namespace NVirt.Daemon.Configuration;

/// <summary>How other daemons may be reached to which guests go (<c>--p2p</c>).</summary>
internal sealed record PeerConfiguration
{
    /// <summary>Hosts with a certificate of the authority.</summary>
    public bool Tls { get; set; } = true;

    /// <summary>Sockets of this machine that root or the daemon's user listens at.</summary>
    public bool Unix { get; set; } = true;

    /// <summary>Hosts that the daemon's user may log in at with its keys.</summary>
    public bool Ssh { get; set; }
}
