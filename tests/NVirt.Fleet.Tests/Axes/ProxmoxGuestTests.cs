using NVirt.Cpu.Axes;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Judging;
using NVirt.Platforms;

namespace NVirt.Fleet.Tests.Axes;

/// <summary>Proxmox VE asks QEMU by name for features of KVM's own, which no processor tells.</summary>
public sealed class ProxmoxGuestTests
{
    [Fact]
    public void What_the_processor_cannot_tell_qemu_decides()
    {
        CpuStatement processor = SmallFleets.Host(SmallFleets.Space.All, default, "Intel");
        Assert.Equal(CpuAxisGrade.Undecided, Grade(processor));
        Assert.Equal(CpuAxisGrade.Harmless, Grade(Qemu("kvm-pv-eoi", "kvm-pv-unhalt"), processor));
        Assert.Equal(CpuAxisGrade.Fatal, Grade(Qemu("kvm-pv-eoi"), processor));

        CpuStatement Qemu(params string[] given) => processor with
        {
            Truth = StatementTruth.Hypervisor,
            Axes = new StatementAxes { Paravirtual = new StatementNames(given) },
        };
    }

    private static CpuAxisGrade Grade(params CpuStatement[] host)
    {
        FleetBuilder builder = new();
        builder.AddHost("pve1", new HostDetails { Statements = [.. host] });
        builder.AddGuest("shop", new GuestDetails
        {
            Request = PlatformReader.Read("cpu: Nehalem\nmemory: 512\n"u8.ToArray(), "shop.conf", form: "proxmox-vm")[0],
        });
        FleetInventory inventory = builder.Build();
        return PairVerdict.Of(inventory.GuestClasses[0], inventory.HostClasses[0], new FleetOptions()).Axes
            .Single(f => f.Axis == CpuAxis.KvmParavirtual).Grade;
    }
}
