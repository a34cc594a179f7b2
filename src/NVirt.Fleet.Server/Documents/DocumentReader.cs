using System.Collections.Concurrent;
using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Reports;
using NVirt.Fleet.Server.Store;
using NVirt.Platforms;

namespace NVirt.Fleet.Server.Documents;

/// <summary>What a document says. Immutable.</summary>
/// <param name="Statements">Its statements, with the numbers of their classes.</param>
/// <param name="Problem">Why it says nothing; <see langword="null"/> if it says something.</param>
internal sealed record ReadDocument(ImmutableArray<(CpuStatement Statement, long Class)> Statements, string? Problem);

/// <summary>
/// Reads documents and finds the classes of what they say. Most hosts of a fleet tell much the same again and again, so what was read
/// lately is kept, up to a bound. Safe for use by several threads.
/// </summary>
internal sealed class DocumentReader(IFleetStore store, CpuMap map)
{
    private const int Most = 20_000;

    private readonly ConcurrentDictionary<(string Digest, bool IsLive), ReadDocument> _known = new();

    /// <summary>What was read lately; <see langword="null"/> if that is not known.</summary>
    public ReadDocument? Find(string digest, bool isLive) => _known.GetValueOrDefault((digest, isLive));

    /// <summary>Reads a document.</summary>
    /// <param name="digest">SHA-256 of its bytes.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="isLive">Whether it tells what a running guest got.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<ReadDocument> ReadAsync(string digest, byte[] content, bool isLive, CancellationToken cancellation)
    {
        if (Find(digest, isLive) is { } known)
        {
            return known;
        }

        ReadDocument read;
        try
        {
            CpuStatement[] statements = [.. StatementsOf(content, map).Select(s => isLive ? s with { Truth = StatementTruth.Live } : s)];
            byte[] packed = Gzip.Pack(content);
            IReadOnlyList<long> classes = await store.InternClassesAsync(
                [.. statements.Select((s, i) => new NewClass(StatementKey.Of(s), digest, packed, i))], cancellation);
            read = new ReadDocument([.. statements.Select((s, i) => (s, classes[i]))], statements.Length == 0 ? "empty" : null);
        }
        catch (CpuException e)
        {
            read = new ReadDocument([], e.Message);
        }

        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        return _known[(digest, isLive)] = read;
    }

    /// <summary>The statements of a document.</summary>
    /// <exception cref="CpuException">It cannot be read.</exception>
    public static IReadOnlyList<CpuStatement> StatementsOf(byte[] content, CpuMap map) => SourceReader.Read(content, string.Empty, map);
}
