using System.Collections.Immutable;
using NVirt.Xml;

namespace NVirt.Domains.Documents.Devices;

/// <summary>Emulator and devices of a domain.</summary>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record DomainDevices
{
    /// <summary>Path of the emulator, or <see langword="null"/>.</summary>
    public string? Emulator { get; init; }

    /// <summary>All devices in document order.</summary>
    public ImmutableArray<DomainDevice> All { get; init; } = [];

    /// <summary>The devices of one kind, in document order.</summary>
    public IEnumerable<T> Of<T>()
        where T : DomainDevice => All.OfType<T>();
}

/// <summary>A device. What the document does not say is <see langword="null"/>, unless the property has a default.</summary>
/// <param name="Element">The name of its element: <c>disk</c>, <c>interface</c> and so on.</param>
/// <param name="Place">Where it is in the document.</param>
public abstract record DomainDevice(string Element, DomainPlace Place)
{
    /// <summary>Where it is plugged in.</summary>
    public DeviceAddress? Address { get; init; }

    /// <summary>Its name in the hypervisor (<c>alias name</c>).</summary>
    public string? Alias { get; init; }

    /// <summary>Its position in the boot order, from 1 (<c>boot order</c>).</summary>
    public uint? BootOrder { get; init; }
}

/// <summary>A device of a kind that NVirt only keeps: nothing inside it is interpreted.</summary>
public sealed record OtherDevice(string Element, DomainPlace Place) : DomainDevice(Element, Place);
