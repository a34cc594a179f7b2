using NVirt.Fleet.Agent.Configuration;

namespace NVirt.Daemon.Configuration;

/// <summary>What the configuration file says (docs/daemon.md). What it leaves out is as here.</summary>
internal sealed record DaemonConfiguration
{
    /// <summary>The group whose members may do everything through <c>nvirt-sock</c>; <see langword="null"/> for none.</summary>
    public string? Group { get; set; }

    /// <summary>Who may read through <c>nvirt-sock-ro</c>.</summary>
    public ReaderScope Readers { get; set; } = ReaderScope.Everybody;

    /// <summary>Whether there are also sockets where libvirt's clients look without being told.</summary>
    public bool LibvirtSockets { get; set; }

    /// <summary>How much clients may ask for.</summary>
    public LimitConfiguration Limits { get; set; } = new();

    /// <summary>How this daemon may reach others that a client wants guests to go to.</summary>
    public PeerConfiguration Peers { get; set; } = new();

    /// <summary>Clients on other hosts; <see langword="null"/> for none.</summary>
    public TlsConfiguration? Tls { get; set; }

    /// <summary>The service that is told of this host and its guests; <see langword="null"/> for none.</summary>
    public AgentConfiguration? Fleet { get; set; }

    /// <summary>Where measurements and traces go; <see langword="null"/> for nowhere.</summary>
    public TelemetryConfiguration? Telemetry { get; set; }
}
