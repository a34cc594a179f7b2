using NVirt.Cpu.Judging;
using NVirt.Fleet.Drifts;
using NVirt.Fleet.Freezes;
using NVirt.Fleet.Inventories;
using NVirt.Platforms;

namespace NVirt.Fleet.Tests.Drifts;

public sealed class HostDriftTests
{
    [Theory]
    [InlineData("aes erms", "aes erms", "", DriftGrade.Harmless, CpuAnswer.Yes)]
    [InlineData("aes", "aes erms", "", DriftGrade.Harmless, CpuAnswer.Yes)]
    [InlineData("aes erms", "aes", "", DriftGrade.Risky, CpuAnswer.No)]
    [InlineData("aes erms", "aes", "aes", DriftGrade.Risky, CpuAnswer.No)]
    [InlineData("aes erms", "aes", "erms", DriftGrade.Fatal, CpuAnswer.No)]
    public void A_feature_that_is_lost_matters_by_who_relies_on_it(
        string old, string now, string promised, DriftGrade grade, CpuAnswer answer)
    {
        HostDrift drift = HostDrift.Of(
            [SmallFleets.Host("Intel", old.Split(' '))], [SmallFleets.Host("Intel", now.Split(' '))],
            promised.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((grade, answer), (drift.Grade, drift.Answer));
    }

    [Fact]
    public void What_nobody_knows_any_more_is_undecided()
    {
        CpuStatement now = SmallFleets.Host(SmallFleets.Space.SetOf("aes"), default, "Intel");
        HostDrift drift = HostDrift.Of([SmallFleets.Host("Intel", "aes", "erms")], [now], []);

        Assert.Equal(CpuAnswer.Unknown, drift.Answer);
        Assert.Contains("erms", drift.Truths[0].Unknown);
    }

    [Fact]
    public void A_truth_that_is_no_longer_told_is_undecided()
    {
        CpuStatement physical = SmallFleets.Host("Intel", "aes");
        HostDrift drift = HostDrift.Of([physical with { Truth = StatementTruth.Hypervisor }, physical], [physical], []);

        Assert.Equal([StatementTruth.Hypervisor], drift.Untold);
        Assert.Equal((DriftGrade.Undecided, CpuAnswer.Unknown), (drift.Grade, drift.Answer));
        Assert.Equal(CpuAnswer.Yes, HostDrift.Of([physical], [physical with { Truth = StatementTruth.Hypervisor }, physical], []).Answer);
    }

    [Fact]
    public void What_is_lost_counts_whatever_else_is_not_known()
    {
        CpuStatement now = SmallFleets.Host(default, SmallFleets.Space.SetOf("aes"), "Intel");

        Assert.Equal(CpuAnswer.No, HostDrift.Of([SmallFleets.Host("Intel", "aes", "erms")], [now], []).Answer);
    }

    [Theory]
    [InlineData(46, CpuAnswer.Yes)]
    [InlineData(39, CpuAnswer.No)]
    [InlineData(null, CpuAnswer.Unknown)]
    public void Address_bits_that_were_frozen_are_a_promise(int? bits, CpuAnswer answer)
    {
        FleetInventory then = Of(46);
        FrozenBaseline frozen = BaselineFreeze.Of("pool", then, then.HostClasses, null, DateTimeOffset.UnixEpoch, "nvirt", []);

        Assert.Equal(answer, BaselineDrift.Of(frozen, Of(bits)).Answer);

        static FleetInventory Of(int? bits)
        {
            FleetBuilder builder = new();
            builder.AddHost("a", SmallFleets.Host("Intel", "aes") with
            {
                Axes = new StatementAxes { PhysBits = bits, GuestPhysBits = bits },
            });
            return builder.Build();
        }
    }

    [Fact]
    public void Another_host_or_processor_is_refused_unless_it_is_said_to_be_the_same()
    {
        CpuStatement host = SmallFleets.Host("Intel", "aes") with { Name = "a", Signature = new CpuSignature(6, 85, 4) };
        CpuStatement processor = host with { Signature = new CpuSignature(6, 143, 8) };
        CpuStatement name = host with { Name = "b" };

        Assert.Throws<CpuException>(() => HostDrift.Of([host], [processor], []));
        Assert.Throws<CpuException>(() => HostDrift.Of([host], [name], []));
        Assert.Equal(DriftGrade.Harmless, HostDrift.Of([host], [processor], [], isSame: true).Grade);
        Assert.Throws<CpuException>(() => HostDrift.Of([host], [host with { Truth = StatementTruth.Kernel }], []));
    }

    [Fact]
    public void Only_the_hypervisors_view_may_have_changed()
    {
        CpuStatement physical = SmallFleets.Host("Intel", "aes", "rtm", "hle");
        CpuStatement before = physical with { Truth = StatementTruth.Hypervisor };
        CpuStatement after = SmallFleets.Host("Intel", "aes") with { Truth = StatementTruth.Hypervisor };
        HostDrift drift = HostDrift.Of([before, physical], [after, physical], []);

        Assert.True(drift.IsHypervisorOnly);
        Assert.Equal(["microcode", "hypervisor"], drift.Causes);
    }

    [Fact]
    public void What_KVM_gives_of_the_processor_may_change_with_the_kernel()
    {
        CpuStatement physical = SmallFleets.Host("Intel", "aes", "la57");
        CpuStatement before = physical with { Truth = StatementTruth.Hypervisor };
        CpuStatement after = SmallFleets.Host("Intel", "aes") with { Truth = StatementTruth.Hypervisor };

        Assert.Equal(["kernel", "hypervisor"], HostDrift.Of([before, physical], [after, physical], []).Causes);
        Assert.Equal(["kernel"], HostDrift.Of(
            [before with { Truth = StatementTruth.Kernel }], [after with { Truth = StatementTruth.Kernel }], []).Causes);
    }

    [Theory]
    [InlineData(46, 46, null, DriftGrade.Harmless)]
    [InlineData(46, 39, null, DriftGrade.Risky)]
    [InlineData(46, 39, 40, DriftGrade.Fatal)]
    [InlineData(46, 40, 40, DriftGrade.Risky)]
    [InlineData(39, 46, 39, DriftGrade.Harmless)]
    [InlineData(46, null, 40, DriftGrade.Undecided)]
    public void Fewer_address_bits_than_promised_are_fatal(int old, int? now, int? promised, DriftGrade grade)
    {
        CpuStatement host = SmallFleets.Host("Intel", "aes");
        HostDrift drift = HostDrift.Of(
            [host with { Axes = new StatementAxes { PhysBits = old } }], [host with { Axes = new StatementAxes { PhysBits = now } }], [],
            promised);

        Assert.Equal(grade, drift.Grade);
    }

    [Fact]
    public void The_present_is_held_against_what_was_frozen()
    {
        FleetBuilder builder = new();
        builder.AddHost("a", SmallFleets.Host("Intel", "aes", "erms"));
        builder.AddHost("b", SmallFleets.Host("Intel", "aes", "rdrand", "erms"));
        FleetInventory then = builder.Build();
        FrozenBaseline frozen =
            BaselineFreeze.Of("pool", then, then.HostClasses, null, DateTimeOffset.UnixEpoch, "nvirt", []);

        FleetBuilder later = new();
        later.AddHost("a", SmallFleets.Host("Intel", "aes"));
        later.AddGuest("much", Live("a", "aes", "rdrand"));
        later.AddGuest("right", Live("a", "aes", "erms"));
        later.AddGuest("little", Live("a", "aes"));
        BaselineDrift drift = BaselineDrift.Of(frozen, later.Build());

        Assert.Equal(["b"], drift.Unseen);
        Assert.Equal(["erms"], Assert.Single(drift.Hosts).Lacking);
        Assert.Equal(["little", "much"], drift.Guests.Select(g => g.Guest.Name));
        Assert.Equal(CpuAnswer.No, drift.Answer);
        Assert.Equal(CpuAnswer.Yes, BaselineDrift.Of(frozen, then).Answer);
    }

    private static GuestDetails Live(string host, params string[] features) => new()
    {
        Live = SmallFleets.Guest(StatementTruth.Live, features),
        Host = host,
        IsRunning = true,
    };
}
