namespace NVirt.Daemon.Configuration;

/// <summary>Clients over TLS, which prove who they are by a certificate.</summary>
internal sealed record TlsConfiguration
{
    /// <summary>The address to listen at; every one of this host by default.</summary>
    public string Address { get; set; } = "::";

    /// <summary>The port, 1 to 65,535; libvirt's by default.</summary>
    public int Port { get; set; } = 16514;

    /// <summary>The file with the certificate of the authority that signs clients' certificates (PEM).</summary>
    public string Authority { get; set; } = "/etc/pki/CA/cacert.pem";

    /// <summary>The file with this host's certificate (PEM).</summary>
    public string Certificate { get; set; } = "/etc/pki/libvirt/servercert.pem";

    /// <summary>The file with its key (PEM), which only its owner, and perhaps its group, may read.</summary>
    public string Key { get; set; } = "/etc/pki/libvirt/private/serverkey.pem";

    /// <summary>
    /// The names that clients may have: whole subjects as in <c>CN=host1,O=Example</c>, where <c>*</c> stands for any characters.
    /// <see langword="null"/> for every name that the authority signed.
    /// </summary>
    public string[]? AllowedNames { get; set; }
}
