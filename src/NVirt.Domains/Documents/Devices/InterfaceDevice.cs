namespace NVirt.Domains.Documents.Devices;

/// <summary>A network interface (<c>interface</c>).</summary>
public sealed record InterfaceDevice(DomainPlace Place) : DomainDevice("interface", Place)
{
    /// <summary>
    /// What it is connected to: <c>user</c> (default), <c>network</c>, <c>bridge</c>, <c>direct</c>, <c>ethernet</c> and so on.
    /// </summary>
    public string Type { get; init; } = "user";

    /// <summary>Hardware address, as written.</summary>
    public string? Mac { get; init; }

    /// <summary>What it is connected to: the network, bridge or device, by the type.</summary>
    public string? Source { get; init; }

    /// <summary>For <c>direct</c>: <c>vepa</c>, <c>bridge</c>, <c>private</c>, <c>passthrough</c>.</summary>
    public string? SourceMode { get; init; }

    /// <summary>What the guest sees: <c>virtio</c>, <c>e1000</c> and so on.</summary>
    public string? Model { get; init; }

    /// <summary>The name of the host's end.</summary>
    public string? Target { get; init; }

    /// <summary>Who handles the packets: <c>qemu</c>, <c>vhost</c>.</summary>
    public string? Driver { get; init; }

    /// <summary>Queues for packets.</summary>
    public uint? Queues { get; init; }

    /// <summary>Whether the cable is plugged in.</summary>
    public bool? LinkUp { get; init; }

    /// <summary>Largest packet, in bytes.</summary>
    public uint? Mtu { get; init; }
}
