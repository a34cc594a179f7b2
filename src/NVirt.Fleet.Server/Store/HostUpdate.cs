using System.Collections.Immutable;
using NVirt.Fleet.Server.Documents;

namespace NVirt.Fleet.Server.Store;

/// <summary>A report as it is to be kept. Immutable.</summary>
/// <param name="Host">
/// The host; its pool and its former documents are the store's own, and what stands here for them counts for nothing.
/// </param>
/// <param name="Guests">All of its guests: others that it had are gone.</param>
/// <param name="Documents">Documents that are new, by SHA-256.</param>
/// <param name="Events">What changed.</param>
internal sealed record HostUpdate(
    StoredHost Host, ImmutableArray<StoredGuest> Guests, ImmutableArray<NewDocument> Documents, ImmutableArray<NewEvent> Events)
{
    /// <summary>
    /// The digest that the host had when <see cref="Events"/> were made, or <see langword="null"/> for a new host: if it has another one
    /// by then, nothing is kept, and the answer is <see cref="StoredResult.Changed"/>.
    /// </summary>
    public string? FormerDigest { get; init; }
}

/// <summary>A document that is not kept yet.</summary>
/// <param name="Sha256">SHA-256 of its bytes.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Gzip">Its bytes, by gzip.</param>
internal sealed record NewDocument(string Sha256, string Kind, byte[] Gzip);

/// <summary>A host was heard of, and nothing changed.</summary>
/// <param name="Host">Its name.</param>
/// <param name="BootId">Its boot.</param>
/// <param name="Seq">The number of the last report.</param>
/// <param name="Digest">The digest of what was reported.</param>
/// <param name="SeenAt">The service's time.</param>
internal sealed record HostBeat(string Host, string BootId, long Seq, string Digest, DateTimeOffset SeenAt);

/// <summary>What became of a report or a heartbeat.</summary>
internal enum StoredResult
{
    /// <summary>It is kept.</summary>
    Done,
    /// <summary>The same number was kept before; the host counts as heard of.</summary>
    Duplicate,
    /// <summary>A newer number, or a later boot, is known: nothing was changed.</summary>
    Older,
    /// <summary>What is kept of the host is something else than the caller thought: nothing was changed.</summary>
    Changed,
}
