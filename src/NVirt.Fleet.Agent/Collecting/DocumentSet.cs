using System.Collections.Immutable;
using System.Security.Cryptography;
using NVirt.Fleet.Reports;

namespace NVirt.Fleet.Agent.Collecting;

/// <summary>The documents of a report, each once. Not for use by several threads.</summary>
internal sealed class DocumentSet
{
    /// <summary>The kind of documents that tell of the host.</summary>
    public const string Host = "host";

    /// <summary>The kind of documents that tell of guests.</summary>
    public const string Guest = "guest";

    private readonly Dictionary<(string Kind, string Digest), ReportedDocument> _documents = [];

    /// <summary>All of them, in the order of their digests.</summary>
    public ImmutableArray<ReportedDocument> All => [.. _documents.Values.OrderBy(d => d.Sha256, StringComparer.Ordinal)];

    /// <summary>Adds a document, if it is not there yet.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="content">Its bytes.</param>
    /// <returns>Its digest.</returns>
    public string Add(string kind, byte[] content)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(content));
        if (!_documents.ContainsKey((kind, digest)))
        {
            _documents.Add((kind, digest), new ReportedDocument { Kind = kind, Sha256 = digest, Gzip = Gzip.Pack(content) });
        }

        return digest;
    }
}
