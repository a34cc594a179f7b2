using NVirt.Domains;

namespace NVirt.Qemu.State;

/// <summary>A domain: defined, running, or both.</summary>
/// <param name="Name">Its name; its UUID, if no file that can be read says more.</param>
/// <param name="Uuid">Its UUID.</param>
/// <param name="Definition">What is kept of it, or <see langword="null"/>.</param>
/// <param name="Run">What is found of its guest, ended or not; or <see langword="null"/>.</param>
internal sealed record FoundDomain(string Name, Guid Uuid, DomainDocument? Definition, FoundRun? Run)
{
    /// <summary>What is known of its guest, or <see langword="null"/>.</summary>
    public RunRecord? Record => Run?.Record;
}
