using NVirt.Cpu.Judging;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Judging;
using NVirt.Fleet.Matrices;
using NVirt.Fleet.Plans;
using NVirt.Platforms;

namespace NVirt.Fleet.Tests.Plans;

public sealed class FleetPlanTests
{
    [Theory]
    [InlineData("aes erms", "aes erms", FitKind.Inside)]
    [InlineData("aes", "aes erms", FitKind.Below)]
    [InlineData("aes rdrand", "aes erms", FitKind.Exceeds)]
    [InlineData("aes erms hypervisor", "aes erms", FitKind.Inside)]
    public void A_guest_fits_by_what_it_has(string has, string target, FitKind kind)
    {
        FleetBuilder builder = new();
        builder.AddGuest("g", new GuestDetails { Live = SmallFleets.Guest(StatementTruth.Live, has.Split(' ')), IsRunning = true });

        Assert.Equal(kind, GuestFit.Of(builder.Build().Guests[0], target.Split(' ')).Kind);
    }

    [Fact]
    public void A_guest_that_got_everything_of_a_host_nobody_could_read_is_undecided()
    {
        FleetBuilder builder = new();
        builder.AddHost("a", new HostDetails { Problem = "gone" });
        builder.AddGuest("g", new GuestDetails
        {
            Request = SmallFleets.Guest(StatementTruth.Request) with { Class = StatementClass.HostPassthrough },
            Host = "a",
            IsRunning = true,
        });

        Assert.Equal(FitKind.Undecided, GuestFit.Of(builder.Build().Guests[0], ["aes"]).Kind);
    }

    [Fact]
    public void Power_cycles_are_listed_by_how_much_they_are_needed()
    {
        FleetBuilder builder = new();
        builder.AddHost("new", SmallFleets.Host("Intel", "aes", "pclmuldq", "rdrand"));
        builder.AddHost("old", SmallFleets.Host("Intel", "aes", "pclmuldq"));
        builder.AddGuest("a-below", On("old", "aes"));
        builder.AddGuest("b-exceeds", On("new", "aes", "pclmuldq", "rdrand"));
        builder.AddGuest("c-inside", On("old", "aes", "pclmuldq"));
        builder.AddGuest("d-off", new GuestDetails { Request = SmallFleets.Guest(StatementTruth.Request, "rdrand"), Host = "new" });
        FleetMatrix matrix = FleetMatrix.Of(builder.Build(), FleetOptions.FeaturesOnly);
        FleetPlan plan = FleetPlan.Of(matrix, FleetPlan.PoolsOf(matrix.Inventory), ["new"]);

        Assert.Equal(["b-exceeds", "a-below"], plan.PowerCycles.Select(g => g.Guest.Name));
        Assert.True(plan.PowerCycles.First().IsNeeded);
        Assert.Equal(["aes"], plan.PowerCycles.Last().GroupsLost);
        Assert.Equal("new", Assert.Single(plan.Steps).Host);
        Assert.Equal(CpuAnswer.No, plan.Answer);
    }

    [Fact]
    public void Guests_stay_inside_their_pool()
    {
        FleetBuilder builder = new();
        builder.AddHost("a", SmallFleets.Host("Intel", "aes"));
        builder.AddHost("b", SmallFleets.Host("Intel", "aes"));
        builder.AddHost("c", SmallFleets.Host("Intel", "aes"));
        builder.AddGuest("g", On("a", "aes"));
        builder.AddPool(new FleetPool("left", ["a", "c"]));
        builder.AddPool(new FleetPool("right", ["b"]));
        FleetMatrix matrix = FleetMatrix.Of(builder.Build(), FleetOptions.FeaturesOnly);
        FleetPlan plan = FleetPlan.Of(matrix, FleetPlan.PoolsOf(matrix.Inventory), ["a"]);

        Assert.Equal(("g", "c"), Assert.Single(Assert.Single(plan.Steps).Moves));
        Assert.Equal(CpuAnswer.Yes, plan.Answer);
    }

    [Theory]
    [InlineData(46, 46, FitKind.Inside)]
    [InlineData(46, 39, FitKind.Exceeds)]
    [InlineData(46, null, FitKind.Undecided)]
    public void A_guest_fits_only_if_it_can_go_to_every_host_of_its_pool(int own, int? other, FitKind kind)
    {
        FleetBuilder builder = new();
        builder.AddHost("a", SmallFleets.Host("Intel", "aes") with { Axes = new StatementAxes { PhysBits = own } });
        builder.AddHost("b", SmallFleets.Host("Intel", "aes") with { Axes = new StatementAxes { PhysBits = other } });
        builder.AddGuest("g", On("a", "aes") with
        {
            Live = SmallFleets.Guest(StatementTruth.Live, "aes") with { Axes = new StatementAxes { PhysBits = 46 } },
        });
        FleetMatrix matrix = FleetMatrix.Of(builder.Build());
        GuestFit fit = FleetPlan.Of(matrix, FleetPlan.PoolsOf(matrix.Inventory), []).Guests.Single().Fit;

        Assert.Equal(kind, fit.Kind);
        Assert.Equal(kind == FitKind.Exceeds ? ["PhysicalAddressBits"] : [], fit.Axes);
    }

    [Fact]
    public void Hosts_as_they_are_after_the_work_are_judged_as_before()
    {
        FleetBuilder builder = new();
        builder.AddHost("a", SmallFleets.Host("Intel", "aes"));
        builder.AddHost("b", SmallFleets.Host("Intel", "aes"));
        builder.AddGuest("g", On("a", "aes") with
        {
            Live = SmallFleets.Guest(StatementTruth.Live, "aes") with { Axes = new StatementAxes { PhysBits = 46 } },
        });
        FleetMatrix matrix = FleetMatrix.Of(builder.Build(), FleetOptions.FeaturesOnly);
        FleetPlan plan = FleetPlan.Of(matrix, FleetPlan.PoolsOf(matrix.Inventory), upgraded: matrix.Inventory);

        Assert.Empty(plan.PowerCycles);
    }

    private static GuestDetails On(string host, params string[] features) => new()
    {
        Live = SmallFleets.Guest(StatementTruth.Live, features),
        Host = host,
        IsRunning = true,
    };
}
