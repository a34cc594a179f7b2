using NVirt.Cpu.Map;
using NVirt.Cpu.X86;
using static NVirt.Cpu.Tests.X86.Cpus;

namespace NVirt.Cpu.Tests.X86;

/// <summary>The masks that Xen and VMware are written from.</summary>
public sealed class CpuidMasksTests
{
    private static readonly CpuidLetters Letters =
        new(Unmentioned: '.', Force: 'a', Require: 'b', Optional: 'c', Disable: 'd', Forbid: 'e');

    [Fact]
    public void Each_of_the_five_sets_has_its_letter_and_the_rest_none()
    {
        CpuidMasks masks = CpuidMasks.Of(CpuMap.Default, Guest(model: null, "!pni +aes ?avx -fpu ~avx2"), Letters, others: '.');
        Assert.Equal(
            ["1.0 Ecx ...c..b........................a", "1.0 Edx ...............................d",
                "7.0 Ebx ..........................e....."],
            masks.Registers.Select(r => $"{r.Register.Leaf}.{r.Register.Subleaf} {r.Register.Name} {r.Letters}"));
    }

    [Theory]
    [InlineData("", 'b')]
    [InlineData("-pni", 'd')]
    [InlineData("!pni", 'a')]
    [InlineData("?pni", 'c')]
    public void What_is_said_of_a_feature_by_name_overrules_the_model(string features, char letter) =>
        Assert.Contains(
            ("pni", letter), CpuidMasks.Of(CpuMap.Default, Guest("Conroe", features), Letters, others: '.').Features(CpuMap.Default.X86));

    [Fact]
    public void Features_that_nobody_mentions_have_the_letter_of_others_and_those_in_MSRs_no_place()
    {
        (string Name, char Letter)[] features =
            [.. CpuidMasks.Of(CpuMap.Default, Guest(model: null), Letters, others: 'o').Features(CpuMap.Default.X86)];
        Assert.All(features, f => Assert.Equal('o', f.Letter));
        Assert.Equal(
            CpuMap.Default.Features(CpuArchitecture.X86_64).Where(f => !f.IsMsr).Select(f => f.Name), features.Select(f => f.Name));
    }

    [Fact]
    public void Bits_without_a_name_are_counted_unless_they_do_no_harm()
    {
        CpuidMasks masks = new('.');
        masks.Set(new X86Register(IsMsr: false, 1, 0, RegisterName.Ecx), "..............ax....a..........b");
        masks.Set(new X86Register(IsMsr: false, 0x99, 0, RegisterName.Eax), "a..............................a");
        Assert.Equal([("CPUID.01H:ECX[11]", 1), ("CPUID.99H:EAX[0]", 2)], masks.Unnamed(CpuMap.Default.X86, harmless: ".x"));
    }

    [Fact]
    public void An_unknown_feature_is_not_supported() => Assert.Equal(
        CpuErrorKind.Unsupported,
        Assert.Throws<CpuException>(() => CpuidMasks.Of(CpuMap.Default, Guest(model: null, "+nonsense"), Letters, others: '.')).Kind);

    [Fact]
    public void Features_without_a_place_are_refused_all_at_once()
    {
        CpuException refused = Assert.Throws<CpuException>(() => CpuidMasks.RefuseWithoutPlace(
            CpuMap.Default.X86, Guest(model: null, "+rdctl-no +aes -mds-no"), static (_, register) => register.IsMsr, "for CPUID only"));
        Assert.Equal(
            "rdctl-no (MSR 10AH[0]) cannot be expressed (policy require): for CPUID only; mds-no (MSR 10AH[5]) cannot be expressed "
                + "(policy disable): for CPUID only",
            refused.Message);
    }
}
