using NVirt.Cpu.Map;
using NVirt.Fleet.Baselines;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Recommendations;
using NVirt.Platforms;

namespace NVirt.Fleet.Tests.Recommendations;

public sealed class RecommendationTests
{
    [Fact]
    public void A_platform_that_takes_nothing_away_gets_a_model_that_lies_inside()
    {
        Recommendation recommended = Of("opennebula", Model("Haswell-noTSX", "rdrand"), Model("Broadwell-noTSX", "rdrand", "ssbd"));

        Assert.Equal("Haswell-noTSX", recommended.Cpu.Model);
        Assert.Equal(["rdrand"], recommended.Extras);
        Assert.Empty(recommended.Removed);
        Assert.Empty(recommended.Lost);
    }

    [Fact]
    public void A_cluster_of_vSphere_gets_the_highest_mode_that_lies_inside()
    {
        IReadOnlyList<HostClass> classes = Classes(Model("Broadwell-noTSX", "rdrand"), Model("Haswell-noTSX"));
        Recommendation recommended = Recommendation.Of(classes, "evc", FeatureValue.Default(SmallFleets.Space));

        Assert.Equal("intel-haswell\n", RecommendedText.Write(recommended, classes, null, CpuMap.Default, out _).Text);
        Assert.Empty(recommended.Extras);
        Assert.Throws<CpuException>(() => Of("evc", Model("kvm64")));
    }

    [Fact]
    public void Protections_that_all_have_are_added()
    {
        Recommendation recommended =
            Of("qemu", Model("Haswell-noTSX", "spec-ctrl", "ssbd", "md-clear"), Model("Skylake-Server-noTSX-IBRS", "ssbd"));

        Assert.Equal("Haswell-noTSX-IBRS", recommended.Cpu.Model);
        Assert.Equal(["ssbd"], recommended.Controls);
    }

    [Fact]
    public void What_cannot_be_migrated_is_left_out() =>
        Assert.DoesNotContain("invtsc", Of("qemu", Model("Haswell-noTSX", "invtsc")).Extras);

    [Fact]
    public void Only_models_that_every_hypervisor_lists_are_chosen()
    {
        CpuStatement host = Model("Broadwell-noTSX") with { UsableModels = ["Haswell-noTSX", "Nehalem"] };
        CpuStatement other = Model("Broadwell-noTSX") with { UsableModels = ["Nehalem", "Westmere"] };

        Assert.Equal("Nehalem", Of("opennebula", host, other).Cpu.Model);
    }

    [Theory]
    [InlineData(46, 46, 46, false)]
    [InlineData(46, 39, 39, true)]
    [InlineData(46, null, null, false)]
    public void Address_bits_are_said_where_hosts_differ(int? one, int? other, int? bits, bool areWritten)
    {
        Recommendation recommended = Of(
            "qemu", Model("Haswell-noTSX") with { Axes = new StatementAxes { PhysBits = one } },
            Model("Broadwell-noTSX") with { Axes = new StatementAxes { PhysBits = other } });

        Assert.Equal((bits, areWritten), (recommended.PhysBits, recommended.AreBitsWritten));
        Assert.Equal(areWritten ? bits : null, recommended.Cpu.MaxPhysAddr?.Bits);
    }

    [Fact]
    public void What_all_may_have_is_possible_and_not_given()
    {
        FeatureSet yes = SmallFleets.Space.FindModel("Haswell-noTSX")!.Value;
        CpuStatement host = SmallFleets.Host(yes, SmallFleets.Space.All - yes - SmallFleets.Space.SetOf("ssbd"), "Intel");
        Recommendation recommended = Of("qemu", host, Model("Haswell-noTSX", "ssbd"));

        Assert.Equal(["ssbd"], recommended.Possible);
        Assert.DoesNotContain("ssbd", recommended.Extras);
    }

    [Fact]
    public void Hosts_that_fit_no_model_get_none() => Assert.Throws<CpuException>(() => Of("opennebula", SmallFleets.Host("Intel", "fpu")));

    private static CpuStatement Model(string model, params string[] more)
    {
        FeatureSet yes = SmallFleets.Space.FindModel(model)!.Value | SmallFleets.Space.SetOf(more);
        return SmallFleets.Host(yes, SmallFleets.Space.All - yes, "Intel");
    }

    private static Recommendation Of(string platform, params CpuStatement[] hosts) =>
        Recommendation.Of(Classes(hosts), platform, FeatureValue.Default(SmallFleets.Space));

    private static IReadOnlyList<HostClass> Classes(params CpuStatement[] hosts)
    {
        FleetBuilder builder = new();
        foreach ((int i, CpuStatement host) in hosts.Index())
        {
            builder.AddHost($"h{i}", host);
        }

        return builder.Build().HostClasses;
    }
}
