using NVirt.Domains.Documents;

namespace NVirt.Qemu.State;

/// <summary>A domain: defined, running, or both.</summary>
/// <param name="Name">Its name; its UUID if no readable file has the name.</param>
/// <param name="Uuid">Its UUID.</param>
/// <param name="Definition">Its saved definition, or <see langword="null"/>.</param>
/// <param name="Run">Its guest, ended or not; or <see langword="null"/>.</param>
internal sealed record FoundDomain(string Name, Guid Uuid, DomainDocument? Definition, FoundRun? Run)
{
    /// <summary>The record of its guest, or <see langword="null"/>.</summary>
    public RunRecord? Record => Run?.Record;
}
