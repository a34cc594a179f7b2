using NVirt.Cpu.X86;
using static NVirt.Cpu.Tests.X86.Cpus;

namespace NVirt.Cpu.Tests.X86;

public sealed class DecodeTests
{
    private static readonly CpuDefinition GuestStub = new() { Fallback = CpuFallback.Forbid };

    [Fact]
    public void A_models_own_bits_decode_to_it_and_nothing_else()
    {
        CpuDefinition decoded = Driver.Decode(GuestStub, Raw(Guest("Broadwell", match: CpuMatch.Exact), "Intel"));
        Assert.Equal(("Broadwell", "Intel", 0), (decoded.Model, decoded.Vendor, decoded.Features.Count));
    }

    [Fact]
    public void A_host_gets_the_versioned_name_since_ties_keep_the_later_entry() =>
        Assert.Equal("Broadwell-v1", Driver.Decode(CpuDefinition.NewHost(CpuArchitecture.X86_64), Raw(Guest("Broadwell"), "Intel")).Model);

    [Fact]
    public void A_host_is_never_decoded_with_something_missing()
    {
        CpuDefinition decoded = Driver.Decode(CpuDefinition.NewHost(CpuArchitecture.X86_64), Raw(Guest("Broadwell", "-avx2"), "Intel"));
        Assert.DoesNotContain("avx2", CpuMap.Default.FindModel(decoded.Model!)!.Features);
        Assert.All(decoded.Features, f => Assert.Null(f.Policy));
    }

    [Fact]
    public void Without_a_vendor_any_vendors_model_may_be_chosen() =>
        Assert.Null(Driver.Decode(GuestStub, Raw(Guest("Broadwell"), vendor: null)).Vendor);

    [Fact]
    public void Another_vendors_models_are_skipped() =>
        Assert.NotEqual("Broadwell", Driver.Decode(GuestStub, Raw(Guest("Broadwell"), "AMD")).Model);

    [Fact]
    public void A_model_list_restricts_the_choice() =>
        Assert.Equal("Nehalem", Driver.Decode(GuestStub, Raw(Guest("Broadwell"), "Intel"), CpuModelList.Of("Nehalem", "core2duo")).Model);

    [Fact]
    public void Without_an_allowed_model_it_fails() => Assert.Equal(
        CpuRule.NoModelFits,
        Assert.Throws<CpuException>(
            () => Driver.Decode(GuestStub, Raw(Guest("Broadwell"), "Intel"), CpuModelList.Of("EPYC"))).Refusal.Reasons[0].Rule);

    [Fact]
    public void The_single_preferred_model_is_taken_however_bad_it_is() =>
        Assert.Equal("core2duo", Driver.Decode(GuestStub, Raw(Guest("Broadwell"), "Intel"), preferred: ["core2duo"]).Model);

    [Fact]
    public void The_single_preferred_model_must_be_allowed_unless_another_may_stand_in()
    {
        CpuData data = Raw(Guest("Broadwell"), "Intel");
        CpuModelList models = CpuModelList.Of("Nehalem");
        Assert.Equal(
            CpuErrorKind.Unsupported, Assert.Throws<CpuException>(() => Driver.Decode(GuestStub, data, models, ["core2duo"])).Kind);
        Assert.Equal("Nehalem", Driver.Decode(GuestStub with { Fallback = CpuFallback.Allow }, data, models, ["core2duo"]).Model);
    }

    [Fact]
    public void A_signature_beats_any_number_of_features()
    {
        // The bits of Nehalem with the signature of Westmere.
        X86CpuData data = Raw(Guest("Nehalem"), "Intel")
            .Add(X86CpuData.Create([X86Item.Cpuid(1, 0, eax: X86Signature.ToEax(new CpuSignature(6, 44, 0)))]));
        CpuDefinition decoded = Driver.Decode(GuestStub, data);
        Assert.StartsWith("Westmere", decoded.Model, StringComparison.Ordinal);
        Assert.Contains(new CpuFeature("aes", CpuPolicy.Disable), decoded.Features);
    }

    [Theory]
    [InlineData(60u, 3u, false)]
    [InlineData(63u, 2u, false)]
    [InlineData(63u, 4u, true)]
    [InlineData(63u, 3u, false)]
    [InlineData(61u, 3u, true)]
    [InlineData(69u, 1u, false)]
    [InlineData(70u, 1u, false)]
    [InlineData(71u, 1u, true)]
    public void Broken_tsx_is_hidden(uint model, uint stepping, bool kept)
    {
        X86CpuData data = Raw(Guest("Haswell", "+rtm +hle"), "Intel")
            .Add(X86CpuData.Create([X86Item.Cpuid(1, 0, eax: X86Signature.ToEax(new CpuSignature(6, model, stepping)))]));
        Assert.Equal(kept, Driver.HasFeature(Driver.Decode(GuestStub, data), "rtm"));
    }

    [Fact]
    public void Broken_tsx_is_intels()
    {
        X86CpuData data = Raw(Guest("Haswell", "+rtm +hle"), "AMD")
            .Add(X86CpuData.Create([X86Item.Cpuid(1, 0, eax: X86Signature.ToEax(new CpuSignature(6, 60, 3)))]));
        Assert.True(Driver.HasFeature(Driver.Decode(GuestStub, data), "rtm"));
    }

    [Fact]
    public void The_signature_is_told()
    {
        X86CpuData data = Raw(Guest("Haswell"), "Intel")
            .Add(X86CpuData.Create([X86Item.Cpuid(1, 0, eax: X86Signature.ToEax(new CpuSignature(6, 60, 3)))]));
        Assert.Equal(new CpuSignature(6, 60, 3), Driver.Decode(GuestStub, data).Signature);
        Assert.Null(Driver.Decode(GuestStub, Raw(Guest("Haswell"), "Intel")).Signature);
    }

    [Fact]
    public void A_blocker_beside_the_model_is_named_once_as_the_data_has_it()
    {
        CpuModelList models = new([new CpuHypervisorModel("Broadwell", ["invtsc"])]);
        Assert.Equal("+invtsc", Words(Driver.Decode(GuestStub, Raw(Guest("Broadwell", "+invtsc"), "Intel"), models).Features));
    }

    [Fact]
    public void A_removed_feature_that_the_data_has_is_named_once() =>
        Assert.Equal("+monitor", Words(Driver.Decode(GuestStub, Raw(Guest("EPYC", "+monitor"), "AMD"), preferred: ["EPYC"]).Features));

    [Fact]
    public void Blockers_are_disabled_even_if_the_model_and_the_data_have_them()
    {
        CpuModelList models = new([new CpuHypervisorModel("Broadwell", ["aes", "nonsense"])]);
        Assert.Equal("-aes", Words(Driver.Decode(GuestStub, Raw(Guest("Broadwell"), "Intel"), models).Features));
    }

    [Fact]
    public void Removed_features_of_the_model_are_disabled_in_guests() =>
        Assert.Equal("-monitor", Words(Driver.Decode(GuestStub, Raw(Guest("EPYC"), "AMD"), preferred: ["EPYC"]).Features));

    [Fact]
    public void Migratable_leaves_out_what_does_not_migrate() => Assert.Equal(
        string.Empty, Words(Driver.Decode(GuestStub, Raw(Guest("Broadwell", "+invtsc"), "Intel"), migratable: true).Features));

    [Fact]
    public void A_stub_that_is_not_custom_is_refused() => Assert.Equal(
        CpuErrorKind.InvalidArgument,
        Assert.Throws<CpuException>(() => Driver.Decode(new CpuDefinition { Mode = null, Type = CpuType.Host }, X86CpuData.Empty)).Kind);

    [Fact]
    public void The_rest_of_the_stub_is_kept()
    {
        CpuDefinition stub = GuestStub with { Check = CpuCheck.Full, Topology = new CpuTopology(1, 1, 1, 2, 1) };
        CpuDefinition decoded = Driver.Decode(stub, Raw(Guest("Nehalem"), "Intel"));
        Assert.Equal((stub.Check, stub.Topology, stub.Fallback), (decoded.Check, decoded.Topology, decoded.Fallback));
    }

    // The output of cpuid for a processor with exactly these features.
    private static X86CpuData Raw(CpuDefinition cpu, string? vendor)
    {
        CpuEncoding encoding = Driver.Encode(cpu with { Vendor = vendor });
        return ((X86CpuData)encoding.Required).Subtract((X86CpuData)encoding.Disabled).Add((X86CpuData)encoding.Vendor);
    }
}
