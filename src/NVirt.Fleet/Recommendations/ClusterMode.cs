using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Platforms;
using NVirt.VMware;

namespace NVirt.Fleet.Recommendations;

/// <summary>The mode of Enhanced vMotion Compatibility for a cluster of vSphere: its hosts give that, and nothing besides.</summary>
internal static class ClusterMode
{
    /// <summary>Its name among the platforms.</summary>
    public const string Platform = "evc";

    // What vSphere's interface calls the name of a mode.
    private const string Place = "evcModeKey";

    /// <summary>The CPU of the highest mode whose model the hosts have in common.</summary>
    /// <exception cref="CpuException">There is none.</exception>
    public static CpuDefinition CpuOf(FeatureSpace space, FeatureSet common, string? vendor) => new()
    {
        Type = CpuType.Guest,
        Mode = CpuMode.Custom,
        Match = CpuMatch.Exact,
        Model = EvcMode.Chain(vendor).LastOrDefault(m => space.FindModel(m.Model) is { } model && common.Covers(model))?.Model
            ?? throw FleetErrors.No(Messages.Recommend_NoModel),
    };

    /// <summary>The name of the mode.</summary>
    public static PlatformOutput Write(Recommendation recommended) =>
        new([new PlatformFile(Place, EvcMode.All.First(m => m.Model == recommended.Cpu.Model).Name + "\n")], []);
}
