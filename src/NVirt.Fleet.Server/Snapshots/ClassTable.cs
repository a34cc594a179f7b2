using System.Collections.Concurrent;
using NVirt.Cpu;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Reports;
using NVirt.Fleet.Server.Documents;
using NVirt.Fleet.Server.Store;
using NVirt.Platforms;

namespace NVirt.Fleet.Server.Snapshots;

/// <summary>
/// The classes of the store, read from their documents, so that a program with a newer map reads more in them. Classes are only ever added.
/// Safe for use by several threads.
/// </summary>
internal sealed class ClassTable(IFleetStore store, CpuMap map) : IDisposable
{
    private readonly ConcurrentDictionary<long, CpuStatement> _statements = new();
    private readonly SemaphoreSlim _reading = new(1);
    private long _last;

    /// <summary>The statement of a class that was read; <see langword="null"/> if it was not, or its document cannot be read.</summary>
    public CpuStatement? Find(long id) => _statements.GetValueOrDefault(id);

    /// <summary>The statements of some classes; new ones are read.</summary>
    public async Task<IEnumerable<CpuStatement>> StatementsAsync(IReadOnlyList<long> ids, CancellationToken cancellation)
    {
        if (ids.Any(i => !_statements.ContainsKey(i)))
        {
            await RefreshAsync(cancellation);
        }

        return ids.Select(Find).OfType<CpuStatement>();
    }

    /// <summary>Reads what is new.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            foreach (StoredClass found in await store.ReadClassesAsync(_last, cancellation))
            {
                if (await ReadAsync(found, cancellation) is { } statement)
                {
                    _statements[found.Id] = statement;
                }

                _last = found.Id;
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private async Task<CpuStatement?> ReadAsync(StoredClass found, CancellationToken cancellation)
    {
        if (await store.ReadDocumentAsync(found.Document, cancellation) is not { } packed
            || Gzip.Unpack(packed, ReportLimits.Document) is not { } content)
        {
            return null;
        }

        try
        {
            IReadOnlyList<CpuStatement> statements = DocumentReader.StatementsOf(content, map);
            return found.Place < statements.Count
                ? statements[found.Place] with { Truth = StatementKey.TruthOf(found.Key), Remarks = [] } : null;
        }
        catch (Exception e) when (e is CpuException or FormatException)
        {
            return null;
        }
    }
}
