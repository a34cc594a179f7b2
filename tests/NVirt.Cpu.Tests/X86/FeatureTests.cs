using NVirt.Cpu.Probe;
using NVirt.Cpu.Tests.Xml;
using NVirt.Cpu.X86;
using NVirt.Testing;
using static NVirt.Cpu.Tests.X86.Cpus;

namespace NVirt.Cpu.Tests.X86;

public sealed class FeatureTests
{
    [Theory]
    [InlineData("popcnt", true)]
    [InlineData("aes", true)]
    [InlineData("avx", false)]
    [InlineData("hv-vapic", false)]
    public void A_definition_has_what_its_model_and_list_say(string feature, bool has) =>
        Assert.Equal(has, Driver.HasFeature(Host("Nehalem", "aes"), feature));

    [Fact]
    public void An_unknown_feature_is_an_error() =>
        Assert.Equal(CpuErrorKind.UnknownName, Assert.Throws<CpuException>(() => Driver.HasFeature(Host("Nehalem"), "sse4_1")).Kind);

    [Fact]
    public void Raw_data_has_pseudo_features_with_all_their_bits()
    {
        Assert.True(Driver.HasFeature(Leaf(0x30), "hv-vapic"));
        Assert.False(Driver.HasFeature(Leaf(0x20), "hv-vapic"));
        Assert.True(Driver.HasFeature(Leaf(0x20), "hv-relaxed"));
    }

    [Theory]
    [InlineData("aes")]
    [InlineData("hv-vapic")]
    [InlineData("rdctl-no")]
    public void A_feature_added_to_raw_data_is_there(string feature)
    {
        Assert.False(Driver.HasFeature(X86CpuData.Empty, feature));
        Assert.True(Driver.HasFeature(Driver.AddFeature(X86CpuData.Empty, feature), feature));
        Assert.Equal(CpuErrorKind.UnknownName, Assert.Throws<CpuException>(() => Driver.AddFeature(X86CpuData.Empty, "nonsense")).Kind);
    }

    [Fact]
    public void Node_data_decodes_to_this_machine()
    {
        Needs.X86();
        Assert.Equal(HostCpu.Read().Definition.Model,
            Driver.Decode(CpuDefinition.NewHost(CpuArchitecture.X86_64), HostProbe.ReadRawData(Driver)).Model);
    }

    [Fact]
    public void Expanding_a_guest_spells_out_the_model_sorted_and_drops_other_policies()
    {
        CpuDefinition expanded = Driver.ExpandFeatures(Guest("486", "!aes ?avx ~lm -vme +mmx"));
        Assert.Equal("+fpu +mmx -vme", Words(expanded.Features).Replace(" +pse", string.Empty, StringComparison.Ordinal));
        Assert.Equal(expanded.Features.Select(f => f.Name).Order(StringComparer.Ordinal), expanded.Features.Select(f => f.Name));
    }

    [Fact]
    public void Expanding_a_host_has_no_policies() =>
        Assert.All(Driver.ExpandFeatures(Host("Nehalem", "aes")).Features, f => Assert.Null(f.Policy));

    [Fact]
    public void Expanding_a_guest_disables_what_the_model_once_had() =>
        Assert.Contains(new CpuFeature("monitor", CpuPolicy.Disable), Driver.ExpandFeatures(Guest("EPYC")).Features);

    [Fact]
    public void Unknown_and_pseudo_features_are_not_valid()
    {
        CpuException refused = Assert.Throws<CpuException>(() => Driver.ValidateFeatures(Guest("Nehalem", "+aes +one -hv-vapic")));
        Assert.Equal(CpuErrorKind.Unsupported, refused.Kind);
        Assert.Equal(["one", "hv-vapic"], refused.Refusal.Reasons.Select(r => r.Subject));
    }

    [Fact]
    public void Encoding_gives_a_set_a_policy_and_the_vendor()
    {
        CpuEncoding encoding = Driver.Encode(Guest("486", "!aes +mmx ?avx -lm ~vmx") with { Vendor = "Intel" });
        Assert.Equal(["aes"], FeaturesOf(encoding.Forced));
        Assert.Equal(["fpu", "vme", "pse", "mmx"], FeaturesOf(encoding.Required));
        Assert.Equal(["avx"], FeaturesOf(encoding.Optional));
        Assert.Equal(["lm"], FeaturesOf(encoding.Disabled));
        Assert.Equal(["vmx"], FeaturesOf(encoding.Forbidden));
        Assert.Equal(0x756e6547u, ((X86CpuData)encoding.Vendor).Cpuid(0)!.Value.Ebx);
    }

    [Fact]
    public void Encoding_a_host_gives_only_what_it_requires()
    {
        CpuEncoding encoding = Driver.Encode(Host("486", "mmx"));
        Assert.Equal(["fpu", "vme", "pse", "mmx"], FeaturesOf(encoding.Required));
        Assert.All([encoding.Forced, encoding.Optional, encoding.Disabled, encoding.Forbidden, encoding.Vendor],
            d => Assert.True(((X86CpuData)d).IsEmpty));
    }

    [Theory]
    [InlineData(null, null, CpuErrorKind.InvalidArgument)]
    [InlineData("Nothing", null, CpuErrorKind.UnknownName)]
    [InlineData("486", "Cyrix", CpuErrorKind.OperationFailed)]
    public void What_can_not_be_encoded_is_refused(string? model, string? vendor, CpuErrorKind kind) =>
        Assert.Equal(kind, Assert.Throws<CpuException>(() => Driver.Encode(Guest(model) with { Vendor = vendor })).Kind);

    [Theory]
    [InlineData(CpuMatch.Exact, "+avx", "-popcnt !vmx", true)]
    [InlineData(CpuMatch.Minimum, "", "", true)]
    public void Guest_data_follows_the_match(CpuMatch match, string more, string rest, bool fits)
    {
        CpuDefinition host = Host("Nehalem", "avx aes");
        var (comparison, data) = Driver.GuestData(host, Guest("Nehalem", $"{more} {rest}", match));
        Assert.Equal(fits, comparison.IsCompatible);
        Assert.Equal(match == CpuMatch.Minimum, Driver.HasFeature(data!, "aes"));
        Assert.True(Driver.HasFeature(data!, "avx"));
        Assert.Equal(match == CpuMatch.Minimum, Driver.HasFeature(data!, "popcnt"));
        Assert.Equal(match == CpuMatch.Exact, Driver.HasFeature(data!, "vmx"));
    }

    [Fact]
    public void Guest_data_of_a_guest_that_does_not_fit_is_none() =>
        Assert.Null(Driver.GuestData(Host("Nehalem"), Guest("Nehalem", "+avx")).Data);

    [Fact]
    public void The_small_look_ups_answer_from_the_map()
    {
        Assert.Equal("AMD", Driver.VendorForModel("EPYC"));
        Assert.Null(Driver.VendorForModel("qemu64"));
        Assert.Equal("EPYC-v2", Driver.CanonicalModel("EPYC-IBPB"));
        Assert.Null(Driver.CanonicalModel("EPYC-v2"));
        Assert.Contains("vmx-ept", Driver.Advanced.AddedFeatures("Westmere"));
        Assert.Equal(CpuErrorKind.InvalidArgument, Assert.Throws<CpuException>(() => Driver.Advanced.AddedFeatures("Nothing")).Kind);
        Assert.True(Driver.Advanced.IsMsrFeature("rdctl-no"));
        Assert.False(Driver.Advanced.IsMsrFeature("aes"));
        Assert.Equal("486", Driver.Models![0]);
    }

    private static X86CpuData Leaf(uint eax) => X86CpuData.Create([X86Item.Cpuid(0x40000003, 0, eax: eax)]);

    private static IEnumerable<string> FeaturesOf(CpuData data) =>
        CpuMap.Default.X86.NamesOf(X86Projection.FeaturesOf(CpuMap.Default.X86, (X86CpuData)data));
}
