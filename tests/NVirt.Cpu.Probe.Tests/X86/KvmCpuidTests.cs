using NVirt.Cpu.Probe.Linux;
using NVirt.Cpu.Probe.X86;
using NVirt.Cpu.Tests.X86;
using NVirt.Cpu.X86;
using NVirt.Testing;

namespace NVirt.Cpu.Probe.Tests.X86;

public sealed class KvmCpuidTests
{
    private static readonly X86Item[] Items =
    [
        X86Item.Cpuid(0xb, 1, 1, 2, 3, 0x1ff), X86Item.Cpuid(1, 0, 0x306a9, 0x7f100800, 1, 2), X86Item.Cpuid(2, 0),
            X86Item.Cpuid(0x8000001e, 0, 5, 6),
    ];

    [Fact]
    public void What_differs_between_the_processors_of_a_host_is_left_out() => Assert.Equal(
        [X86Item.Cpuid(1, 0, 0x306a9, 0x100800, 1, 2), X86Item.Cpuid(0xb, 1, 1, 2, 3, 0x100), X86Item.Cpuid(0x8000001e, 0, 5, 6)],
        KvmCpuid.Comparable(Items).Items);

    [Fact]
    public void On_amd_leaf_8000001e_is_such_a_thing() =>
        Assert.Null(KvmCpuid.Comparable([X86Vendor.ItemOf("AuthenticAMD"), .. Items]).Cpuid(0x8000001e));

    [Fact]
    public void Kvm_tells_the_vendor_and_features_of_this_processor()
    {
        using DeviceFile device = RealKvm.Open();
        X86CpuData data = Assert.IsType<X86CpuData>(KvmCpuid.Read(device));

        // The kernel's answer: the instruction may report something else to user mode.
        string vendor = CpuInfoText.ValueOf(File.ReadAllText("/proc/cpuinfo"), "vendor_id").ToString();
        Assert.Equal(FakeCpuid.Leaf0(0, vendor), data.Cpuid(0)!.Value with { Eax = 0 });
        Assert.NotEqual(0u, data.Cpuid(1)!.Value.Edx);
        Assert.DoesNotContain(data.Items, i => i.IsZero);
    }

    [Fact]
    public void A_file_that_is_not_kvm_answers_nothing()
    {
        using TempFolder folder = new();
        using DeviceFile device = new(folder.Write("kvm", "text"), FileAccess.ReadWrite);
        Assert.Null(KvmCpuid.Read(device));
    }
}
