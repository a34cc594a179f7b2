using NVirt.Cpu.Map;
using NVirt.Fleet.Baselines;
using NVirt.Fleet.Inventories;
using NVirt.Platforms;

namespace NVirt.Fleet.Tests.Baselines;

public sealed class BaselineCostTests
{
    [Fact]
    public void Who_lowers_the_baseline_is_told_with_what_that_costs()
    {
        BaselineCost cost = Of(("old", ["aes"]), ("mid", ["aes", "pclmuldq"]), ("new", ["aes", "pclmuldq", "rdrand"]));

        Assert.Equal(["aes"], cost.Base);
        Assert.Equal(["pclmuldq", "rdrand"], cost.Lost);
        Assert.Equal(["aes"], cost.GroupsLost);
        ClassCost old = cost.Classes.Single(c => c.Class.Name == "old");
        Assert.Equal(["pclmuldq"], old.Only);
        Assert.Equal(51, old.Gain);
        Assert.Equal(0, cost.Classes.Single(c => c.Class.Name == "mid").Gain);
        Assert.Equal(["old", "mid"], cost.Steps.Select(s => s.Class.Name));
        Assert.Equal(["rdrand"], cost.Steps[1].Returns);
    }

    [Fact]
    public void Gains_are_what_leaving_out_gives() => SmallFleets.Of(random =>
    {
        FleetInventory inventory = SmallFleets.Inventory(random, 6);
        HostClass[] classes = [.. inventory.HostClasses.Where(c => c.Vendor == inventory.HostClasses[0].Vendor)];
        FeatureValue value = FeatureValue.Default(SmallFleets.Space);
        BaselineCost cost = BaselineCost.Of(classes, value);
        return cost.Classes.All(c =>
        {
            HostClass[] others = [.. classes.Where(o => o != c.Class)];
            return c.Gain == (others.Length == 0 ? 0 : value.Of(Common(others)) - value.Of(Common(classes)))
                && c.Only.All(f => classes.Single(o => o.Judged.Bits.Has(f) == false) == c.Class);
        }) && cost.Steps.Sum(s => s.Gain) == value.Of(Common([.. classes.Except(cost.Steps.Select(s => s.Class))])) - cost.Value;

        static FeatureSet Common(HostClass[] all) => all.Aggregate(SmallFleets.Space.All, (a, c) => a & c.Judged.Bits.YesSet);
    }).Holds();

    [Fact]
    public void What_is_not_known_of_one_host_is_possible()
    {
        FleetBuilder builder = new();
        builder.AddHost("a", SmallFleets.Host("Intel", "aes", "erms"));
        builder.AddHost("b", SmallFleets.Host(
            SmallFleets.Space.SetOf("aes"), SmallFleets.Space.All - SmallFleets.Space.SetOf("aes", "erms"), "Intel"));
        BaselineCost cost = BaselineCost.Of(builder.Build().HostClasses, FeatureValue.Default(SmallFleets.Space));

        Assert.Equal(["erms"], cost.Possible);
        Assert.Equal(6, cost.Classes[1].PossibleGain);
    }

    [Fact]
    public void Hosts_of_two_vendors_have_no_baseline() => Assert.Throws<CpuException>(() =>
    {
        FleetBuilder builder = new();
        builder.AddHost("a", SmallFleets.Host("Intel", "aes"));
        builder.AddHost("b", SmallFleets.Host("AMD", "aes"));
        BaselineCost.Of(builder.Build().HostClasses, FeatureValue.Flat(SmallFleets.Space));
    });

    [Fact]
    public void A_value_never_falls_when_a_feature_comes() => SmallFleets.Of(random =>
    {
        FeatureSet set = SmallFleets.Set(random, 50);
        FeatureSet more = set | SmallFleets.Set(random, 50);
        return FeatureValue.Default(SmallFleets.Space).Of(more) >= FeatureValue.Default(SmallFleets.Space).Of(set);
    }).Holds();

    [Fact]
    public void Every_feature_of_a_group_is_in_the_map() =>
        Assert.All(FeatureGroup.All.SelectMany(g => g.Parts).SelectMany(p => p), f => Assert.True(SmallFleets.Space.Find(f) >= 0, f));

    [Fact]
    public void One_of_two_completes_a_group_that_says_so()
    {
        FeatureValue value = FeatureValue.Default(SmallFleets.Space);
        Assert.Equal(11, value.Of(SmallFleets.Space.SetOf("svm")));
        Assert.Equal(12, value.Of(SmallFleets.Space.SetOf("svm", "vmx")));
        Assert.Equal(1, value.Of(SmallFleets.Space.SetOf("aes")));
        Assert.Equal(52, value.Of(SmallFleets.Space.SetOf("aes", "pclmuldq")));
    }

    [Fact]
    public void Values_can_be_given()
    {
        FeatureValue value = FeatureValue.Parse("# mine\neach 2\naes 5\nboth 100 aes erms\n", SmallFleets.Space);
        Assert.Equal(7, value.Of(SmallFleets.Space.SetOf("aes")));
        Assert.Equal(109, value.Of(SmallFleets.Space.SetOf("aes", "erms")));
    }

    [Theory]
    [InlineData("aes")]
    [InlineData("aes -1")]
    [InlineData("aes 1000001")]
    [InlineData("group 1 aes no-such-feature")]
    [InlineData("no-such-feature 1")]
    public void A_line_of_values_that_is_wrong_is_refused(string line) =>
        Assert.Throws<CpuException>(() => FeatureValue.Parse(line, SmallFleets.Space));

    private static BaselineCost Of(params (string Name, string[] Features)[] hosts)
    {
        FleetBuilder builder = new();
        foreach ((string name, string[] features) in hosts)
        {
            builder.AddHost(name, SmallFleets.Host("Intel", features));
        }

        return BaselineCost.Of(builder.Build().HostClasses, FeatureValue.Default(SmallFleets.Space));
    }
}
