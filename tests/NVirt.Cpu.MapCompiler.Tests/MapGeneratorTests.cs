using Microsoft.CodeAnalysis;
using Xunit;

namespace NVirt.Cpu.MapCompiler.Tests;

public sealed class MapGeneratorTests
{
    [Fact]
    public void A_good_map_becomes_one_source_file_and_no_diagnostics()
    {
        GeneratorDriverRunResult result = GeneratorRun.OfModels(GeneratorRun.Models);
        Assert.Empty(result.Diagnostics);
        Assert.Equal("CompiledX86Tables.g.cs", Path.GetFileName(Assert.Single(result.GeneratedTrees).FilePath));
    }

    [Fact]
    public void A_bad_map_gives_no_source_file() =>
        Assert.Empty(GeneratorRun.OfModels("model m\n  decode host\n  features nothing\n").GeneratedTrees);

    [Theory]
    [InlineData("model m\n  decode host\n  features fpu\n    nothing\n", "models.map:4: NVMAP002 no feature is named \"nothing\"")]
    [InlineData("model m\n  decode host\n  vendor Cyrix\n", "models.map:3: NVMAP003 no vendor is named \"Cyrix\"")]
    [InlineData("model m\n  decode host\n  ancestor x\n", "models.map:3: NVMAP004 no model is named \"x\"")]
    [InlineData(
        "model m\n  decode host\n  ancestor x\nmodel x\n  decode host\n", "models.map:3: NVMAP005 the ancestor \"x\" must come before")]
    [InlineData("model m\n  decode host\n  ancestor m\n", "models.map:3: NVMAP005 the ancestor \"m\" must come before")]
    [InlineData("model m\n  decode host\nmodel m\n  decode host\n", "models.map:3: NVMAP008 the model \"m\" is defined twice")]
    [InlineData("model m\n  decode host\n  features fpu sse\n  added fpu\n",
        "models.map:4: NVMAP009 the feature \"fpu\" is listed twice in the model \"m\"")]
    [InlineData("model m\n  features fpu\n", "models.map:1: NVMAP017 the model \"m\" does not say what it may be decoded for")]
    [InlineData("model m\n  decode sometimes\n", "models.map:2: NVMAP001 expected decode host")]
    [InlineData("model m\n  decode host\n  signature 6\n", "models.map:3: NVMAP001 expected signatures such as")]
    [InlineData("model m\n  decode host\n  signature 6/85/9-3\n", "models.map:3: NVMAP001 expected signatures such as")]
    [InlineData("model m\n  colour red\n", "models.map:2: NVMAP001 expected ancestor, vendor")]
    [InlineData("  decode host\n", "models.map:1: NVMAP001 expected a line without white space")]
    public void A_mistake_in_a_model_is_reported_with_file_and_line(string models, string problem) =>
        Assert.StartsWith(problem, GeneratorRun.Problems(GeneratorRun.OfModels(models))[0], StringComparison.Ordinal);

    [Theory]
    [InlineData("[cpuid 0x1]\nfpu edx.0 base\nfpu edx.1 base\n", "features.map:3: NVMAP006 the feature \"fpu\" is defined twice")]
    [InlineData("[cpuid 0x1]\nfpu edx.0 base\nvme edx.0 base\n",
        "features.map:3: NVMAP011 the bit of the feature \"vme\" already belongs to \"fpu\"")]
    [InlineData("[cpuid 0x1]\nfpu edx.0 nice\n", "features.map:2: NVMAP012 \"nice\" is not a group of features")]
    [InlineData("[cpuid 0x1]\nfpu edx.0 base bsd:fp\n", "features.map:2: NVMAP013 \"bsd\" is not an origin of aliases")]
    [InlineData("[cpuid 0x1]\nfpu edx.32 base\n", "features.map:2: NVMAP001 expected a bit such as")]
    [InlineData("[cpuid 0x1]\nfpu efx.0 base\n", "features.map:2: NVMAP001 expected a bit such as")]
    [InlineData("[msr 0x10a]\nno ecx.0 base\n", "features.map:2: NVMAP001 expected a bit such as")]
    [InlineData("[cpuid 1]\n", "features.map:1: NVMAP001 expected [cpuid LEAF.SUBLEAF]")]
    [InlineData("fpu edx.0 base\n", "features.map:1: NVMAP001 expected vendor NAME ID")]
    public void A_mistake_in_a_feature_is_reported_with_file_and_line(string features, string problem) =>
        Assert.StartsWith(problem, GeneratorRun.Problems(GeneratorRun.OfModels(string.Empty, features))[0], StringComparison.Ordinal);

    [Theory]
    [InlineData("vendor Intel GenuineIntel\nvendor Intel GenuineIntel\n", "vendors.map:2: NVMAP007 the vendor \"Intel\" is defined twice")]
    [InlineData("vendor Intel Genuine\n", "vendors.map:1: NVMAP015 \"Genuine\" cannot be a vendor's id")]
    public void A_mistake_in_a_vendor_is_reported_with_file_and_line(string vendors, string problem) =>
        Assert.StartsWith(
            problem, GeneratorRun.Problems(GeneratorRun.OfModels(string.Empty, vendors: vendors))[0], StringComparison.Ordinal);

    [Fact]
    public void More_features_than_a_set_has_room_for_are_refused()
    {
        IEnumerable<string> lines = Enumerable.Range(0, 513)
            .Select(i => $"{(i % 32 == 0 ? $"[cpuid 0x{i / 32:x}]\n" : string.Empty)}f{i} eax.{i % 32} base");
        string problem = Assert.Single(GeneratorRun.Problems(GeneratorRun.OfModels(string.Empty, string.Join('\n', lines))));
        Assert.Contains("NVMAP016 there are 513 features, but room for only 512", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_the_index_names_and_that_is_not_there_is_reported() =>
        Assert.Equal(
            "index.map:2: NVMAP001 expected a file of this folder, there is no models.map",
            Assert.Single(GeneratorRun.Problems(GeneratorRun.Of(("index.map", "# order\nmodels.map\n")))));

    [Fact]
    public void A_second_canonical_name_is_reported() =>
        Assert.Equal(
            "models.map:12: NVMAP010 \"old-v2\" is the same as \"old\", which already has the canonical name \"old-v1\"",
            Assert.Single(GeneratorRun.Problems(GeneratorRun.OfModels(
                GeneratorRun.Models + "\nmodel old-v1\n  ancestor old\n  decode host\nmodel old-v2\n  ancestor old\n  decode host\n"))));
}
