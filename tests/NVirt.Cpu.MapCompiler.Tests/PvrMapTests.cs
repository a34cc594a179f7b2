using Microsoft.CodeAnalysis;
using NVirt.Cpu.MapTables;
using Xunit;

namespace NVirt.Cpu.MapCompiler.Tests;

/// <summary>The maps of ppc64 and ARM.</summary>
public sealed class PvrMapTests
{
    [Fact]
    public void A_good_ppc64_map_becomes_code()
    {
        string code =
            Code("ppc64",
                "# comment\nvendor IBM\nvendor Free Scale\n\nmodel P 8 # old\n  vendor Free Scale\n  pvr 0x4b0000/0xffff0000\n  pvr "
                    + "0x1/0x1\nmodel Q\n  pvr 0x2/0xF\n");
        Assert.Contains("internal static class CompiledPpc64Map", code, StringComparison.Ordinal);
        Assert.Contains("new PvrVendor(\"Free Scale\", null),", code, StringComparison.Ordinal);
        Assert.Contains("new PvrModel(\"P 8\", \"Free Scale\", [new PvrPattern(0x4b0000u, 0xffff0000u), new PvrPattern(0x1u, 0x1u)]),",
            code, StringComparison.Ordinal);
        Assert.Contains("new PvrModel(\"Q\", null, [new PvrPattern(0x2u, 0xfu)]),", code, StringComparison.Ordinal);
    }

    [Fact]
    public void A_good_arm_map_becomes_code()
    {
        string code = Code("arm", "vendor Free Scale  0x4d\nfeature sve\nmodel Thunder \"2\"\n  vendor Free Scale\n  pvr 0xaf\n");
        Assert.Contains("internal static class CompiledArmMap", code, StringComparison.Ordinal);
        Assert.Contains("new PvrVendor(\"Free Scale\", 0x4du),", code, StringComparison.Ordinal);
        Assert.Contains("            \"sve\",", code, StringComparison.Ordinal);
        Assert.Contains(
            "new PvrModel(\"Thunder \\\"2\\\"\", \"Free Scale\", [new PvrPattern(0xafu, 0xffffffffu)]),", code, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ppc64", "vendor V\nvendor V\n", "all.map:2: NVMAP007 the vendor \"V\" is defined twice")]
    [InlineData("ppc64", "model m\n  pvr 0x1/0x1\nmodel m\n  pvr 0x2/0x2\n", "all.map:3: NVMAP008 the model \"m\" is defined twice")]
    [InlineData("ppc64", "model m\n  vendor V\n  pvr 0x1/0x1\n", "all.map:2: NVMAP003 no vendor is named \"V\"")]
    [InlineData("ppc64", "model m\n  vendor V\n  pvr 0x1/0x1\nvendor V\n",
        "all.map:2: NVMAP003 no vendor is named \"V\"; define it before the models")]
    [InlineData("ppc64", "model m\nvendor V\n", "all.map:1: NVMAP023 the model \"m\" has no processor version register")]
    [InlineData("ppc64", "feature f\n", "all.map:1: NVMAP021 the feature \"f\" is not allowed")]
    [InlineData("ppc64", "vendor V\u00fc\n", "all.map:1: NVMAP014 \"V\u00fc\" cannot be a name")]
    [InlineData("ppc64", "model m\n  pvr 0x1\n", "all.map:2: NVMAP001 expected vendor NAME, or pvr 0xVALUE/0xMASK")]
    [InlineData("ppc64", "model m\n  pvr 0x1/16\n", "all.map:2: NVMAP001 expected vendor NAME, or pvr 0xVALUE/0xMASK")]
    [InlineData("ppc64", "model m\n  pvr 0x123456789/0x1\n", "all.map:2: NVMAP001 expected vendor NAME, or pvr 0xVALUE/0xMASK")]
    [InlineData("ppc64", "model m\n  pvr 0x004b0201/0xffff0000\n",
        "all.map:2: NVMAP001 expected vendor NAME, or pvr 0xVALUE/0xMASK (no bit outside the mask)")]
    [InlineData("ppc64", "model m\n  pvr 0x1/0x1 0x2/0x2\n", "all.map:2: NVMAP001 expected vendor NAME, or pvr 0xVALUE/0xMASK")]
    [InlineData("ppc64", "vendor\n", "all.map:1: NVMAP001 expected vendor NAME, or model NAME")]
    [InlineData("ppc64", "  pvr 0x1/0x1\n", "all.map:1: NVMAP001 expected a line without white space before it")]
    [InlineData("arm", "vendor V 0x1\nvendor W 0x1\n", "all.map:2: NVMAP022 the vendor \"W\" has the same number as \"V\"")]
    [InlineData("arm", "vendor V\n", "all.map:1: NVMAP001 expected vendor NAME 0xIMPLEMENTER")]
    [InlineData("arm", "vendor V 41\n", "all.map:1: NVMAP001 expected vendor NAME 0xIMPLEMENTER")]
    [InlineData("arm", "vendor V 0x100\n", "all.map:1: NVMAP001 expected vendor NAME 0xIMPLEMENTER (up to 0xff)")]
    [InlineData("arm", "feature f\nfeature f\n", "all.map:2: NVMAP006 the feature \"f\" is defined twice")]
    [InlineData("arm", "feature a b\n", "all.map:1: NVMAP001 expected vendor NAME 0xIMPLEMENTER (up to 0xff), feature NAME, or model NAME")]
    [InlineData("arm", "model m\n", "all.map:1: NVMAP024 the model \"m\" has 0 part numbers; expected exactly one")]
    [InlineData("arm", "model m\n  pvr 0x1\n  pvr 0x2\n", "all.map:1: NVMAP024 the model \"m\" has 2 part numbers; expected exactly one")]
    [InlineData("arm", "model m\n  pvr 0x1000\n", "all.map:2: NVMAP001 expected vendor NAME, or pvr 0xPART (up to 0xfff)")]
    [InlineData("arm", "model m\n  pvr 0x1/0xff\n", "all.map:2: NVMAP001 expected vendor NAME, or pvr 0xPART")]
    [InlineData("arm", "model m\n  decode host\n", "all.map:2: NVMAP001 expected vendor NAME, or pvr 0xPART")]
    public void A_mistake_is_reported_with_file_and_line(string folder, string text, string problem)
    {
        GeneratorDriverRunResult result = Run(folder, text);
        Assert.StartsWith(problem, GeneratorRun.Problems(result)[0], StringComparison.Ordinal);
        Assert.Empty(result.GeneratedTrees);
    }

    [Fact]
    public void A_folder_of_an_unknown_architecture_is_reported() => Assert.Equal(
        "index.map:1: NVMAP001 expected a folder named x86, ppc64, arm, processors, kernel-flags, arm-parts, platforms, "
            + "mitigations, axes or fleet",
            Assert.Single(GeneratorRun.Problems(Run("vax", string.Empty))));

    private static string Code(string folder, string text)
    {
        GeneratorDriverRunResult result = Run(folder, text);
        Assert.Empty(result.Diagnostics);
        return Assert.Single(result.GeneratedTrees).ToString();
    }

    private static GeneratorDriverRunResult Run(string folder, string text) =>
        GeneratorRun.OfFolder(folder, ("index.map", "all.map\n"), ("all.map", text));
}
