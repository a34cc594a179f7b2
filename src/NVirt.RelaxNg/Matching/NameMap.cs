using System.Collections.Concurrent;

namespace NVirt.RelaxNg.Matching;

/// <summary>Remembers something for each name. Nothing is made to look one up. Safe for one writer beside several readers.</summary>
/// <typeparam name="T">What is remembered.</typeparam>
internal sealed class NameMap<T>
    where T : class
{
    // Most states have few ways out, and there are many states.
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

    // Names of one document rarely differ in nothing but the namespace.
    private sealed record Entry(string Namespace, T Value, Entry? Next);
}
