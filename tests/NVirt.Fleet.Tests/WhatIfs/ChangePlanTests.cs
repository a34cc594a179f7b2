using NVirt.Fleet.Inventories;
using NVirt.Fleet.Judging;
using NVirt.Fleet.Plans;
using NVirt.Fleet.WhatIfs;
using NVirt.Platforms;

namespace NVirt.Fleet.Tests.WhatIfs;

public sealed class ChangePlanTests
{
    private static readonly CpuStatement Small = SmallFleets.Host("Intel", "aes");

    [Fact]
    public void A_host_that_goes_is_emptied_onto_those_that_are_bought()
    {
        FleetPlan plan = Of(new FleetChange.Retire("a"), new FleetChange.Add("new", [Small], 1));

        Assert.Equal(("a", ("g", "new")), (plan.Steps.Single().Host, plan.Steps.Single().Moves.Single()));
        Assert.Equal(["g"], Of(new FleetChange.Retire("a")).Steps.Single().PowerCycles);
    }

    [Fact]
    public void A_host_that_loses_something_is_emptied_and_one_that_is_bought_is_as_it_will_be()
    {
        FleetChange loses = new FleetChange.Features("a", ["aes"], []);
        FleetPlan plan = Of(new FleetChange.Add("b", [Small], 1), loses);
        FleetPlan poor = Of(new FleetChange.Add("b", [Small], 1), loses, new FleetChange.Features("b", ["aes"], []));

        Assert.Equal(("a", ("g", "b")), (plan.Steps.Single().Host, plan.Steps.Single().Moves.Single()));
        Assert.Equal(("a", "g"), (poor.Steps.Single().Host, poor.Steps.Single().PowerCycles.Single()));
    }

    [Fact]
    public void A_host_that_changes_its_pool_keeps_no_guest_of_the_old_one()
    {
        FleetBuilder builder = Fleet();
        builder.AddHost("c", Small);
        builder.AddPool(new FleetPool("left", ["a", "c"]));
        FleetPlan plan = ChangePlan.Of(
            builder.Build(), [new FleetChange.Move("a", "right"), new FleetChange.Replace("c", [Small])], FleetOptions.FeaturesOnly);

        // Both are emptied, and nothing goes back to the one that left.
        Assert.Equal(["a", "c"], plan.Steps.Select(s => s.Host));
        Assert.Equal(["g"], plan.Steps[1].PowerCycles);
    }

    private static FleetPlan Of(params FleetChange[] changes) => ChangePlan.Of(Fleet().Build(), changes, FleetOptions.FeaturesOnly);

    private static FleetBuilder Fleet()
    {
        FleetBuilder builder = new();
        builder.AddHost("a", Small);
        builder.AddGuest("g", new GuestDetails
        {
            Live = SmallFleets.Guest(StatementTruth.Live, "aes"),
            Host = "a",
            IsRunning = true,
        });
        return builder;
    }
}
