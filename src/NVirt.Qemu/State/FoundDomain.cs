using NVirt.Domains;

namespace NVirt.Qemu.State;

/// <summary>A domain: defined, running, or both.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Uuid">Its UUID.</param>
/// <param name="Definition">What is kept of it, or <see langword="null"/>.</param>
/// <param name="Record">What is known of its guest, or <see langword="null"/>.</param>
internal sealed record FoundDomain(string Name, Guid Uuid, DomainDocument? Definition, RunRecord? Record);
