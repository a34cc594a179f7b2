using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;
using NVirt.Xml;

namespace NVirt.Platforms;

/// <summary>A guest's CPU for all of several hosts. Immutable.</summary>
/// <param name="Cpu">The CPU; only what every host certainly has is in it.</param>
/// <param name="Possible">What no host lacks and some host's source does not tell, by name: it is not in the CPU.</param>
public sealed record StatementBaseline(CpuDefinition Cpu, ImmutableArray<string> Possible)
{
    /// <summary>The best CPU that all hosts can give, without what does not migrate.</summary>
    /// <param name="hosts">At least one host, all of x86.</param>
    /// <param name="map">The map; <see langword="null"/> for the built-in one.</param>
    /// <exception cref="CpuException">The hosts are of several vendors or architectures, or no model fits.</exception>
    public static StatementBaseline Of(IReadOnlyList<CpuStatement> hosts, CpuMap? map = null)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        map ??= CpuMap.Default;
        FeatureSpace space = FeatureSpace.Of(map, CpuArchitecture.X86_64);
        if (hosts.Count == 0 || hosts.Any(h => h.Bits.Space != space))
        {
            throw Refuse(Messages.Baseline_NotX86);
        }

        string[] vendors = [.. hosts.Select(h => h.Vendor).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (vendors.Length > 1)
        {
            throw Refuse(Text.Of(Messages.Baseline_Vendors, string.Join(", ", vendors)));
        }

        FeatureSet all = space.All;
        FeatureSet none = default;
        foreach (CpuStatement host in hosts)
        {
            all &= host.Bits.YesSet;
            none |= host.Bits.NoSet;
        }

        List<X86Item> items = [.. X86Projection.DataOf(map.X86, all).Items];
        if (vendors is [var vendor] && map.Vendors(CpuArchitecture.X86_64).FirstOrDefault(v => v.Name == vendor) is { } known)
        {
            items.Insert(0, X86Vendor.ItemOf(known.Id));
        }

        CpuDriver driver = CpuDriver.For(CpuArchitecture.X86_64, map);
        CpuDefinition cpu = driver.Decode(new CpuDefinition(), X86CpuData.Create(items), migratable: true);
        return new StatementBaseline(
            driver.Advanced.DropNeverPassed(cpu) with { Vendor = null }, space.SortedNames(space.All - all - none));
    }

    private static CpuException Refuse(string text) => new(CpuErrorKind.InvalidArgument, CpuRule.InvalidArgument, text);
}
