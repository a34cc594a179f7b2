using System.Collections;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace NVirt.Cpu;

/// <summary>A model that a hypervisor offers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Blockers">Features that block it here, by the map's names; empty if it is usable.</param>
public sealed record CpuHypervisorModel(string Name, ImmutableArray<string> Blockers);

/// <summary>
/// The allowed models with their blockers, in no particular order. Names must match exactly, including case.
/// Immutable, and safe for use by several threads.
/// </summary>
public sealed class CpuModelList : IReadOnlyCollection<CpuHypervisorModel>
{
    private readonly FrozenDictionary<string, CpuHypervisorModel> _models;

    /// <summary>A list of the given models; if a name is repeated, the first counts.</summary>
    public CpuModelList(IEnumerable<CpuHypervisorModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        _models = models.DistinctBy(m => m.Name, StringComparer.Ordinal).ToFrozenDictionary(m => m.Name, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public int Count => _models.Count;

    /// <summary>A list of names without blockers.</summary>
    public static CpuModelList Of(params IEnumerable<string> names) => new(names.Select(n => new CpuHypervisorModel(n, [])));

    /// <summary>Whether the model may be used.</summary>
    public bool Contains(string name) => _models.ContainsKey(name);

    /// <summary>Finds a model.</summary>
    public bool TryGet(string name, [MaybeNullWhen(false)] out CpuHypervisorModel model) => _models.TryGetValue(name, out model);

    /// <inheritdoc/>
    public IEnumerator<CpuHypervisorModel> GetEnumerator() => _models.Values.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
