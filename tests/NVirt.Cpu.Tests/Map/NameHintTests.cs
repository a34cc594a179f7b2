using NVirt.Cpu.Map;

namespace NVirt.Cpu.Tests.Map;

/// <summary>What is reported about names that the map does not know.</summary>
public sealed class NameHintTests
{
    private static readonly CpuMap Map = CpuMap.Default;

    [Theory]
    [InlineData("tsx", "tsx is libvirt's hle and rtm")]
    [InlineData("TSX", "TSX is libvirt's hle and rtm")]
    [InlineData("vt-x", "vt-x is libvirt's vmx")]
    [InlineData("VT_x", "VT_x is libvirt's vmx")]
    [InlineData("amd-v", "amd-v is libvirt's svm")]
    [InlineData("aes-ni", "aes-ni is libvirt's aes")]
    [InlineData("nested", "nested is libvirt's vmx or svm")]
    [InlineData("pclmulqdq", "Linux's pclmulqdq is libvirt's pclmuldq")]
    [InlineData("sse4_1", "Linux's sse4_1 is libvirt's sse4.1")]
    [InlineData("dts", "Linux's dts is libvirt's ds")]
    [InlineData("ibt", "Linux's ibt is libvirt's cet-ibt")]
    [InlineData("ibrs_enhanced", "Linux's ibrs_enhanced is libvirt's ibrs-all or auto-ibrs")]
    [InlineData("xd", "QEMU's xd is libvirt's nx")]
    [InlineData("sse3", "QEMU's sse3 is libvirt's pni")]
    [InlineData("nested-virt", "Proxmox VE's nested-virt is libvirt's vmx or svm")]
    [InlineData("smca", "Linux's smca has no name in libvirt")]
    [InlineData("pti", "Linux's pti is not a feature of the processor")]
    [InlineData("SSE4.1", "did you mean sse4.1?")]
    [InlineData("sse41", "did you mean sse4.1?")]
    [InlineData("avx512_vnni_", "did you mean avx512vnni?")]
    [InlineData("+aes", "did you mean aes?")]
    [InlineData("aes=on", "did you mean aes?")]
    [InlineData("avx512v", "did you mean avx512f or avx512vl?")]
    [InlineData("EPYC", "EPYC is a model, not a feature")]
    [InlineData("sve512", "sve512 belongs to aarch64")]
    [InlineData("nothing-like-it", "")]
    [InlineData("", "")]
    public void Of_a_feature(string name, string hint) => Assert.Equal(hint, Map.UnknownFeature(name).Hint());

    [Theory]
    [InlineData("nehalem", "did you mean Nehalem?")]
    [InlineData("Sandy Bridge", "did you mean SandyBridge?")]
    [InlineData("EPYC-Milam", "did you mean EPYC-Milan?")]
    [InlineData("EPYC-Genoa-v9", "did you mean EPYC-Genoa-v1 or EPYC-Genoa-v2?")]
    [InlineData(
        "Cascade", "did you mean Cascadelake-Server, Cascadelake-Server-noTSX, Cascadelake-Server-v1, Cascadelake-Server-v2 or "
            + "Cascadelake-Server-v3?")]
    [InlineData("Skylake", "Skylake is libvirt's Skylake-Client or Skylake-Server")]
    [InlineData("zen3", "zen3 is libvirt's EPYC-Milan")]
    [InlineData("Kaby Lake", "there is no model for Kaby Lake; Skylake-Client-IBRS comes close")]
    [InlineData("host", "QEMU's host is not a model; use <cpu mode='host-passthrough'/>")]
    [InlineData("max", "QEMU's max is not a model; use <cpu mode='maximum'/>")]
    [InlineData("host-model", "host-model is not a model; use <cpu mode='host-model'/>")]
    [InlineData("custom-pool", "Proxmox VE's custom-pool is known there only; use the model that it is based on")]
    [InlineData("aes", "aes is a feature, not a model")]
    [InlineData("POWER9", "POWER9 belongs to ppc64")]
    [InlineData("nothing-like-it", "")]
    public void Of_a_model(string name, string hint) => Assert.Equal(hint, Map.UnknownModel(name).Hint());

    [Theory]
    [InlineData("x86-64-v2", "Nehalem", "Opteron_G4")]
    [InlineData("x86-64-v2-AES", "Westmere", "Opteron_G4")]
    [InlineData("x86-64-v3", "Skylake-Client-noTSX-IBRS", "EPYC")]
    [InlineData("x86-64-v4", "Skylake-Server-noTSX-IBRS", "EPYC-Genoa")]
    public void Of_a_level_the_models_that_have_it_and_little_else(string level, string intel, string amd)
    {
        CpuReason reason = Map.UnknownModel(level);
        Assert.StartsWith($"{level} is a feature level, not a model; nearest to it: {intel} (Intel), {amd} (AMD)", reason.Hint(),
            StringComparison.Ordinal);
        Assert.Equal([intel, amd], reason.Suggestions.Take(2));
    }

    [Theory]
    [InlineData("power9", "did you mean POWER9?")]
    [InlineData("POWER99", "did you mean POWER9?")]
    [InlineData("Nehalem", "Nehalem belongs to x86_64")]
    public void Of_another_architecture(string name, string hint) =>
        Assert.Equal(hint, Map.UnknownModel(name, CpuArchitecture.Ppc64le).Hint());

    [Theory]
    [InlineData("ibrs", "Linux's ibrs is libvirt's spec-ctrl or ibrs")]
    [InlineData("ibpb", "Linux's ibpb is libvirt's spec-ctrl or ibpb")]
    [InlineData("stibp", "Linux's stibp is libvirt's stibp or amd-stibp")]
    [InlineData("ssbd", "Linux's ssbd is libvirt's ssbd, virt-ssbd or amd-ssbd")]
    [InlineData("aes", "")]
    public void Four_names_of_linux_are_not_libvirts(string name, string homonym) => Assert.Equal(homonym, Map.FindFeature(name)!.Homonym);

    [Fact]
    public void An_error_of_a_definition_has_hints_for_its_names()
    {
        CpuDefinition guest =
            new() { Model = "nehalem", Features = [new CpuFeature("tsx", CpuPolicy.Require), new CpuFeature("vt-x", CpuPolicy.Require)] };
        CpuDefinition host = CpuDefinition.NewHost(CpuArchitecture.X86_64) with { Model = "Haswell" };
        CpuRefusal refusal = CpuDriver.For(CpuArchitecture.X86_64).Compare(host, guest).Refusal!;
        Assert.Equal(
            "no CPU model is named nehalem; did you mean Nehalem?; no CPU feature is named: tsx (tsx is libvirt's hle and rtm), vt-x "
                + "(vt-x is libvirt's vmx)",
            refusal.Message);
        Assert.Equal([["Nehalem"], ["hle", "rtm"], ["vmx"]], refusal.Reasons.Select(r => r.Suggestions.ToArray()));
    }

    [Fact]
    public void A_definition_of_many_unknown_names_has_hints_for_the_first_only()
    {
        CpuDefinition guest =
            new()
            {
                Model = "Nehalem",
                Features = [.. Enumerable.Range(0, 1000).Select(i => new CpuFeature($"sse4_{i}", CpuPolicy.Require))]
            };
        CpuException error = Assert.Throws<CpuException>(() => CpuDriver.For(CpuArchitecture.X86_64).Resolve(guest));
        Assert.Equal(1000, error.Refusal.Reasons.Length);
        Assert.InRange(error.Refusal.Reasons.Count(r => r.Map is not null), 1, CpuReason.MostHints);
    }

    [Fact]
    public void Every_word_of_the_vocabulary_stands_for_names_of_the_map()
    {
        Assert.NotEmpty(ForeignVocabulary.Words);
        Assert.All(ForeignVocabulary.Words.Where(
            w => w.Sense is ForeignSense.All or ForeignSense.OneOf or ForeignSense.Near or ForeignSense.Level), word =>
        {
            bool isModel = word.IsModel && word.Sense != ForeignSense.Level;
            Assert.All(word.Names, name => Assert.NotNull(isModel ? Map.FindModel(name) : (object?)Map.FindFeature(name)));
        });
        Assert.All(ForeignVocabulary.Words.Where(w => w.Sense == ForeignSense.Mode),
            word => Assert.Contains(word.Names[0], CpuWords.Modes));
    }

    [Fact]
    public void No_word_stands_twice_and_only_four_are_names_of_the_map()
    {
        Assert.Equal(ForeignVocabulary.Words.Length, ForeignVocabulary.Words.DistinctBy(w => (w.Word, w.Whose, w.IsModel)).Count());
        Assert.Equal(
            ["ibpb", "ibrs", "ssbd", "stibp"], ForeignVocabulary.Words.Where(w => !w.IsModel && Map.FindFeature(w.Word) is not null)
                .Select(w => w.Word).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(ForeignVocabulary.Words, w => w.IsModel && Map.FindModel(w.Word) is not null);
    }

    [Theory]
    [InlineData("word = name")]
    [InlineData("[linux feature]\nword name")]
    [InlineData("[linux feature]\nother: word")]
    [InlineData("[linux]\nword = name")]
    public void A_line_of_another_form_is_refused(string text) => Assert.Throws<FormatException>(() => ForeignVocabulary.Parse(text));
}
