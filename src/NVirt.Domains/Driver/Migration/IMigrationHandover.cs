namespace NVirt.Domains.Driver.Migration;

/// <summary>
/// Implemented by ends of a migration that say more to each other than the contract has words for. Whoever drives the migration hands it
/// from one to the other, unread, before each step.
/// </summary>
public interface IMigrationHandover
{
    /// <summary>What this end said last; empty if nothing.</summary>
    public ReadOnlyMemory<byte> Said { get; }

    /// <summary>Takes what the other end said last.</summary>
    /// <param name="said">Its bytes.</param>
    public void Hear(ReadOnlyMemory<byte> said);
}
