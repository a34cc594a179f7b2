using NVirt.Cpu.Map;
using NVirt.Cpu.Tests.X86;
using NVirt.Cpu.X86;
using NVirt.Cpu.X86.Evidence;

namespace NVirt.Cpu.Probe.Tests.X86;

public class UnknownFeaturesTests
{
    // Features by which each register is recognized.
    private const string Leaf7 = "smep";
    private const string Leaf7Sub1 = "avx-vnni";
    private const string Sgx = "sgx1";
    private const string Extended = "lm";
    private const string Centaur = "pmm";
    private const string ArchCapabilities = "rdctl-no";
    private const string CoreCapabilities = "split-lock-detect";
    private const string Vmx = "vmx-vnmi";

    private static readonly X86Map Map = FakeCpuid.Map;

    private static FeatureSet Unknown(params X86Item[] dump) => X86Unknown.FeaturesOf(Map, X86CpuData.Create(dump), X86Coverage.Of(dump));

    private static FeatureSet Unknown(X86Reading reading, params X86MsrReading[] msrs) =>
        X86Unknown.FeaturesOf(Map, reading.Data, reading.Coverage.WithMsrs(msrs));

    private static void IsUnknown(in FeatureSet unknown, string feature) => Assert.True(FakeCpuid.Has(unknown, feature), feature);

    private static void IsKnown(in FeatureSet unknown, string feature) => Assert.False(FakeCpuid.Has(unknown, feature), feature);

    [Fact]
    public void Nothing_is_unknown_of_complete_data() =>
        Assert.True(X86Unknown.FeaturesOf(Map, X86CpuData.Empty, X86Coverage.Complete).IsEmpty);

    [Fact]
    public void Everything_is_unknown_of_nothing() => Assert.Equal(Map.FeatureCount, Unknown().Count);

    [Fact]
    public void A_leaf_that_was_read_is_known() => IsKnown(Unknown(FakeCpuid.Leaf0(7), X86Item.Cpuid(7, 0)), Leaf7);

    [Fact]
    public void A_leaf_that_was_not_read_is_unknown() => IsUnknown(Unknown(FakeCpuid.Leaf0(7), X86Item.Cpuid(1, 0)), Leaf7);

    [Fact]
    public void A_leaf_above_the_stated_maximum_is_absent() => IsKnown(Unknown(FakeCpuid.Leaf0(6)), Leaf7);

    [Fact]
    public void A_range_whose_first_leaf_was_not_read_is_unknown() => IsUnknown(Unknown(FakeCpuid.Leaf0(7)), Extended);

    [Fact]
    public void A_leaf_above_the_maximum_of_its_own_range_is_absent() =>
        IsKnown(Unknown(FakeCpuid.Leaf0(7), X86Item.Cpuid(0x80000000, 0, 0x80000000)), Extended);

    [Fact]
    public void A_sub_leaf_above_the_one_that_sub_leaf_0_states_is_absent() =>
        IsKnown(Unknown(FakeCpuid.Leaf0(7), X86Item.Cpuid(7, 0, 0)), Leaf7Sub1);

    [Fact]
    public void A_sub_leaf_that_exists_and_was_not_read_is_unknown() =>
        IsUnknown(Unknown(FakeCpuid.Leaf0(7), X86Item.Cpuid(7, 0, 1)), Leaf7Sub1);

    [Fact]
    public void A_sub_leaf_of_a_leaf_that_was_not_read_is_unknown() => IsUnknown(Unknown(FakeCpuid.Leaf0(7)), Leaf7Sub1);

    [Theory]
    [InlineData(0u, false)]
    [InlineData(2u, true)]
    public void A_monitoring_resource_is_absent_if_leaf_0xf_does_not_name_it(uint edx, bool isUnknown) =>
        Assert.Equal(isUnknown, FakeCpuid.Has(Unknown(FakeCpuid.Leaf0(0xf), X86Item.Cpuid(0xf, 0, edx: edx)), "mbm_total"));

    [Fact]
    public void A_leaf_without_a_rule_for_its_sub_leaves_leaves_them_unknown() =>
        IsUnknown(Unknown(FakeCpuid.Leaf0(0xd), X86Item.Cpuid(0xd, 0)), "xsaveopt");

    [Fact]
    public void The_range_0xc0000000_is_absent_of_vendors_that_do_not_have_it() => IsKnown(Unknown(FakeCpuid.Leaf0(7)), Centaur);

    [Fact]
    public void The_range_0xc0000000_is_unknown_of_vendors_that_have_it() =>
        IsUnknown(Unknown(FakeCpuid.Leaf0(7, "CentaurHauls")), Centaur);

    [Fact]
    public void The_sgx_leaf_is_absent_without_sgx() => IsKnown(Unknown(FakeCpuid.Leaf0(0x12), X86Item.Cpuid(7, 0)), Sgx);

    [Fact]
    public void The_sgx_leaf_is_unknown_with_sgx() => IsUnknown(Unknown(FakeCpuid.Leaf0(0x12), X86Item.Cpuid(7, 0, ebx: 4)), Sgx);

    [Fact]
    public void The_sgx_leaf_is_unknown_if_leaf_7_is() => IsUnknown(Unknown(FakeCpuid.Leaf0(0x12)), Sgx);

    [Fact]
    public void An_msr_whose_enumerating_bit_is_clear_is_absent()
    {
        FeatureSet unknown = Unknown(FakeCpuid.Leaf0(7), X86Item.Cpuid(1, 0), X86Item.Cpuid(7, 0));
        IsKnown(unknown, ArchCapabilities);
        IsKnown(unknown, CoreCapabilities);
        IsKnown(unknown, Vmx);
    }

    [Fact]
    public void An_msr_whose_enumerating_bit_is_set_is_unknown_if_it_was_not_read()
    {
        FeatureSet unknown = Unknown(FakeCpuid.Leaf0(7), X86Item.Cpuid(1, 0, ecx: 1 << 5), X86Item.Cpuid(7, 0, edx: 3u << 29));
        IsUnknown(unknown, ArchCapabilities);
        IsUnknown(unknown, CoreCapabilities);
        IsUnknown(unknown, Vmx);
    }

    [Fact]
    public void An_msr_whose_enumerating_leaf_is_unknown_is_unknown() =>
        IsUnknown(Unknown(FakeCpuid.Leaf0(7), X86Item.Cpuid(1, 0)), ArchCapabilities);

    [Fact]
    public void An_msr_whose_enumerating_leaf_is_absent_is_absent() =>
        IsKnown(Unknown(FakeCpuid.Leaf0(1), X86Item.Cpuid(1, 0)), ArchCapabilities);

    [Theory]
    [InlineData(X86MsrSource.Device, false)]
    [InlineData(X86MsrSource.Kvm, false)]
    [InlineData(X86MsrSource.Absent, false)]
    [InlineData(X86MsrSource.Unknown, true)]
    public void What_became_of_an_msr_decides(X86MsrSource source, bool isUnknown)
    {
        X86Reading reading = new FakeCpuid(FakeCpuid.Leaf0(7), X86Item.Cpuid(7, 0, edx: 1u << 29)).ReadAll();
        Assert.Equal(isUnknown, FakeCpuid.Has(Unknown(reading, new X86MsrReading(0x10a, source)), ArchCapabilities));
    }

    [Fact]
    public void A_live_reading_leaves_no_leaf_unknown()
    {
        X86Reading reading = new FakeCpuid(FakeCpuid.Leaf0(0x29), X86Item.Cpuid(0x80000000, 0, 0x80000022)).ReadAll();
        Assert.True(Unknown(reading).IsEmpty);
    }
}
