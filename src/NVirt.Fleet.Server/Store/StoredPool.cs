using System.Collections.Immutable;

namespace NVirt.Fleet.Server.Store;

/// <summary>Hosts between which guests move. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Counts its changes, from 1.</param>
/// <param name="Hosts">The names of its hosts; a host is in at most one pool.</param>
internal sealed record StoredPool(string Name, long Version, ImmutableArray<string> Hosts);

/// <summary>What became of a change of a pool; without a version nothing was changed. Immutable.</summary>
/// <param name="Version">The new version.</param>
/// <param name="Unknown">
/// A host that is not known; <see langword="null"/> if there is none: then the pool has another version than the change is based on.
/// </param>
internal readonly record struct PoolResult(long? Version, string? Unknown = null);

/// <summary>What a pool promised. Immutable.</summary>
/// <param name="Pool">The pool's name.</param>
/// <param name="Version">From 1.</param>
/// <param name="Digest">SHA-256 of the document.</param>
/// <param name="Document">The canonical JSON.</param>
/// <param name="Signature">A detached signature, if there is one.</param>
/// <param name="CreatedBy">Who froze it.</param>
/// <param name="CreatedAt">When.</param>
internal sealed record StoredBaseline(
    string Pool, int Version, string Digest, byte[] Document, byte[]? Signature, string CreatedBy, DateTimeOffset CreatedAt);
