using NVirt.Cpu.Judging;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Judging;
using NVirt.Fleet.WhatIfs;
using NVirt.Platforms;

namespace NVirt.Fleet.Tests.WhatIfs;

public sealed class FleetDifferenceTests
{
    [Fact]
    public void A_host_that_is_bought_may_lower_what_all_have()
    {
        FleetDifference difference = After(new FleetChange.Add("x", [SmallFleets.Host("Intel", "aes")], 3));

        Assert.Equal(["erms"], Assert.Single(difference.Kinds).Lost);
        Assert.Equal(["a", "b", "x-1", "x-2", "x-3"], difference.New.Inventory.Hosts.Select(h => h.Name));
        Assert.Equal(CpuAnswer.Yes, difference.Answer);
    }

    [Fact]
    public void One_more_like_a_host_that_is_there_gets_a_number()
    {
        FleetChange.Add another = new("a", [SmallFleets.Host("Intel", "aes", "erms", "rdrand")], 1);
        FleetInventory fleet = After(another).Old.Inventory;
        FleetInventory changed = ChangedFleet.Of(fleet, [another, another with { Times = 2 }]);

        Assert.Equal(["a", "a-1", "a-2", "a-3", "b"], changed.Hosts.Select(h => h.Name));
    }

    [Fact]
    public void A_host_that_goes_may_leave_guests_nowhere()
    {
        FleetDifference difference = After(new FleetChange.Retire("b"));

        Assert.Equal(["rdrand"], Assert.Single(difference.Kinds).Gained);
        Assert.Equal("g", Assert.Single(difference.Guests).Guest);
        Assert.Equal(CpuAnswer.No, difference.Answer);
    }

    [Fact]
    public void Features_that_are_lost_or_gained_are_said()
    {
        FleetDifference difference = After(new FleetChange.Features("b", ["erms"], ["rdrand"]));

        Assert.Equal(["erms"], Assert.Single(difference.Kinds).Lost);
        Assert.Equal(["rdrand"], Assert.Single(difference.Kinds).Gained);
        Assert.Throws<CpuException>(() => After(new FleetChange.Features("b", ["no-such-feature"], [])));
    }

    [Fact]
    public void A_host_that_was_read_elsewhere_is_taken_as_it_was_read() =>
        Assert.Equal(["aes"], Assert.Single(After(new FleetChange.Replace("b", [SmallFleets.Host("Intel", "erms")])).Kinds).Lost);

    [Fact]
    public void A_guest_that_got_everything_keeps_what_it_got()
    {
        FleetBuilder builder = new();
        builder.AddHost("a", SmallFleets.Host("Intel", "aes", "erms"));
        builder.AddHost("b", SmallFleets.Host("Intel", "aes"));
        builder.AddGuest("g", new GuestDetails
        {
            Request = SmallFleets.Guest(StatementTruth.Request) with { Class = StatementClass.HostPassthrough },
            Host = "a",
            IsRunning = true,
        });
        FleetInventory inventory = builder.Build();
        FleetInventory changed = ChangedFleet.Of(inventory, [new FleetChange.Features("a", ["erms"], [])]);
        FleetInventory gone = ChangedFleet.Of(inventory, [new FleetChange.Retire("a")]);

        Assert.Equal(["aes", "erms"], SmallFleets.Space.SortedNames(changed.GuestClasses[0].Demand.Need));
        Assert.Equal(["aes", "erms"], SmallFleets.Space.SortedNames(gone.GuestClasses[0].Demand.Need));
    }

    [Fact]
    public void A_guest_that_no_other_host_takes_is_stranded_when_its_own_goes()
    {
        FleetDifference difference = After(
            [new FleetChange.Retire("a")], SmallFleets.Guest(StatementTruth.Live, "aes", "erms", "rdrand"));

        Assert.True(difference.Guests.Single().IsNewlyStuck);
        Assert.Equal(CpuAnswer.No, difference.Answer);
    }

    [Fact]
    public void New_microcode_says_nothing_of_what_the_hypervisor_withheld()
    {
        CpuStatement processor = SmallFleets.Host("Intel", "aes", "svm", "rdrand");
        CpuStatement given = SmallFleets.Host("Intel", "aes", "rdrand") with { Truth = StatementTruth.Hypervisor };
        FleetBuilder builder = new();
        builder.AddHost("a", new HostDetails { Statements = [given, processor] });
        FleetInventory changed = ChangedFleet.Of(
            builder.Build(), [new FleetChange.Replace("a", [SmallFleets.Host("Intel", "aes", "svm", "erms")])]);
        HostClass host = changed.HostClasses.Single();

        Assert.Equal(StatementTruth.Hypervisor, host.Truth);
        Assert.Equal(["aes"], host.Judged.Bits.Yes);
        Assert.Equal(["erms"], host.Judged.Bits.Unknown);
        Assert.False(host.Judged.Bits.Has("svm"));
    }

    [Fact]
    public void Nothing_changes_where_nothing_is_changed()
    {
        FleetDifference difference = After();
        Assert.Empty(difference.Kinds);
        Assert.Empty(difference.Guests);
    }

    [Fact]
    public void A_host_that_is_not_there_is_refused()
    {
        Assert.Throws<CpuException>(() => After(new FleetChange.Retire("c")));
        Assert.Throws<CpuException>(() => After(new FleetChange.Add("x", [SmallFleets.Host("Intel")], int.MaxValue)));
    }

    private static FleetDifference After(params FleetChange[] changes) =>
        After(changes, SmallFleets.Guest(StatementTruth.Live, "aes", "erms"));

    private static FleetDifference After(FleetChange[] changes, CpuStatement live)
    {
        FleetBuilder builder = new();
        builder.AddHost("a", SmallFleets.Host("Intel", "aes", "erms", "rdrand"));
        builder.AddHost("b", SmallFleets.Host("Intel", "aes", "erms"));
        builder.AddGuest("g", new GuestDetails
        {
            Live = live,
            Host = "a",
            IsRunning = true,
        });
        FleetInventory inventory = builder.Build();
        return FleetDifference.Of(inventory, ChangedFleet.Of(inventory, changes), FleetOptions.FeaturesOnly);
    }
}
