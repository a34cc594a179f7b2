using NVirt.Cpu.Map;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Tests.X86;

public class ExpectedModelTests
{
    private static readonly X86Map Map = FakeCpuid.Map;

    private static X86Identity Turin => Identity("AuthenticAMD", 26, 2);

    private static X86Identity Identity(string vendor, uint family, uint model) =>
        X86Identity.Of(
            X86CpuData.Create([FakeCpuid.Leaf0(1, vendor), X86Item.Cpuid(1, 0, X86Signature.ToEax(new CpuSignature(family, model, 0)))]));

    private static FeatureSet Without(string model, params string[] names) =>
        Map.ModelFeatures(Map.FindModel(model)) - FakeCpuid.Features(names);

    [Fact]
    public void What_the_model_has_and_the_processor_lacks_is_told()
    {
        X86ExpectedModel expected = X86ExpectedModel.Of(Map, Turin, Without("EPYC-Turin", "svm", "npt"), default, "kvm64-v1")!;
        Assert.Equal(("EPYC-Turin", "svm npt", 0), (expected.Name, string.Join(' ', expected.Missing), expected.Unknown.Length));
    }

    [Fact]
    public void What_could_not_be_read_is_not_missing()
    {
        X86ExpectedModel expected =
            X86ExpectedModel.Of(Map, Turin, Without("EPYC-Turin", "svm", "npt"), FakeCpuid.Features("npt"), "kvm64")!;
        Assert.Equal(("svm", "npt"), (string.Join(' ', expected.Missing), string.Join(' ', expected.Unknown)));
    }

    [Theory]
    [InlineData("EPYC-Turin")]
    [InlineData("EPYC-Turin-v1")]
    public void A_variant_of_the_expected_model_is_near(string decoded) =>
        Assert.Null(X86ExpectedModel.Of(Map, Turin, Without("EPYC-Turin", "svm"), default, decoded));

    [Theory]
    [InlineData("Skylake-Client-noTSX-IBRS")]
    [InlineData("Skylake-Client-v4")]
    public void A_variant_without_tsx_is_near(string decoded) =>
        Assert.Null(X86ExpectedModel.Of(Map, Identity("GenuineIntel", 6, 94), Without("Skylake-Client", "rtm", "hle"), default, decoded));

    [Fact]
    public void Another_generation_is_far() =>
        Assert.Equal("EPYC-Turin", X86ExpectedModel.Of(Map, Turin, Without("EPYC-Turin", "svm"), default, "EPYC-Genoa")!.Name);

    [Fact]
    public void The_variant_that_lacks_least_is_the_expected_one()
    {
        X86Identity skylake = Identity("GenuineIntel", 6, 85);
        FeatureSet features = Without("Skylake-Server-noTSX-IBRS", "avx512f");
        X86ExpectedModel expected = X86ExpectedModel.Of(Map, skylake, features, default, "Haswell-noTSX")!;
        Assert.Equal(("Skylake-Server-noTSX-IBRS", "avx512f"), (expected.Name, string.Join(' ', expected.Missing)));
    }

    [Fact]
    public void A_processor_that_lacks_nothing_has_none() =>
        Assert.Null(X86ExpectedModel.Of(Map, Turin, Without("EPYC-Turin"), default, "kvm64"));

    [Fact]
    public void A_processor_that_is_not_known_has_none() =>
        Assert.Null(X86ExpectedModel.Of(Map, Identity("GenuineIntel", 26, 2), default, default, "kvm64"));
}
