using System.Collections.Immutable;
using System.Runtime.InteropServices;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;

namespace NVirt.Cpu;

/// <summary>How many hosts of a fleet contain a model's features.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Hosts">The number of hosts.</param>
public readonly record struct CpuModelCount(string Model, int Hosts);

/// <summary>
/// The x86 hosts of a whole fleet as bits: 64 bytes per host, for queries over millions of them. Not safe for use by several threads
/// while hosts are added.
/// </summary>
public sealed class CpuFleet
{
    private readonly CpuMap _map;
    private readonly X86Driver _driver;
    private readonly List<FeatureSet> _features = [];

    // What decides the vendor of a baseline: the first host, and one of each kind of the others.
    private readonly HashSet<(string? Vendor, string Model)> _kinds = [];
    private readonly List<ResolvedCpu> _samples = [];
    private (string? Vendor, string Model) _lastKind;

    /// <summary>A fleet without hosts.</summary>
    /// <param name="map">The map; <see langword="null"/> for the built-in one.</param>
    public CpuFleet(CpuMap? map = null)
    {
        _map = map ?? CpuMap.Default;
        _driver = new X86Driver(CpuArchitecture.X86_64, _map);
    }

    /// <summary>The number of hosts.</summary>
    public int Count => _features.Count;

    /// <summary>Adds a host.</summary>
    /// <exception cref="CpuException">It has no model (invalid argument), or a name is unknown (unknown name).</exception>
    public void Add(CpuDefinition host)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (host.Model is null)
        {
            throw new CpuException(CpuErrorKind.InvalidArgument, CpuRule.ModelRequired);
        }

        _features.Add(X86Bits.Resolve(_map.X86, host, withOptional: false).All);
        (string?, string) kind = (host.Vendor, host.Model);
        if (_samples.Count == 0 || (kind != _lastKind && _kinds.Add(kind)))
        {
            _samples.Add(_driver.Resolve(host with { Features = CpuFeatureList.Empty }));
        }

        // The first host is a separate sample: its model's vendor does not count, that of later ones of its kind does.
        _lastKind = _samples.Count == 1 && Count == 1 ? default : kind;
    }

    /// <summary>
    /// The best CPU that all hosts can run: the same as <see cref="CpuDriver.Baseline(IReadOnlyList{CpuDefinition}, CpuBaselineOptions)"/>.
    /// </summary>
    /// <exception cref="CpuException">There is none (operation failed), or there is no host (invalid argument).</exception>
    public CpuDefinition Baseline(CpuBaselineOptions? options = null) =>
        _driver.Baseline(_samples, FleetMath.Intersect(CollectionsMarshal.AsSpan(_features)), options ?? new CpuBaselineOptions());

    /// <summary>
    /// For each model of the map, in its order, the number of hosts whose features contain the model's. Vendors do not count.
    /// </summary>
    public ImmutableArray<CpuModelCount> CountModels()
    {
        int[] counts = FleetMath.CountContaining(CollectionsMarshal.AsSpan(_features), FeatureSet.In(_map.X86.Tables.ModelBits));
        return [.. counts.Select((hosts, model) => new CpuModelCount(_map.X86.ModelName(model), hosts))];
    }
}
