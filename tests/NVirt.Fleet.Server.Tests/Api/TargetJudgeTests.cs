using NVirt.Fleet.Inventories;
using NVirt.Fleet.Server.Api;
using NVirt.Fleet.Server.Snapshots;
using NVirt.Fleet.Server.Tests.Support;
using NVirt.Platforms;

namespace NVirt.Fleet.Server.Tests.Api;

public sealed class TargetJudgeTests
{
    [Fact]
    public void Each_axis_has_its_own_grade_and_not_that_of_the_worst()
    {
        CpuStatement host = SourceReader.Read(Samples.Sample("pve1.xml"), "pve1.xml", CpuMap.Default)[0];
        CpuStatement request = SourceReader.Read(Samples.Sample("mail.xml"), "mail.xml", CpuMap.Default)[0];
        FleetBuilder builder = new();
        builder.AddHost("a", host with { Axes = host.Axes with { PhysBits = 46, Microcode = 5 } });
        builder.AddHost("b", host with { Axes = host.Axes with { PhysBits = 39, Microcode = 4 } });
        builder.AddGuest("g", new GuestDetails { Host = "a", IsRunning = true, Request = request });
        FleetInventory inventory = builder.Build();
        FleetGuest guest = inventory.Guests[0];
        FleetSnapshot snapshot = new(
            inventory, new FleetBuilder().Build(), new Dictionary<FleetGuest, string> { [guest] = "g" }, new Dictionary<string, string>(),
            DateTimeOffset.UtcNow, "1");

        TargetInfo target = Assert.Single(
            new TargetJudge(snapshot, TimeProvider.System).Of(guest.Class, [inventory.FindHost("b")!]).Hosts);

        Assert.Equal(("incompatible", "fatal"), (target.Verdict, target.Grade));
        Assert.Contains(target.Axes, a => a.Grade == "fatal");
        Assert.Contains(target.Axes, a => a.Grade == "risky");
    }
}
