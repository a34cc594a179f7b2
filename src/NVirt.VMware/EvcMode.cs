using System.Collections.Immutable;
using NVirt.Cpu;

namespace NVirt.VMware;

/// <summary>
/// A mode of Enhanced vMotion Compatibility: the most features that every host of a cluster shows (hypervisor-rules.md 6.3).
/// A host's signature is not changed, and a running guest keeps what it started with.
/// </summary>
/// <param name="Name">Its name in vSphere.</param>
/// <param name="Vendor">The vendor of its hosts; the modes of one vendor form a chain.</param>
/// <param name="Model">The model of the map that is nearest to its baseline.</param>
public sealed record EvcMode(string Name, string Vendor, string Model)
{
    private const string Intel = "Intel";
    private const string Amd = "AMD";

    /// <summary>All modes; those of a vendor are in the order of their chain, the lowest first.</summary>
    public static ImmutableArray<EvcMode> All { get; } =
    [
        new("intel-merom", Intel, "Conroe"),
        new("intel-penryn", Intel, "Penryn"),
        new("intel-nehalem", Intel, "Nehalem"),
        new("intel-westmere", Intel, "Westmere"),
        new("intel-sandybridge", Intel, "SandyBridge"),
        new("intel-ivybridge", Intel, "IvyBridge"),
        new("intel-haswell", Intel, "Haswell-noTSX"),
        new("intel-broadwell", Intel, "Broadwell-noTSX"),
        new("intel-skylake", Intel, "Skylake-Server"),
        new("intel-cascadelake", Intel, "Cascadelake-Server"),
        new("intel-icelake", Intel, "Icelake-Server"),
        new("intel-sapphirerapids", Intel, "SapphireRapids"),
        new("amd-rev-e", Amd, "Opteron_G1"),
        new("amd-rev-f", Amd, "Opteron_G2"),
        new("amd-greyhound", Amd, "Opteron_G3"),
        new("amd-bulldozer", Amd, "Opteron_G4"),
        new("amd-piledriver", Amd, "Opteron_G5"),
        new("amd-zen", Amd, "EPYC"),
        new("amd-zen2", Amd, "EPYC-Rome"),
        new("amd-zen3", Amd, "EPYC-Milan"),
        new("amd-zen4", Amd, "EPYC-Genoa"),
    ];

    /// <summary>The modes of a vendor in the order of their chain; empty for one that has none.</summary>
    public static ImmutableArray<EvcMode> Chain(string? vendor) => [.. All.Where(m => m.Vendor == vendor)];

    /// <summary>A mode by its name, or <see langword="null"/>.</summary>
    public static EvcMode? Find(string name) => All.FirstOrDefault(m => m.Name == name);

    /// <summary>
    /// Whether a cluster can change from this mode to another: up the chain always, down only where no guest runs.
    /// </summary>
    public bool CanChangeTo(EvcMode other, bool guestsRun)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Vendor == Vendor && (!guestsRun || All.IndexOf(other) >= All.IndexOf(this));
    }

    /// <summary>The smallest CPU that a host of this mode can give.</summary>
    internal CpuDefinition Definition => new() { Model = Model };
}
