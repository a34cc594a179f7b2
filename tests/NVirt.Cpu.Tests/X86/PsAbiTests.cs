using NVirt.Cpu.Map;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Tests.X86;

public class PsAbiTests
{
    private static PsAbiReport OfModel(string model) =>
        PsAbi.Of(FakeCpuid.Map, FakeCpuid.Map.ModelFeatures(FakeCpuid.Map.FindModel(model)));

    [Theory]
    [InlineData("486", PsAbiLevel.None)]
    [InlineData("qemu64", PsAbiLevel.V1)]
    [InlineData("Nehalem", PsAbiLevel.V2)]
    [InlineData("Haswell", PsAbiLevel.V2)]
    [InlineData("EPYC", PsAbiLevel.V3)]
    [InlineData("Skylake-Server", PsAbiLevel.V4)]
    [InlineData("EPYC-Genoa", PsAbiLevel.V4)]
    public void A_model_has_the_level_of_which_it_has_every_feature(string model, PsAbiLevel level) =>
        Assert.Equal(level, OfModel(model).Level);

    [Fact]
    public void What_the_next_level_needs_is_named()
    {
        FeatureSet features = FakeCpuid.Map.ModelFeatures(FakeCpuid.Map.FindModel("Nehalem"))
            | FakeCpuid.Features("avx", "xsave", "fma", "abm", "movbe");
        Assert.Equal(["avx2", "bmi1", "bmi2", "f16c"], PsAbi.Of(FakeCpuid.Map, features).MissingForNext);
    }

    [Fact]
    public void The_model_Haswell_lacks_two_features_that_the_processor_has() =>
        Assert.Equal(["f16c", "abm"], OfModel("Haswell").MissingForNext);

    [Fact]
    public void Nothing_is_missing_at_the_highest_level() => Assert.Empty(OfModel("EPYC-Genoa").MissingForNext);

    [Fact]
    public void A_level_without_the_one_below_does_not_count()
    {
        FeatureSet features = FakeCpuid.Map.ModelFeatures(FakeCpuid.Map.FindModel("EPYC"));
        features.Remove(FakeCpuid.Map.FindFeature("cx16"));
        Assert.Equal(PsAbiLevel.V1, PsAbi.Of(FakeCpuid.Map, features).Level);
    }
}
