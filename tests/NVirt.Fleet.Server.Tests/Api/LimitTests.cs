using NVirt.Fleet.Inventories;
using NVirt.Fleet.Server.Api;
using NVirt.Fleet.Server.Tests.Support;
using NVirt.Platforms;

namespace NVirt.Fleet.Server.Tests.Api;

/// <summary>Questions whose time grows faster than the fleet are refused with a reason.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData(1000, 1000, false)]
    [InlineData(2000, 2000, false)]
    [InlineData(2001, 2001, true)]
    [InlineData(20_000, 200, false)]
    [InlineData(20_000, 201, true)]
    [InlineData(20_000, 0, true)]
    public void A_plan_is_for_fewer_hosts_the_more_there_are(int hosts, int drained, bool isRefused)
    {
        FleetBuilder builder = new(CpuMap.Default);
        string[] names = [.. Enumerable.Range(0, hosts).Select(i => $"h{i}")];
        foreach (string name in names)
        {
            builder.AddHost(name, new HostDetails());
        }

        Assert.Equal(isRefused, PlanningEndpoints.DrainedTooMany(builder.Build(), names[..drained]) is not null);
    }

    [Theory]
    [InlineData(1000, false)]
    [InlineData(1001, true)]
    public void Only_so_many_classes_are_divided(int classes, bool isRefused)
    {
        CpuStatement sample = SourceReader.Read(Samples.Sample("pve1.xml"), "pve1.xml", CpuMap.Default)[0];
        FleetBuilder builder = new(CpuMap.Default);
        for (int i = 0; i < classes; i++)
        {
            CpuStatement one = sample with { Axes = sample.Axes with { TscHz = 1_000_000 + (ulong)i } };
            builder.AddHost($"h{i}", new HostDetails { Statements = [one] });
        }

        Assert.Equal(isRefused, PlanningEndpoints.DividedTooMany(builder.Build()) is not null);
    }
}
