using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;
using NVirt.Fleet.Baselines;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Mitigations;
using NVirt.Platforms;

namespace NVirt.Fleet.Recommendations;

/// <summary>The CPU to give guests that are to move between hosts (fleet-rules.md 6). Immutable.</summary>
/// <param name="Cpu">The CPU.</param>
/// <param name="Extras">Features that are added to the model, by name.</param>
/// <param name="Removed">Features that the model has and the guest does not get, by name.</param>
/// <param name="Controls">Those of <paramref name="Extras"/> that protect.</param>
/// <param name="Lost">What the hosts have in common and the guest does not get, by name.</param>
/// <param name="Possible">What the hosts may have in common besides: it is not known of one of them.</param>
/// <param name="PhysBits">The physical address bits that all have; <see langword="null"/> if that is not known.</param>
/// <param name="AreBitsWritten">Whether they must be said, because hosts differ.</param>
public sealed record Recommendation(
    CpuDefinition Cpu, ImmutableArray<string> Extras, ImmutableArray<string> Removed, ImmutableArray<string> Controls,
    ImmutableArray<string> Lost, ImmutableArray<string> Possible, int? PhysBits, bool AreBitsWritten)
{
    // These can name a model and add to it, and take nothing away.
    private static readonly string[] AddingOnly = ["opennebula", "cloudstack", "level", "hyper-v", ClusterMode.Platform];

    /// <summary>All that can be recommended for: those that can be written, and <c>evc</c>, the mode of a cluster of vSphere.</summary>
    public static IReadOnlyList<string> Platforms { get; } = [.. PlatformWriter.Platforms, ClusterMode.Platform];

    /// <summary>The platform that it is for: one of <see cref="Platforms"/>.</summary>
    public required string Platform { get; init; }

    /// <summary>Whether a platform can turn off what a model has.</summary>
    public static bool CanDisable(string platform) => !AddingOnly.Contains(platform);

    /// <summary>Recommends.</summary>
    /// <param name="classes">The classes of the hosts, of x86 and of one vendor.</param>
    /// <param name="platform">One of <see cref="Platforms"/>.</param>
    /// <param name="value">What features are worth.</param>
    /// <exception cref="CpuException">There is no host, they are of several kinds, or no model fits.</exception>
    public static Recommendation Of(IReadOnlyList<HostClass> classes, string platform, FeatureValue value)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(value);
        HostBits.RequireOneKind(classes);
        FeatureSpace space = value.Space;
        if (!space.Arch.IsX86() || classes.Any(c => c.Judged.Bits.Space != space))
        {
            throw FleetErrors.Bad(Messages.Recommend_NotX86);
        }

        FeatureSet common = HostBits.Base(classes) - space.Map.X86.NonMigratable;
        CpuDriver driver = CpuDriver.For(CpuArchitecture.X86_64, space.Map);
        common -= space.SetOf(space.SortedNames(common).Where(driver.Advanced.IsNeverPassed));
        CpuModelList? usable = UsableOf(classes);
        CpuDefinition cpu = platform == ClusterMode.Platform ? ClusterMode.CpuOf(space, common, classes[0].Vendor)
            : CanDisable(platform) ? Decoded(driver, common, classes[0].Vendor, usable)
            : Added(space, common, classes[0].Vendor, usable, value);
        FeatureSet model = space.FindModel(cpu.Model!) ?? default;
        FeatureSet extras = space.SetOf(cpu.Features.Where(f => f.Policy is null or CpuPolicy.Require).Select(f => f.Name)) - model;
        FeatureSet removed = model & space.SetOf(cpu.Features.Where(f => f.Policy == CpuPolicy.Disable).Select(f => f.Name));
        (int? bits, bool areWritten) = BitsOf(classes);
        return new Recommendation(
            areWritten && platform != ClusterMode.Platform
                ? cpu with { MaxPhysAddr = new CpuMaxPhysAddr(CpuMaxPhysAddrMode.Emulate, bits, null) } : cpu,
            space.SortedNames(extras), space.SortedNames(removed),
            [.. space.SortedNames(extras).Where(MitigationLists.Controls.ContainsKey)],
            space.SortedNames(common - ((model - removed) | extras)), space.SortedNames(HostBits.Possible([.. classes])), bits,
            areWritten)
        {
            Platform = platform,
        };
    }

    // Model and extras of the baseline, less what cannot be used everywhere.
    private static CpuDefinition Decoded(CpuDriver driver, in FeatureSet common, string? vendor, CpuModelList? usable)
    {
        List<X86Item> items = [.. X86Projection.DataOf(driver.Map.X86, common).Items];
        if (driver.Map.Vendors(CpuArchitecture.X86_64).FirstOrDefault(v => v.Name == vendor) is { } known)
        {
            items.Insert(0, X86Vendor.ItemOf(known.Id));
        }

        CpuDefinition cpu = driver.Decode(new CpuDefinition(), X86CpuData.Create(items), usable, migratable: true);
        return driver.Advanced.DropNeverPassed(cpu) with { Vendor = null };
    }

    // The model of greatest value that lies inside; of equal ones the later in the map. Models of no vendor only where no other fits.
    private static CpuDefinition Added(
        FeatureSpace space, FeatureSet common, string? vendor, CpuModelList? usable, FeatureValue value)
    {
        CpuModelInfo? best = null;
        foreach (CpuModelInfo model in space.Map.Models(CpuArchitecture.X86_64))
        {
            bool fits = model.DecodesToGuest && (model.Vendor is null || model.Vendor == vendor)
                && usable?.Contains(model.Name) != false && common.Covers(space.FindModel(model.Name)!.Value);
            if (fits && (best is null || (model.Vendor is null) == (best.Vendor is null)
                ? best is null || Worth(model) >= Worth(best) : best.Vendor is null))
            {
                best = model;
            }
        }

        if (best is null)
        {
            throw FleetErrors.No(Messages.Recommend_NoModel);
        }

        return new CpuDefinition
        {
            Type = CpuType.Guest,
            Mode = CpuMode.Custom,
            Match = CpuMatch.Exact,
            Model = best.Name,
            Features = new CpuFeatureList(
                [.. space.SortedNames(common - space.FindModel(best.Name)!.Value).Select(n => new CpuFeature(n, CpuPolicy.Require))]),
        };

        long Worth(CpuModelInfo model) => value.Of(space.FindModel(model.Name)!.Value);
    }

    // Models that every hypervisor lists; those that list none do not count.
    private static CpuModelList? UsableOf(IReadOnlyList<HostClass> classes)
    {
        ImmutableArray<string>[] lists = [.. classes.Select(c => c.Judged.UsableModels).Where(m => !m.IsEmpty)];
        return lists.Length == 0 ? null
            : CpuModelList.Of(lists.Skip(1).Aggregate(lists[0].AsEnumerable(), (all, list) => all.Intersect(list, StringComparer.Ordinal)));
    }

    private static (int? Bits, bool AreWritten) BitsOf(IReadOnlyList<HostClass> classes)
    {
        int?[] bits = [.. classes.Select(c => c.Judged.Axes.PhysBits)];
        return bits.Contains(null) ? (null, false) : (bits.Min(), bits.Distinct().Count() > 1);
    }
}
