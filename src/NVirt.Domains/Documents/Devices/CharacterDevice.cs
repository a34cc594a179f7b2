using System.Collections.Immutable;
using NVirt.Xml;

namespace NVirt.Domains.Documents.Devices;

/// <summary>A character device (<c>serial</c>, <c>parallel</c>, <c>console</c>, <c>channel</c>).</summary>
public sealed record CharacterDevice(string Element, DomainPlace Place) : DomainDevice(Element, Place)
{
    /// <summary>
    /// The host's end: <c>pty</c>, <c>file</c>, <c>unix</c>, <c>tcp</c>, <c>udp</c>, <c>stdio</c>, <c>null</c> and so on.
    /// </summary>
    public required CharacterBackend Backend { get; init; }

    /// <summary>The guest's end: <c>isa-serial</c>, <c>virtio</c>, <c>guestfwd</c> and so on.</summary>
    public string? TargetType { get; init; }

    /// <summary>The guest's port.</summary>
    public uint? TargetPort { get; init; }

    /// <summary>For a virtio channel: its name.</summary>
    public string? TargetName { get; init; }

    /// <summary>The hypervisor's own name of the guest's end (<c>target/model name</c>).</summary>
    public string? TargetModel { get; init; }
}

/// <summary>The host's end of a character device.</summary>
/// <param name="Type">libvirt's name of the kind: <c>pty</c>, <c>file</c>, <c>unix</c>, <c>tcp</c> and so on.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record CharacterBackend(string Type)
{
    /// <summary>Its sources, in document order: one, or for <c>udp</c> one to bind and one to connect to.</summary>
    public ImmutableArray<CharacterSource> Sources { get; init; } = [];

    /// <summary>For <c>tcp</c>: <c>raw</c>, <c>telnet</c>, <c>telnets</c>, <c>tls</c>.</summary>
    public string? Protocol { get; init; }
}

/// <summary>One source of a character device.</summary>
public sealed record CharacterSource
{
    /// <summary>A path in the host.</summary>
    public string? Path { get; init; }

    /// <summary><c>bind</c> or <c>connect</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>A host.</summary>
    public string? Host { get; init; }

    /// <summary>A port, or the name of one.</summary>
    public string? Service { get; init; }

    /// <summary>For a file: whether output is appended to it.</summary>
    public bool? Append { get; init; }

    /// <summary>The name of a SPICE port or channel.</summary>
    public string? Channel { get; init; }
}
