namespace NVirt.Platforms.Tests;

/// <summary>Traits of OpenStack: of flavors, which choose models, and of compute nodes.</summary>
public sealed class NovaTraitsTests
{
    private const string Conf = "[libvirt]\ncpu_mode = custom\ncpu_models = Nehalem, Haswell-noTSX, EPYC\n";

    [Theory]
    [InlineData("{\"flavor\":{\"name\":\"f\",\"extra_specs\":{\"trait:HW_CPU_X86_AVX2\":\"required\"}}}")]
    [InlineData("{\"name\":\"f\",\"properties\":{\"trait:HW_CPU_X86_AVX2\":\"required\",\"hw:cpu_policy\":\"shared\"}}")]
    [InlineData("{\"name\":\"f\",\"properties\":\"hw:cpu_policy='shared', trait:HW_CPU_X86_AVX2='required'\"}")]
    [InlineData("{\"name\":\"f\",\"properties\":{\"trait1:HW_CPU_X86_AVX2\":\"required\"}}")]
    [InlineData("{\"name\":\"f\",\"properties\":{\"trait_NET:HW_CPU_X86_AVX2\":\"required\"}}")]
    public void Each_way_to_print_a_flavor_is_read(string text)
    {
        CpuStatement flavor = Reading.One(text);
        Assert.Equal(("nova-flavor", "f", StatementClass.Default), (flavor.Form, flavor.Name, flavor.Class));
        Assert.Equal([new CpuFeature("avx2", CpuPolicy.Require)], flavor.Policies);
    }

    [Fact]
    public void Both_traits_of_an_extension_are_the_same_feature() => Assert.Equal(
        [new CpuFeature("svm", CpuPolicy.Forbid)],
        Reading.One("{\"extra_specs\":{\"trait:HW_CPU_X86_SVM\":\"forbidden\",\"trait:HW_CPU_X86_AMD_SVM\":\"forbidden\"}}").Policies);

    [Fact]
    public void Traits_that_are_no_features_are_kept() => Assert.Equal(
        ["+COMPUTE_NET_ATTACH_INTERFACE", "-CUSTOM_GOLD", "+HW_CPU_X86_SSE3"],
        Reading.One(
            "{\"extra_specs\":{\"trait:COMPUTE_NET_ATTACH_INTERFACE\":\"required\",\"trait:CUSTOM_GOLD\":\"forbidden\","
            + "\"trait:HW_CPU_X86_SSE3\":\"required\"}}").Foreign);

    [Fact]
    public void A_flavor_has_address_bits()
    {
        CpuStatement flavor = Reading.One("{\"extra_specs\":{\"hw:maxphysaddr_mode\":\"emulate\",\"hw:maxphysaddr_bits\":\"42\"}}");
        Assert.Equal(42, flavor.Axes.PhysBits);
        Assert.True(Reading.One("{\"extra_specs\":{\"hw:maxphysaddr_mode\":\"passthrough\"}}").Axes.HostPhysBits);
    }

    [Theory]
    [InlineData("{\"extra_specs\":{\"trait:HW_CPU_X86_AVX2\":\"maybe\"}}", "HW_CPU_X86_AVX2 has the value \"maybe\"")]
    [InlineData("{\"extra_specs\":{\"trait:HW_CPU_X86_VMX\":\"required\",\"trait:HW_CPU_X86_INTEL_VMX\":\"forbidden\"}}",
        "vmx is given twice")]
    [InlineData("{\"extra_specs\":{\"hw:maxphysaddr_bits\":\"-1\"}}", "hw:maxphysaddr_bits has the value")]
    [InlineData("{\"extra_specs\":{\"hw:maxphysaddr_bits\":\"65\"}}", "hw:maxphysaddr_bits has the value")]
    [InlineData("{\"extra_specs\":{\"hw:maxphysaddr_mode\":\"best\"}}", "hw:maxphysaddr_mode has the value")]
    public void What_a_flavor_cannot_say_is_refused(string text, string part)
    {
        string message = Reading.Refusal(text);
        Assert.Matches("^file:1:[0-9]+: ", message);
        Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AVX2", "Haswell-noTSX")]
    [InlineData("SHA", "EPYC")]
    [InlineData("SSE42", "Nehalem")]
    public void The_first_model_with_all_required_features_counts(string trait, string model) => Assert.Equal(
        model,
        Reading.One(Conf, options: new PlatformReadOptions
        {
            NovaFlavor = $"{{\"extra_specs\":{{\"trait:HW_CPU_X86_{trait}\":\"required\",\"trait:CUSTOM_GOLD\":\"required\"}}}}",
        }).Model);

    [Theory]
    [InlineData("AVX512F", "avx512f")]
    [InlineData("SSE3", "sse3")]
    public void A_feature_that_no_model_has_is_refused(string trait, string feature) => Assert.StartsWith(
        $"file:3:13: no model of cpu_models has all that the flavor requires: {feature}",
        Reading.Refusal(Conf, options: new PlatformReadOptions
        {
            NovaFlavor = $"{{\"extra_specs\":{{\"trait:HW_CPU_X86_{trait}\":\"required\"}}}}",
        }), StringComparison.Ordinal);

    [Theory]
    [InlineData("[{\"name\":\"HW_CPU_X86_AVX2\"},{\"name\":\"COMPUTE_NODE\"}]")]
    [InlineData("{\"traits\":[\"HW_CPU_X86_AVX2\",\"COMPUTE_NODE\"],\"resource_provider_generation\":3}")]
    public void A_node_has_what_its_traits_say_and_the_rest_is_unknown(string text)
    {
        CpuStatement node = Reading.One(text);
        Assert.Equal(("nova-traits", StatementSubject.Host), (node.Form, node.Subject));
        Assert.Equal(["avx2"], node.Bits.Yes);
        Assert.Empty(node.Bits.No);
        Assert.Equal(["COMPUTE_NODE"], node.Foreign);
    }

    [Fact]
    public void A_flavor_is_compared_with_a_node()
    {
        CpuStatement flavor = Reading.One("{\"extra_specs\":{\"trait:HW_CPU_X86_AVX2\":\"required\"}}");
        Assert.Equal(
            StatementVerdict.Superset, StatementComparison.Of(Reading.One("{\"traits\":[\"HW_CPU_X86_AVX2\"]}"), flavor).Verdict);
        Assert.Equal(
            StatementVerdict.Undecided, StatementComparison.Of(Reading.One("{\"traits\":[\"HW_CPU_X86_AVX\"]}"), flavor).Verdict);
    }
}
