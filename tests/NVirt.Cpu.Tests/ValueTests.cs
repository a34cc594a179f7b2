using System.Collections.Immutable;
using NVirt.Cpu.Arm;
using NVirt.Cpu.Ppc64;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Tests;

/// <summary>Equality and text of what operations return and take.</summary>
public sealed class ValueTests
{
    private static readonly CpuReason Aes = new(CpuRule.RequiredFeatureMissing, "aes") { Side = CpuType.Host };

    [Fact]
    public void Comparisons_are_equal_by_their_reasons()
    {
        Assert.Equal(CpuComparison.Incompatible(Aes), CpuComparison.Incompatible(Aes with { }));
        Assert.Equal(CpuComparison.Incompatible(Aes).GetHashCode(), CpuComparison.Incompatible(Aes with { }).GetHashCode());
        Assert.NotEqual(CpuComparison.Incompatible(Aes), CpuComparison.Incompatible(Aes with { Subject = "avx" }));
        Assert.NotEqual(CpuComparison.Incompatible(Aes), CpuComparison.Incompatible(Aes, Aes));
        CpuComparison superset = new(CpuVerdict.Superset) { Undecided = [Aes] };
        Assert.Equal(superset, new CpuComparison(CpuVerdict.Superset) { Undecided = [Aes with { }] });
        Assert.NotEqual(superset, new CpuComparison(CpuVerdict.Superset));
        Assert.NotEqual(superset, superset with { IsJudged = false });
    }

    [Fact]
    public void Refusals_are_equal_by_their_reasons()
    {
        CpuRefusal refusal = new(CpuErrorKind.Incompatible, Aes);
        Assert.Equal(refusal, new CpuRefusal(CpuErrorKind.Incompatible, Aes with { }));
        Assert.Equal(refusal.GetHashCode(), new CpuRefusal(CpuErrorKind.Incompatible, Aes with { }).GetHashCode());
        Assert.NotEqual(refusal, refusal with { Kind = CpuErrorKind.Internal });
        Assert.NotEqual(refusal, refusal with { Reasons = [] });
    }

    [Fact]
    public void A_verdict_without_reasons_has_an_empty_list()
    {
        Assert.Empty(new CpuComparison(CpuVerdict.Identical).Reasons);
        Assert.Empty(new CpuComparison(CpuVerdict.Identical) { Undecided = default }.Undecided);
        Assert.Empty(new CpuRefusal(CpuErrorKind.Internal, default(ImmutableArray<CpuReason>)).Reasons);
        Assert.Empty((new CpuRefusal(CpuErrorKind.Internal, Aes) with { Reasons = default }).Reasons);
        Assert.Equal([Aes], CpuComparison.Incompatible(Aes).Reasons);
    }

    [Fact]
    public void A_comparison_says_its_verdict_and_why()
    {
        Assert.Equal("superset", new CpuComparison(CpuVerdict.Superset).ToString());
        Assert.Equal($"incompatible: {new CpuRefusal(CpuErrorKind.Incompatible, Aes).Message}", CpuComparison.Incompatible(Aes).ToString());
    }

    public static TheoryData<string> Samples => [.. Pairs.Keys];

    private static readonly Dictionary<string, (CpuData One, CpuData Same, CpuData Other)> Pairs = new(StringComparer.Ordinal)
    {
        ["x86"] = (X86("GenuineIntel"), X86("GenuineIntel"), X86("AuthenticAMD")),
        ["arm"] = (new ArmCpuData(0x41, 0xd0c, "fp", "aes"), new ArmCpuData(0x41, 0xd0c, "fp", "aes"), new ArmCpuData(0x41, 0xd0c, "fp")),
        ["ppc64"] = (new Ppc64CpuData(new Ppc64Pvr(1, 3)), new Ppc64CpuData(new Ppc64Pvr(1, 3)), new Ppc64CpuData(new Ppc64Pvr(1))),
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void Data_is_equal_where_it_is_identical(string sample)
    {
        var (one, same, other) = Pairs[sample];
        Assert.True(one == same && one.Equals((object)same) && !(one != same) && one.GetHashCode() == same.GetHashCode());
        Assert.True(one != other && !one.Equals((object)other) && !one.Equals((object?)null) && one != null);
        Assert.All(Pairs.Where(p => p.Key != sample), p => Assert.NotEqual(one, p.Value.One));
    }

    [Theory]
    [InlineData("x86", "GenuineIntel 6/158/10, CPUID leaves: 2, MSRs: 1")]
    [InlineData("arm", "vendor 0x41, part 0xd0c: fp aes")]
    [InlineData("ppc64", "0x00000001/0x00000003")]
    public void Data_says_of_what_processor_it_is(string sample, string text) => Assert.Equal(text, Pairs[sample].One.ToString());

    [Fact]
    public void Data_without_a_processor_says_how_much_there_is()
    {
        Assert.Equal("CPUID leaves: 0, MSRs: 0", X86CpuData.Empty.ToString());
        Assert.Equal("vendor 0x00, part 0x000", new ArmCpuData(0, 0).ToString());
        Assert.Equal("0x004e1202", new Ppc64CpuData(new Ppc64Pvr(0x004e1202)).ToString());
    }

    private static X86CpuData X86(string vendor) => X86CpuData.Create(
    [
        X86Vendor.ItemOf(vendor),
        X86Item.Cpuid(1, 0, eax: X86Signature.ToEax(new CpuSignature(6, 158, 10))),
        X86Item.Msr(0x10a, 1, 0),
    ]);
}
