using System.Collections.Immutable;

namespace NVirt.Domains.Documents.Devices;

/// <summary>What a document does not say of a device, but is so.</summary>
/// <param name="Device">
/// The place of the device in <see cref="DomainDevices.All"/>, from 0; <see langword="null"/> for one that the document does not have.
/// </param>
/// <param name="Element">The name of its element.</param>
/// <param name="All">The facts; later ones replace earlier ones.</param>
/// <remarks>Immutable. Two are equal only if they share their list; compare the elements where the contents matter.</remarks>
public sealed record DeviceFacts(int? Device, string Element, ImmutableArray<DeviceFact> All);

/// <summary>One fact of a device: an attribute.</summary>
/// <param name="Path">Below the device's element, names separated by slashes: <c>target/model</c>; empty for that element itself.</param>
/// <param name="Attribute">The attribute's name.</param>
/// <param name="Value">Its value.</param>
/// <remarks>The default has no names, and cannot be written.</remarks>
public readonly record struct DeviceFact(string Path, string Attribute, string Value);
