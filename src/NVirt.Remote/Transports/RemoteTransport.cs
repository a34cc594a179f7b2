namespace NVirt.Remote.Transports;

/// <summary>How a daemon is reached.</summary>
public enum RemoteTransport
{
    /// <summary>By its socket on this machine.</summary>
    Unix,

    /// <summary>By ssh, and its socket there.</summary>
    Ssh,

    /// <summary>By TLS, with certificates of both ends.</summary>
    Tls,
}
