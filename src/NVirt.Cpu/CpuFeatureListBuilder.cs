namespace NVirt.Cpu;

/// <summary>Collects features for a new list; finds a name in constant time. Not safe for use by several threads.</summary>
public sealed class CpuFeatureListBuilder
{
    private readonly List<CpuFeature> _items;
    private readonly Dictionary<string, int> _places;
    private readonly CpuType _type;

    /// <summary>Starts with the features of a list, or with none.</summary>
    public CpuFeatureListBuilder(CpuType type, CpuFeatureList? start = null)
    {
        _type = type;
        _items = new List<CpuFeature>((start?.Count ?? 0) + 16);
        _places = new Dictionary<string, int>(_items.Capacity, StringComparer.Ordinal);
        if (start is not null)
        {
            foreach (CpuFeature feature in start.AsSpan())
            {
                _places[feature.Name] = _items.Count;
                _items.Add(feature);
            }
        }
    }

    /// <summary>Adds a feature, or replaces the policy of an existing one ("update").</summary>
    public void Update(string name, CpuPolicy? policy)
    {
        if (_places.TryGetValue(name, out int place))
        {
            _items[place] = Make(name, policy);
        }
        else
        {
            Append(name, policy);
        }
    }

    /// <summary>Adds a feature unless it already exists ("if missing").</summary>
    public void AddIfMissing(string name, CpuPolicy? policy)
    {
        if (!_places.ContainsKey(name))
        {
            Append(name, policy);
        }
    }

    /// <summary>The features in the order in which they were added.</summary>
    public CpuFeatureList ToList() => _items.Count == 0 ? CpuFeatureList.Empty : new CpuFeatureList([.. _items]);

    /// <summary>The features by name, in byte order.</summary>
    public CpuFeatureList ToSortedList()
    {
        CpuFeature[] sorted = [.. _items];
        Array.Sort(sorted, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return new CpuFeatureList(sorted);
    }

    private void Append(string name, CpuPolicy? policy)
    {
        _places.Add(name, _items.Count);
        _items.Add(Make(name, policy));
    }

    // Host definitions have no policies (cpu-rules.md 1.2).
    private CpuFeature Make(string name, CpuPolicy? policy) => new(name, _type == CpuType.Host ? null : policy);
}
