using NVirt.Cpu.Judging;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Judging;
using NVirt.Fleet.Matrices;
using NVirt.Platforms;

namespace NVirt.Fleet.Tests.Matrices;

public sealed class FleetMatrixTests
{
    [Fact]
    public void Every_cell_is_what_feature_by_feature_comes_to() => SmallFleets.Of(random =>
    {
        FleetInventory inventory = Fleet(random);
        FleetMatrix matrix = FleetMatrix.Of(inventory, FleetOptions.FeaturesOnly);
        return inventory.Guests.All(guest => inventory.Hosts.All(host =>
        {
            FleetVerdict naive = Naive(inventory, guest, host);
            return matrix[guest.Class, host.Class].Verdict == naive && matrix.Explain(guest.Class, host.Class).Verdict == naive;
        }) && matrix.Targets[guest.Class.Index].Yes
            == inventory.Hosts.Count(h => h.Name != guest.Host && Naive(inventory, guest, h) <= FleetVerdict.Superset));
    }).Holds();

    [Fact]
    public void What_is_taken_from_a_former_matrix_is_what_would_be_judged_anew() => SmallFleets.Of(random =>
    {
        FleetInventory before = Fleet(random);
        FleetBuilder builder = new(before.Map);
        foreach (FleetHost host in before.Hosts)
        {
            builder.AddHost(host.Name, random.Next(12) == 0 ? SmallFleets.Host("Intel", "aes") : host.Class.Judged);
        }

        foreach (FleetGuest guest in before.Guests.Where(_ => random.Next(4) > 0))
        {
            string? place = random.Next(4) == 0 ? before.Hosts[random.Next(before.Hosts.Count)].Name : guest.Details.Host;
            builder.AddGuest(guest.Name, guest.Details with { Host = place });
        }

        FleetInventory after = builder.Build();
        FleetMatrix anew = FleetMatrix.Of(after);
        FleetMatrix taken = FleetMatrix.Of(after, anew.Options, FleetMatrix.Of(before, anew.Options));
        return after.GuestClasses.All(g => after.HostClasses.All(h => anew[g, h] == taken[g, h]))
            && anew.Targets.SequenceEqual(taken.Targets);
    }).Holds();

    [Fact]
    public void A_guest_that_can_go_nowhere_is_stuck_and_the_answer_no()
    {
        FleetMatrix matrix = Of(("a", ["aes"]), "aes", "rdrand");

        Assert.Equal("guest", Assert.Single(matrix.Stuck).Name);
        Assert.Equal(CpuAnswer.No, matrix.Answer);
    }

    [Fact]
    public void A_host_that_cannot_be_read_makes_the_answer_undecided()
    {
        FleetBuilder builder = new();
        builder.AddHost("a", SmallFleets.Host("Intel", "aes"));
        builder.AddHost("b", new HostDetails { Problem = "no such file" });
        builder.AddGuest("guest", new GuestDetails { Request = SmallFleets.Guest(StatementTruth.Request, "aes") });
        FleetMatrix matrix = FleetMatrix.Of(builder.Build());

        Assert.Equal(CpuAnswer.Unknown, matrix.Answer);
        Assert.Equal(new MatrixTargets(1, 1), matrix.Targets[0]);
    }

    [Fact]
    public void The_host_of_a_guest_that_is_off_is_no_target_either()
    {
        FleetBuilder builder = new();
        builder.AddHost("a", SmallFleets.Host("Intel", "aes"));
        builder.AddGuest("guest", new GuestDetails { Request = SmallFleets.Guest(StatementTruth.Request, "aes"), Host = "a" });

        Assert.Equal(0, FleetMatrix.Of(builder.Build()).Targets[0].Yes);
    }

    [Fact]
    public void A_running_guest_got_whatever_it_takes_besides_its_model()
    {
        CpuStatement any = SmallFleets.Guest(StatementTruth.Request, "aes");
        CpuStatement minimum = any with { Definition = new CpuDefinition { Match = CpuMatch.Minimum } };
        CpuStatement optional = any with { Policies = new CpuFeatureList([new CpuFeature("rdrand", CpuPolicy.Optional)]) };

        Assert.Equal(FleetVerdict.Incompatible, OnOther(minimum, isRunning: true));
        Assert.Equal(FleetVerdict.Incompatible, OnOther(optional, isRunning: true));
        Assert.Equal(FleetVerdict.Identical, OnOther(minimum, isRunning: false));
        Assert.Equal(FleetVerdict.Identical, OnOther(optional, isRunning: false));

        static FleetVerdict OnOther(CpuStatement guest, bool isRunning)
        {
            FleetBuilder builder = new();
            builder.AddHost("a", SmallFleets.Host("Intel", "aes", "rdrand"));
            builder.AddHost("b", SmallFleets.Host("Intel", "aes"));
            builder.AddGuest("g", new GuestDetails { Request = guest, Host = "a", IsRunning = isRunning });
            FleetMatrix matrix = FleetMatrix.Of(builder.Build(), FleetOptions.FeaturesOnly);
            return matrix[matrix.Inventory.GuestClasses[0], matrix.Inventory.HostClasses[1]].Verdict;
        }
    }

    [Fact]
    public void What_is_not_known_of_a_running_guest_it_may_need()
    {
        FleetBuilder builder = new();
        builder.AddHost("a", SmallFleets.Host("Intel", "aes"));
        builder.AddGuest("g", new GuestDetails
        {
            Live = SmallFleets.Guest(StatementTruth.Live, "aes") with
            {
                Bits = new StatementBits(SmallFleets.Space, SmallFleets.Space.SetOf("aes"), default),
            },
            IsRunning = true,
        });
        FleetMatrix matrix = FleetMatrix.Of(builder.Build(), FleetOptions.FeaturesOnly);

        Assert.Equal(FleetVerdict.Undecided, matrix[matrix.Inventory.GuestClasses[0], matrix.Inventory.HostClasses[0]].Verdict);
    }

    [Fact]
    public void The_own_host_is_no_target()
    {
        FleetBuilder builder = new();
        builder.AddHost("a", SmallFleets.Host("Intel", "aes"));
        builder.AddGuest("guest", new GuestDetails
        {
            Live = SmallFleets.Guest(StatementTruth.Live, "aes"),
            Host = "a",
            IsRunning = true,
        });

        Assert.Equal(0, FleetMatrix.Of(builder.Build()).Targets[0].Yes);
    }

    [Fact]
    public void The_worse_of_two_truths_is_the_answer()
    {
        CpuStatement physical = SmallFleets.Host("Intel", "aes", "rdrand");
        FleetBuilder builder = new();
        builder.AddHost("a", new HostDetails
        {
            Statements = [SmallFleets.Host("Intel", "aes") with { Truth = StatementTruth.Hypervisor }, physical],
        });
        builder.AddGuest("guest", new GuestDetails { Request = SmallFleets.Guest(StatementTruth.Request, "rdrand") });
        FleetInventory inventory = builder.Build();
        PairVerdict pair = FleetMatrix.Of(inventory).Explain(inventory.GuestClasses[0], inventory.HostClasses[0]);

        Assert.Equal(FleetVerdict.Incompatible, pair.Verdict);
        Assert.Equal(["rdrand"], pair.Withheld);
        Assert.Equal(StatementVerdict.Superset, pair.Libvirt!.Verdict);
    }

    [Fact]
    public void Another_vendor_is_fatal_unless_vendors_may_mix()
    {
        FleetBuilder builder = new();
        builder.AddHost("a", SmallFleets.Host("AMD", "aes"));
        builder.AddHost("b", SmallFleets.Host("Intel", "aes"));
        builder.AddGuest("guest", new GuestDetails
        {
            Live = SmallFleets.Guest(StatementTruth.Live, "aes") with { Vendor = "Intel" },
            Host = "b",
            IsRunning = true,
        });
        FleetInventory inventory = builder.Build();

        Assert.Equal(0, FleetMatrix.Of(inventory).Targets[0].Yes);
        Assert.Equal(1, FleetMatrix.Of(inventory, new FleetOptions { AllowsMixedVendors = true }).Targets[0].Yes);
    }

    private static FleetMatrix Of((string Name, string[] Features) host, params string[] guest)
    {
        FleetBuilder builder = new();
        builder.AddHost(host.Name, SmallFleets.Host("Intel", host.Features));
        builder.AddGuest("guest", new GuestDetails { Request = SmallFleets.Guest(StatementTruth.Request, guest) });
        return FleetMatrix.Of(builder.Build());
    }

    private static FleetInventory Fleet(Random random)
    {
        FleetBuilder builder = new();
        int hosts = random.Next(1, 5);
        for (int i = 0; i < hosts; i++)
        {
            string? vendor = random.Next(3) switch { 0 => "Intel", 1 => "AMD", _ => null };
            builder.AddHost($"h{i}", SmallFleets.Host(SmallFleets.Set(random, 50), SmallFleets.Set(random, 60), vendor));
        }

        for (int i = random.Next(1, 5); i > 0; i--)
        {
            builder.AddGuest($"g{i}", Guest(random, $"h{random.Next(hosts)}"));
        }

        return builder.Build();
    }

    private static GuestDetails Guest(Random random, string host)
    {
        CpuFeature[] policies =
        [
            .. SmallFleets.Features.Where(_ => random.Next(3) == 0).Select(f => new CpuFeature(f, (CpuPolicy)random.Next(5))),
        ];
        CpuStatement named = SmallFleets.Guest(
            StatementTruth.Request, [.. policies.Where(p => p.Policy is CpuPolicy.Require or CpuPolicy.Force).Select(p => p.Name)]);
        bool isRunning = random.Next(2) == 0;
        return new GuestDetails
        {
            Request = named with
            {
                Policies = new CpuFeatureList(policies),
                Class = random.Next(3) == 0 ? StatementClass.HostPassthrough : StatementClass.None,
                Definition = random.Next(2) == 0 ? null : new CpuDefinition
                {
                    Vendor = random.Next(2) == 0 ? "Intel" : null,
                    Match = random.Next(3) == 0 ? CpuMatch.Strict : CpuMatch.Exact,
                },
            },
            Host = isRunning ? host : null,
            IsRunning = isRunning,
        };
    }

    // One feature after the other, in words.
    private static FleetVerdict Naive(FleetInventory inventory, FleetGuest guest, FleetHost host)
    {
        CpuStatement asked = guest.Details.Request!;
        bool isGuessed = guest.IsRunning && asked.Class == StatementClass.HostPassthrough;
        CpuStatement? own = guest.IsRunning ? inventory.FindHost(guest.Host!)!.Class.Judged : null;
        string? vendor = isGuessed ? own!.Vendor : asked.Definition?.Vendor;
        CpuStatement there = host.Class.Judged;
        if (vendor is not null && there.Vendor is not null && vendor != there.Vendor)
        {
            return FleetVerdict.Incompatible;
        }

        bool isOpen = vendor is not null && there.Vendor is null;
        bool hasMore = false;
        foreach (string feature in there.Bits.Yes.Concat(there.Bits.No).Concat(there.Bits.Unknown))
        {
            int place = asked.Policies.IndexOf(feature);
            CpuPolicy? policy = place < 0 ? null : asked.Policies[place].Policy;
            bool? wanted = isGuessed && policy is not (CpuPolicy.Require or CpuPolicy.Disable or CpuPolicy.Forbid) ? own!.Bits.Has(feature)
                : policy == CpuPolicy.Optional && guest.IsRunning ? own!.Bits.Has(feature) : policy == CpuPolicy.Require;
            bool isLeft = isGuessed ? policy is CpuPolicy.Disable or CpuPolicy.Forbid
                : policy is CpuPolicy.Force or CpuPolicy.Disable || (policy == CpuPolicy.Optional && !guest.IsRunning);
            bool isForbidden = !isGuessed && (policy == CpuPolicy.Forbid
                || (asked.Definition?.Match == CpuMatch.Strict && wanted == false && !isLeft));
            bool? has = there.Bits.Has(feature);
            if (isLeft)
            {
                continue;
            }

            if ((wanted == true && has == false) || (isForbidden && has == true))
            {
                return FleetVerdict.Incompatible;
            }

            isOpen |= (wanted == true && has is null) || (wanted is null && has != true) || (isForbidden && has is null);
            hasMore |= wanted != true && has != false;
        }

        return isOpen ? FleetVerdict.Undecided : hasMore ? FleetVerdict.Superset : FleetVerdict.Identical;
    }
}
