using Microsoft.CodeAnalysis;
using Xunit;

namespace NVirt.Cpu.MapCompiler.Tests;

/// <summary>The table of bits that libvirt does not know.</summary>
public sealed class KnownBitMapTests
{
    private const string Head = "vendor amd AuthenticAMD\nvendor nsc Geode by NSC\n[cpuid 0x80000001]\n";

    [Fact]
    public void A_good_table_becomes_code_of_its_own()
    {
        GeneratorDriverRunResult result =
            Run(Head + "mp edx.19 linux:mp\nodd ecx.3-4 reserved\nodd-9 ecx.9 reserved\nsize eax.2-3 intel:SIZE field uncertain\n");
        Assert.Empty(result.Diagnostics);
        string code = Assert.Single(result.GeneratedTrees, t => t.FilePath.EndsWith("CompiledX86KnownBits.g.cs", StringComparison.Ordinal))
            .ToString();
        const string Register = "new X86Register(false, 0x80000001u, 0x0u, RegisterName.";
        Assert.Contains($"new(\"mp\", {Register}Edx), 19, CpuKnownBitKind.Flag, \"linux\", \"mp\", false, \"mp\", 0, [], []),", code,
            StringComparison.Ordinal);
        Assert.Contains($"new(\"odd-4\", {Register}Ecx), 4, CpuKnownBitKind.Reserved, \"\", \"\", false, \"odd\", 0, [], []),", code,
            StringComparison.Ordinal);
        Assert.Contains($"new(\"size-1\", {Register}Eax), 3, CpuKnownBitKind.Field, \"intel\", \"SIZE\", true, \"size\", 1, [], []),", code,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_one_vendors_is_kept_from_the_bit_of_all_others()
    {
        string code = Run(Head + "e-fxsr edx.24 kcpuid:e_fxsr\ncxmmx edx.24 linux:cxmmx only:nsc,amd/5/6-7\n").GeneratedTrees[^1]
            .ToString();
        const string Owners = "[new(\"Geode by NSC\", null, 0, 255), new(\"AuthenticAMD\", 5, 6, 7)]";
        Assert.Contains($"\"e-fxsr\", 0, [], {Owners}),", code, StringComparison.Ordinal);
        Assert.Contains($"\"cxmmx\", 0, {Owners}, []),", code, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_table_there_is_no_code_of_it() => Assert.Single(GeneratorRun.OfModels(GeneratorRun.Models).GeneratedTrees);

    [Theory]
    [InlineData("mp edx.19 linux:mp\nmp edx.20 linux:mp\n", "known-bits.map:5: NVMAP006 the feature \"mp\" is defined twice")]
    [InlineData("fpu edx.19 linux:mp\n", "known-bits.map:4: NVMAP006 the feature \"fpu\" is defined twice")]
    [InlineData("sse-1 edx.19 linux:mp\n", "known-bits.map:4: NVMAP006 the feature \"sse-1\" is defined twice")]
    [InlineData(
        "mp edx.19 linux:mp\nnp edx.19 linux:np\n", "known-bits.map:5: NVMAP011 the bit of the feature \"np\" already belongs to \"mp\"")]
    [InlineData("[cpuid 0x1]\nmp edx.0 linux:mp\n", "known-bits.map:5: NVMAP011 the bit of the feature \"mp\" already belongs to \"fpu\"")]
    [InlineData(
        "[cpuid 0x1]\nmp edx.0 linux:mp only:amd\n", "known-bits.map:5: NVMAP011 the bit of the feature \"mp\" already belongs to \"fpu\"")]
    [InlineData("mp edx.19 bsd:mp\n", "known-bits.map:4: NVMAP001 expected reserved, or a source such as linux:rdt_a")]
    [InlineData("mp edx.19 linux:\n", "known-bits.map:4: NVMAP001 expected reserved, or a source")]
    [InlineData("mp edx.19 linux:mp sure\n", "known-bits.map:4: NVMAP001 expected field")]
    [InlineData("mp edx.19-20 linux:mp\n", "known-bits.map:4: NVMAP001 expected field or reserved, for several bits")]
    [InlineData("mp edx.19 reserved field\n", "known-bits.map:4: NVMAP001 expected field")]
    [InlineData("mp edx.19 linux:mp only:intel\n", "known-bits.map:4: NVMAP003 no vendor is named \"intel\"")]
    [InlineData("mp edx.19 linux:mp only:amd/six\n", "known-bits.map:4: NVMAP001 expected only:VENDOR")]
    [InlineData("mp edx.19 linux:mp only:amd/6/7-3\n", "known-bits.map:4: NVMAP001 expected only:VENDOR")]
    [InlineData("mp edx.32 linux:mp\n", "known-bits.map:4: NVMAP001 expected a bit such as")]
    [InlineData("mp edx.5-3 reserved\n", "known-bits.map:4: NVMAP001 expected a bit such as")]
    [InlineData("mp edx.5-32 reserved\n", "known-bits.map:4: NVMAP001 expected a bit such as")]
    [InlineData("vendor via VIA\n", "known-bits.map:4: NVMAP015 \"VIA\" cannot be a vendor's id")]
    [InlineData("[cpuid one]\n", "known-bits.map:4: NVMAP001 expected [cpuid LEAF.SUBLEAF]")]
    [InlineData("mp edx.19\n", "known-bits.map:4: NVMAP001 expected vendor WORD ID")]
    public void A_mistake_is_reported_with_file_and_line(string lines, string problem)
    {
        GeneratorDriverRunResult result = Run(Head + lines);
        Assert.StartsWith(problem, GeneratorRun.Problems(result)[0], StringComparison.Ordinal);
        Assert.DoesNotContain(result.GeneratedTrees, t => t.FilePath.EndsWith("CompiledX86KnownBits.g.cs", StringComparison.Ordinal));
    }

    private static GeneratorDriverRunResult Run(string table) => GeneratorRun.Of(
        ("index.map", "vendors.map\nfeatures.map\nmodels.map\n"),
        ("vendors.map", GeneratorRun.Vendors),
        ("features.map", GeneratorRun.Features),
        ("models.map", GeneratorRun.Models),
        ("known-bits.map", table));
}
