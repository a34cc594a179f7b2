using NVirt.Cpu;
using NVirt.Platforms;

namespace NVirt.Fleet.Inventories;

/// <summary>What was read of a file or a document, or why nothing was.</summary>
/// <param name="Statements">What it says; <see langword="null"/> if it speaks of no host or guest, or could not be read.</param>
/// <param name="Time">When it was made; <see langword="null"/> if nothing says it.</param>
/// <param name="Problem">Why it could not be read; <see langword="null"/> if it was.</param>
internal sealed record ReadSource(IReadOnlyList<CpuStatement>? Statements, DateTimeOffset? Time, CpuException? Problem = null)
{
    // What was just read is shared before the collector looks at it, so that it need not move what hosts have in common.
    private const int BatchSize = 256;

    /// <summary>Reads many by several threads. What comes back is in their order, whatever the number of threads.</summary>
    /// <param name="items">What is to be read.</param>
    /// <param name="read">Reads one; safe for use by several threads.</param>
    /// <param name="threads">The most threads; <see langword="null"/> for as many as the machine has.</param>
    public static IEnumerable<ReadSource> OfAll<T>(IReadOnlyList<T> items, Func<T, ReadSource> read, int? threads)
    {
        SharedStatements shared = new();
        ParallelOptions options = new() { MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount };
        ReadSource[] batch = new ReadSource[Math.Min(BatchSize, items.Count)];
        for (int start = 0; start < items.Count; start += batch.Length)
        {
            int first = start;
            int count = Math.Min(batch.Length, items.Count - start);
            Parallel.For(0, count, options, i => batch[i] = Try(read, items[first + i]));
            for (int i = 0; i < count; i++)
            {
                yield return batch[i] with { Statements = shared.Of(batch[i].Statements) };
            }
        }
    }

    private static ReadSource Try<T>(Func<T, ReadSource> read, T item)
    {
        try
        {
            return read(item);
        }
        catch (CpuException e)
        {
            return new ReadSource(null, null, e);
        }
    }
}
