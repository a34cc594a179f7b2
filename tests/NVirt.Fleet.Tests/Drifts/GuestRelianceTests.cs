using NVirt.Fleet.Drifts;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Judging;
using NVirt.Platforms;

namespace NVirt.Fleet.Tests.Drifts;

public sealed class GuestRelianceTests
{
    [Fact]
    public void Guests_that_are_there_or_could_come_rely_on_what_they_have()
    {
        FleetBuilder builder = new();
        builder.AddHost("a", SmallFleets.Host("Intel", "aes", "erms", "rdrand", "pcid"));
        builder.AddHost("b", SmallFleets.Host("Intel", "aes", "sse4.2", "rdrand"));
        builder.AddGuest("there", Live("a", "aes"));
        builder.AddGuest("could-come", Live("b", "rdrand"));
        builder.AddGuest("cannot-come", Live("b", "sse4.2"));
        builder.AddGuest("off", new GuestDetails { Request = SmallFleets.Guest(StatementTruth.Request, "pcid"), Host = "a" });
        FleetInventory inventory = builder.Build();

        Assert.Equal(["aes", "rdrand"], GuestReliance.Of(inventory, "a", FleetOptions.FeaturesOnly));
        Assert.Throws<CpuException>(() => GuestReliance.Of(inventory, "c"));
    }

    [Fact]
    public void Classes_of_guests_rely_on_what_their_guests_do() => SmallFleets.Of(random =>
    {
        FleetBuilder builder = new();
        string[] hosts = ["a", "b", "c"];
        foreach (string host in hosts)
        {
            builder.AddHost(host, SmallFleets.Host("Intel", [.. SmallFleets.Features.Where(_ => random.Next(3) > 0)]));
        }

        for (int i = random.Next(1, 8); i > 0; i--)
        {
            builder.AddGuest($"g{i}", Live(hosts[random.Next(3)], SmallFleets.Features[random.Next(3)]) with
            {
                IsRunning = random.Next(4) > 0,
            });
        }

        FleetInventory inventory = builder.Build();
        FleetOptions options = FleetOptions.FeaturesOnly;
        return GuestReliance.Of(inventory, "a", options).SequenceEqual(
            inventory.Guests.Where(g => g.IsRunning && (g.Host == "a"
                || PairVerdict.Of(g.Class, inventory.FindHost("a")!.Class, options).Verdict <= FleetVerdict.Superset))
                .SelectMany(g => g.Details.Live!.Bits.Yes).Distinct().Order(StringComparer.Ordinal));
    }).Holds();

    [Fact]
    public void Grades_are_what_feature_by_feature_comes_to() => SmallFleets.Of(random =>
    {
        CpuStatement old = SmallFleets.Host(SmallFleets.Set(random, 50), SmallFleets.Set(random, 60), "Intel");
        CpuStatement now = SmallFleets.Host(SmallFleets.Set(random, 50), SmallFleets.Set(random, 60), "Intel");
        string[] promised = [.. SmallFleets.Features.Where(_ => random.Next(3) == 0)];
        HostDrift drift = HostDrift.Of([old], [now], promised);
        DriftGrade worst = old.Bits.Yes.Concat(old.Bits.No).Concat(old.Bits.Unknown).Max(f => (old.Bits.Has(f), now.Bits.Has(f)) switch
        {
            (true, false) => promised.Contains(f) ? DriftGrade.Fatal : DriftGrade.Risky,
            (not null, null) => DriftGrade.Undecided,
            _ => DriftGrade.Harmless,
        });
        return drift.Grade == worst;
    }).Holds();

    private static GuestDetails Live(string host, params string[] features) => new()
    {
        Live = SmallFleets.Guest(StatementTruth.Live, features),
        Host = host,
        IsRunning = true,
    };
}
