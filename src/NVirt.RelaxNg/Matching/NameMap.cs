using System.Collections.Concurrent;
using NVirt.RelaxNg.Patterns;

namespace NVirt.RelaxNg.Matching;

/// <summary>A map with names as keys. Look-ups allocate nothing. Safe for one writer and several readers.</summary>
/// <typeparam name="T">The values.</typeparam>
internal sealed class NameMap<T>
    where T : class
{
    // Most states have few transitions, and there are many states.
    private readonly ConcurrentDictionary<string, Entry> _entries = new(concurrencyLevel: 1, capacity: 3, StringComparer.Ordinal);

    public T? Find(string @namespace, string local)
    {
        Entry? entry = _entries.TryGetValue(local, out Entry? first) ? first : null;
        while (entry is not null && entry.Namespace != @namespace)
        {
            entry = entry.Next;
        }

        return entry?.Value;
    }

    public void Add(Name name, T value) => _entries[name.Local] = new Entry(name.Namespace, value, _entries.GetValueOrDefault(name.Local));

    // Names in one document rarely differ only in the namespace.
    private sealed record Entry(string Namespace, T Value, Entry? Next);
}
