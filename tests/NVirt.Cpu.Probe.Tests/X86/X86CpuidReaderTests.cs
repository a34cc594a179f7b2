using NVirt.Cpu.Probe.X86;
using NVirt.Cpu.Tests.X86;
using NVirt.Cpu.X86;
using NVirt.Cpu.X86.Evidence;

namespace NVirt.Cpu.Probe.Tests.X86;

public class X86CpuidReaderTests
{
    private static uint[] Subleaves(X86Reading reading, uint leaf) =>
        [.. reading.Data.Items.Where(i => i.Leaf == leaf).Select(i => i.Subleaf)];

    private static uint[] Subleaves(uint leaf, params X86Item[] items) =>
        Subleaves(new FakeCpuid([FakeCpuid.Leaf0(leaf), .. items]).ReadAll(), leaf);

    [Fact]
    public void Every_leaf_up_to_the_stated_maximum_is_stored()
    {
        X86Reading reading = new FakeCpuid(FakeCpuid.Leaf0(3), X86Item.Cpuid(0x80000000, 0, 0x80000002)).ReadAll();
        Assert.Equal([0u, 1u, 2u, 3u, 0x80000000u, 0x80000001u, 0x80000002u], reading.Data.Items.Select(i => i.Leaf));
    }

    [Fact]
    public void A_range_whose_maximum_is_below_it_stores_nothing() =>
        Assert.Equal([0u], new FakeCpuid(FakeCpuid.Leaf0(0), X86Item.Cpuid(0x80000000, 0, 5)).ReadAll().Data.Items.Select(i => i.Leaf));

    [Fact]
    public void The_hypervisor_range_is_not_read()
    {
        FakeCpuid cpu = new(FakeCpuid.Leaf0(1), X86Item.Cpuid(0x40000000, 0, 0x40000001));
        Assert.DoesNotContain(cpu.ReadAll().Data.Items, i => i.Leaf is >= 0x40000000 and < 0x80000000);
    }

    [Theory]
    [InlineData("CentaurHauls", true)]
    [InlineData("  Shanghai  ", true)]
    [InlineData("GenuineIntel", false)]
    [InlineData("AuthenticAMD", false)]
    public void The_range_0xc0000000_is_read_only_of_vendors_that_have_it(string vendor, bool isRead)
    {
        FakeCpuid cpu = new(FakeCpuid.Leaf0(1, vendor), X86Item.Cpuid(0xc0000000, 0, 0xc0000001));
        Assert.Equal(isRead, cpu.ReadAll().Data.Cpuid(0xc0000001) is not null);
        Assert.Equal(isRead, cpu.Asked.Exists(a => a.Leaf >= 0xc0000000));
    }

    [Fact]
    public void Leaf_4_is_read_up_to_the_terminating_cache_and_stores_it() =>
        Assert.Equal([0u, 1u, 2u], Subleaves(4, X86Item.Cpuid(4, 0, 0x121), X86Item.Cpuid(4, 1, 0x143)));

    [Fact]
    public void Leaf_4_of_a_processor_without_caches_stores_sub_leaf_0() => Assert.Equal([0u], Subleaves(4));

    [Theory]
    [InlineData(0x7u)]
    [InlineData(0x14u)]
    [InlineData(0x1eu)]
    [InlineData(0x24u)]
    [InlineData(0x29u)]
    public void A_leaf_whose_eax_is_its_highest_sub_leaf_is_read_up_to_it(uint leaf) =>
        Assert.Equal([0u, 1u, 2u], Subleaves(leaf, X86Item.Cpuid(leaf, 0, 2)));

    [Fact]
    public void Leaf_0xb_does_not_store_the_terminating_level() =>
        Assert.Equal([0u, 1u],
            Subleaves(0xb, X86Item.Cpuid(0xb, 0, 0, 1, 0x100), X86Item.Cpuid(0xb, 1, 0, 2, 0x201), X86Item.Cpuid(0xb, 2, 0, 0, 2)));

    [Fact]
    public void Leaf_0xb_without_levels_stores_nothing() => Assert.Empty(Subleaves(0xb));

    [Fact]
    public void Leaf_0xd_is_read_for_the_components_that_sub_leaves_0_and_1_name() =>
        Assert.Equal(
            [0u, 1u, 2u, 8u, 33u, 34u],
            Subleaves(0xd, X86Item.Cpuid(0xd, 0, 0b111, edx: 1 << 1), X86Item.Cpuid(0xd, 1, ecx: 1 << 8, edx: 1 << 2)));

    [Fact]
    public void Leaf_0xf_is_read_for_the_resources_in_edx() =>
        Assert.Equal([0u, 1u, 3u], Subleaves(0xf, X86Item.Cpuid(0xf, 0, edx: 0b1010)));

    [Fact]
    public void Leaf_0x10_is_read_for_the_resources_in_ebx() =>
        Assert.Equal([0u, 1u, 31u], Subleaves(0x10, X86Item.Cpuid(0x10, 0, ebx: 0x80000002)));

    [Fact]
    public void Leaf_0x12_is_not_read_without_sgx() => Assert.Empty(Subleaves(0x12, X86Item.Cpuid(0x12, 0, 1)));

    [Fact]
    public void Leaf_0x12_with_sgx_is_read_while_there_are_sections() =>
        Assert.Equal(
            [0u, 1u, 2u],
            Subleaves(0x12, X86Item.Cpuid(7, 0, ebx: 4), X86Item.Cpuid(0x12, 2, 1), X86Item.Cpuid(0x12, 3, 0x10)));

    [Theory]
    [InlineData(2u, 0)]
    [InlineData(3u, 4)]
    public void Leaf_0x17_is_read_only_if_it_states_three_sub_leaves(uint max, int stored) =>
        Assert.Equal(stored, Subleaves(0x17, X86Item.Cpuid(0x17, 0, max)).Length);

    [Fact]
    public void Garbage_ends()
    {
        Garbage source = new();
        X86Reading reading = X86CpuidReader.Read(source);
        Assert.InRange(reading.Data.Items.Length, 1, (int)(2 * X86CpuidReader.MaxLeaves * X86CpuidReader.MaxSubleaves));
        Assert.False(reading.Coverage.HasCpuid(X86CpuidReader.MaxLeaves, 0));
        Assert.False(reading.Coverage.HasCpuid(7, X86CpuidReader.MaxSubleaves));
    }

    [Fact]
    public void What_was_asked_for_is_covered_even_if_it_is_not_stored()
    {
        X86Reading reading = new FakeCpuid(FakeCpuid.Leaf0(0xb)).ReadAll();
        Assert.True(reading.Coverage.HasCpuid(0xb, 0));
        Assert.True(reading.Coverage.HasCpuid(0x80000000, 0));
        Assert.False(reading.Coverage.HasCpuid(0x80000001, 0));
    }

    private sealed class Garbage : ICpuidSource
    {
        public X86Item Read(uint leaf, uint subleaf) =>
            X86Item.Cpuid(leaf, subleaf, uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue);
    }
}
