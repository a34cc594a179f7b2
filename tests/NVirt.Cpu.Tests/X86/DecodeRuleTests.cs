using NVirt.Cpu.X86;
using NVirt.Testing;
using static NVirt.Cpu.Tests.X86.Cpus;

namespace NVirt.Cpu.Tests.X86;

/// <summary>Which of two models is chosen (cpu-rules.md 4.4), on maps that leave no other choice.</summary>
public sealed class DecodeRuleTests
{
    private const string Features = "abcdefgh";

    private static readonly CpuSignature Signature = new(6, 1, 3);

    [Theory]
    [InlineData(0u, "old")]
    [InlineData(3u, "old")]
    [InlineData(4u, "new")]
    [InlineData(15u, "new")]
    public void The_stepping_decides_between_models_of_one_signature(uint stepping, string model)
    {
        CpuDriver driver = Map(("old", "ab", "0-3"), ("new", "a", "4-15"));
        Assert.Equal(model, Decode(driver, "ab", Signature with { Stepping = stepping }).Model);
    }

    [Fact]
    public void Without_a_stepping_all_of_them_are_meant()
    {
        CpuDriver driver = Map(("any", "ab", ""), ("other", "a", "4-15"));
        Assert.Equal("any", Decode(driver, "a", Signature with { Stepping = 2 }).Model);
    }

    [Fact]
    public void What_is_added_beats_what_is_disabled_where_both_cost_the_same() =>
        Assert.Equal("less", Decode(Map(("less", "a", null), ("more", "abcd", null)), "abc").Model);

    [Fact]
    public void Of_two_disabled_features_one_costs_double() =>
        Assert.Equal("more", Decode(Map(("less", "g", null), ("more", "abcdgef", null)), "abcdg").Model);

    [Fact]
    public void Of_several_preferred_models_one_is_taken_only_if_it_disables_less()
    {
        CpuDriver driver = Map(("less", "a", null), ("more", "ab", null));
        Assert.Equal("more", Decode(driver, "ab", preferred: ["less", "none"]).Model);
        Assert.Equal("less", Decode(driver, "a", preferred: ["less", "none"]).Model);
    }

    [Theory]
    [InlineData(15u, 1u, 2u, 0xf12u)]
    [InlineData(16u, 0x8fu, 3u, 0x00180ff3u)]
    [InlineData(17u, 1u, 0u, 0x00200f10u)]
    [InlineData(270u, 0xffu, 15u, 0x0fff0fffu)]
    public void A_signature_is_written_as_it_is_read(uint family, uint model, uint stepping, uint eax)
    {
        CpuSignature signature = new(family, model, stepping);
        Assert.Equal(eax, X86Signature.ToEax(signature));
        Assert.Equal(signature, X86Signature.FromEax(eax));
    }

    private static CpuDefinition Decode(CpuDriver driver, string features, CpuSignature? signature = null, string[]? preferred = null)
    {
        uint bits = features.Aggregate(0u, (sum, f) => sum | (1u << Features.IndexOf(f, StringComparison.Ordinal)));
        X86CpuData data = X86CpuData.Create([X86Item.Cpuid(1, 0, eax: signature is { } s ? X86Signature.ToEax(s) : 0, edx: bits)]);
        return driver.Decode(new CpuDefinition(), data, preferred: preferred);
    }

    // Steppings: null for a model without a signature, empty for all of them.
    private static CpuDriver Map(params (string Name, string Features, string? Steppings)[] models)
    {
        using TempFolder folder = new();
        folder.Write(
            "index.xml",
            $"<cpus><arch "
                + $"name='x86'>"
                + $"{string.Concat(Features.Select((f, i) => $"<feature name='{f}'><cpuid eax_in='1' edx='{1 << i}'/></feature>"))}"
            + string.Concat(
                models.Select(
                    m => $"<model name='{m.Name}'><decode host='on' "
                        + $"guest='on'/>{SignatureOf(m.Steppings)}{string.Concat(m.Features.Select(f => $"<feature name='{f}'/>"))}"
                        + $"</model>"))
            + "</arch></cpus>");
        return CpuDriver.For(CpuArchitecture.X86_64, CpuMap.Load(folder.Root));
    }

    private static string SignatureOf(string? steppings) => steppings switch
    {
        null => string.Empty,
        "" => $"<signature family='{Signature.Family}' model='{Signature.Model}'/>",
        _ => $"<signature family='{Signature.Family}' model='{Signature.Model}' stepping='{steppings}'/>",
    };
}
