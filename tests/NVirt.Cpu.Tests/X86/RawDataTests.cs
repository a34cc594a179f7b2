using NVirt.Cpu.X86;

namespace NVirt.Cpu.Tests.X86;

public sealed class RawDataTests
{
    private static readonly X86Item Leaf7 = X86Item.Cpuid(7, 0, ebx: 0b1100);

    [Fact]
    public void Items_are_sorted_cpuid_before_msr_and_by_key()
    {
        X86CpuData data = X86CpuData.Create([X86Item.Msr(1, 1, 0), X86Item.Cpuid(0x80000001, 0, 1), X86Item.Cpuid(7, 1, 1), Leaf7]);
        Assert.Equal([(false, 7u, 0u), (false, 7u, 1u), (false, 0x80000001u, 0u), (true, 1u, 0u)],
            data.Items.Select(i => (i.IsMsr, i.Leaf, i.Subleaf)));
    }

    [Fact]
    public void Adding_an_item_with_an_existing_key_joins_the_registers() =>
        Assert.Equal(0b1111u, X86CpuData.Create([Leaf7, X86Item.Cpuid(7, 0, ebx: 0b11)]).Cpuid(7)!.Value.Ebx);

    [Fact]
    public void A_union_ignores_zero_items_of_the_other_side() =>
        Assert.Single(X86CpuData.Create([Leaf7]).Add(X86CpuData.Create([X86Item.Cpuid(1, 0)])).Items);

    [Fact]
    public void A_difference_keeps_the_item()
    {
        X86CpuData data = X86CpuData.Create([Leaf7]);
        Assert.Equal(X86Item.Cpuid(7, 0), Assert.Single(data.Subtract(data).Items));
        Assert.True(data.Subtract(data).IsEmpty);
    }

    [Fact]
    public void An_intersection_zeroes_what_the_other_side_lacks() =>
        Assert.True(Assert.Single(X86CpuData.Create([Leaf7]).Intersect(X86CpuData.Empty).Items).IsZero);

    [Fact]
    public void A_zero_item_is_covered_by_nothing_at_all() =>
        Assert.True(X86CpuData.Empty.Covers(X86CpuData.Create([X86Item.Cpuid(1, 0)])));

    [Theory]
    [InlineData(0b1000u, true)]
    [InlineData(0b10000u, false)]
    public void A_subset_is_covered_bit_by_bit(uint ebx, bool covered) =>
        Assert.Equal(covered, X86CpuData.Create([Leaf7]).Covers(X86CpuData.Create([X86Item.Cpuid(7, 0, ebx: ebx)])));

    [Fact]
    public void Identity_counts_zero_items()
    {
        X86CpuData data = X86CpuData.Create([Leaf7]);
        Assert.True(data.IsIdenticalTo(X86CpuData.Create([Leaf7])));
        Assert.False(data.IsIdenticalTo(X86CpuData.Create([Leaf7, X86Item.Cpuid(1, 0)])));
    }

    [Fact]
    public void An_item_can_be_replaced() =>
        Assert.Equal(1u, X86CpuData.Create([Leaf7]).With(X86Item.Cpuid(7, 0, ebx: 1)).Cpuid(7)!.Value.Ebx);

    [Theory]
    [InlineData(0x000206c2u, 6u, 44u, 2u)]
    [InlineData(0x00a10f11u, 25u, 17u, 1u)]
    [InlineData(0x00000f4au, 15u, 4u, 10u)]
    [InlineData(0u, 0u, 0u, 0u)]
    public void A_signature_is_read_from_leaf_1_and_written_back(uint eax, uint family, uint model, uint stepping)
    {
        CpuSignature signature = new(family, model, stepping);
        Assert.Equal(signature, X86Signature.FromEax(eax));
        Assert.Equal(eax, X86Signature.ToEax(signature));
    }
}
