using NVirt.Cpu.Map;
using static NVirt.Cpu.Tests.X86.Cpus;

namespace NVirt.Cpu.Tests.X86;

/// <summary>Queries over many hosts at once, compared with the same queries one by one.</summary>
public sealed class FleetTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(513)]
    [InlineData(2000)]
    public void Models_are_counted_as_one_by_one(int hosts)
    {
        FeatureSet[] sets = RandomSets(hosts);
        ReadOnlySpan<FeatureSet> models = FeatureSet.In(CpuMap.Default.X86.Tables.ModelBits);
        int[] expected = new int[models.Length];
        for (int model = 0; model < models.Length; model++)
        {
            foreach (FeatureSet set in sets)
            {
                expected[model] += set.Covers(models[model]) ? 1 : 0;
            }
        }

        Assert.Equal(expected, FleetMath.CountContaining(sets, models));
        Assert.NotEqual(0, expected.Sum());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(999)]
    public void What_all_have_in_common_is_found_as_one_by_one(int hosts)
    {
        FeatureSet[] sets = RandomSets(hosts);
        Assert.True(sets.Aggregate((a, b) => a & b) == FleetMath.Intersect(sets));
    }

    [Fact]
    public void A_fleets_baseline_is_the_baseline_of_its_hosts()
    {
        CpuDefinition[] hosts = [Host("Westmere", "vmx", "Intel"), Host("Haswell", "vmx invtsc", "Intel"), Host("Haswell", vendor: "Intel"),
            Host("Penryn", "popcnt sse4.2")];
        CpuFleet fleet = new();
        Array.ForEach(hosts, fleet.Add);
        Assert.Equal(Driver.Baseline(hosts), fleet.Baseline());
        Assert.Equal(Driver.Baseline(hosts), Driver.Advanced.Baseline([.. hosts.Select(Driver.Advanced.Resolve)]));
        Assert.Equal(4, fleet.Count);
    }

    [Theory]
    [InlineData("EPYC", null, "EPYC", null)]
    [InlineData("EPYC", null, "Westmere", null)]
    [InlineData("EPYC", "AMD", "Westmere", null)]
    [InlineData("EPYC", "AMD", "EPYC", "Intel")]
    [InlineData("EPYC", "Intel", "EPYC", "Intel")]
    public void A_fleet_judges_vendors_as_a_baseline_does(string model1, string? vendor1, string model2, string? vendor2)
    {
        CpuDefinition[] hosts = [Host(model1, vendor: vendor1), Host(model2, vendor: vendor2), Host(model1, vendor: vendor1)];
        CpuFleet fleet = new();
        Array.ForEach(hosts, fleet.Add);
        CpuException? expected = Record.Exception(() => Driver.Baseline(hosts)) as CpuException;
        CpuException? actual = Record.Exception(() => fleet.Baseline()) as CpuException;
        Assert.Equal(expected?.Message, actual?.Message);
        Assert.Equal(expected is null ? Driver.Baseline(hosts) : null, actual is null ? fleet.Baseline() : null);
    }

    [Fact]
    public void A_fleet_counts_the_hosts_that_contain_each_model()
    {
        CpuFleet fleet = new();
        fleet.Add(Host("Westmere"));
        fleet.Add(Host("Nehalem"));
        Dictionary<string, int> counts = fleet.CountModels().ToDictionary(c => c.Model, c => c.Hosts, StringComparer.Ordinal);
        Assert.Equal((2, 1, 0), (counts["Nehalem"], counts["Westmere"], counts["Haswell"]));
    }

    [Fact]
    public void Comparing_resolved_cpus_gives_the_same_verdict_without_allocating()
    {
        CpuDefinition host = Host("Haswell", "vmx", "Intel");
        CpuDefinition[] guests = [Guest("Haswell"), Guest("Haswell", "+vmx"), Guest("Haswell", match: CpuMatch.Strict), Guest("EPYC"),
            Guest("Nehalem", "~aes") with { Vendor = "AMD" }];
        ResolvedCpu resolvedHost = Driver.Advanced.Resolve(host);
        ResolvedCpu[] resolved = [.. guests.Select(Driver.Advanced.Resolve)];
        Assert.Equal(guests.Select(g => Driver.Compare(host, g).Verdict), resolved.Select(r => Driver.Advanced.Compare(resolvedHost, r)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (ResolvedCpu guest in resolved)
        {
            Driver.Advanced.Compare(resolvedHost, guest);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    // Models with some bits flipped, like real hosts.
    private static FeatureSet[] RandomSets(int count)
    {
        Random random = new(count);
        X86Map map = CpuMap.Default.X86;
        FeatureSet[] sets = new FeatureSet[count];
        for (int i = 0; i < count; i++)
        {
            sets[i] = map.ModelFeatures(random.Next(map.ModelCount)) | map.ModelFeatures(random.Next(map.ModelCount));
            for (int flips = random.Next(4); flips > 0; flips--)
            {
                sets[i].Remove(random.Next(map.FeatureCount));
            }
        }

        return sets;
    }
}
