using NVirt.Cpu.Tests.Xml;
using NVirt.Cpu.X86;
using static NVirt.Cpu.Tests.X86.Cpus;

namespace NVirt.Cpu.Tests.X86;

public sealed class UpdateLiveTests
{
    [Theory]
    [InlineData(CpuMode.HostPassthrough, CpuCheck.None, false)]
    [InlineData(CpuMode.Maximum, CpuCheck.Partial, false)]
    [InlineData(CpuMode.HostModel, CpuCheck.Partial, false)]
    [InlineData(CpuMode.HostPassthrough, CpuCheck.Full, true)]
    [InlineData(CpuMode.Maximum, CpuCheck.Full, true)]
    [InlineData(CpuMode.Custom, CpuCheck.None, true)]
    public void It_applies_to_custom_cpus_and_to_full_checks(CpuMode mode, CpuCheck check, bool applies)
    {
        CpuDefinition cpu = new() { Mode = mode, Check = check, Model = mode == CpuMode.Custom ? "Nehalem" : null };
        Assert.Equal(applies, Driver.UpdateLive(cpu, Bits(Guest("Nehalem")), disabled: null) is not null);
    }

    [Fact]
    public void A_feature_that_was_turned_on_becomes_required() =>
        Assert.Equal("+aes", Words(Live(Guest("Nehalem"), Guest("Nehalem", "+aes")).Features));

    [Fact]
    public void A_feature_that_was_not_enabled_becomes_disabled() =>
        Assert.Equal("-popcnt", Words(Live(Guest("Nehalem", "+popcnt"), Guest("Nehalem", "-popcnt")).Features));

    [Fact]
    public void A_feature_that_was_left_out_becomes_disabled() =>
        Assert.Equal("-aes", Words(Live(Guest("Nehalem"), Guest("Nehalem"), Guest(model: null, "+aes")).Features));

    [Fact]
    public void Removed_features_of_the_model_become_disabled() =>
        Assert.Equal("-monitor", Words(Live(Guest("EPYC"), Guest("EPYC")).Features));

    [Fact]
    public void Enabled_and_disabled_at_once_is_refused() =>
        Assert.Equal(CpuRule.EnabledAndDisabled, Refusal(Guest("Nehalem"), Guest("Nehalem"), Guest(model: null, "+popcnt"))[0].Rule);

    [Fact]
    public void A_full_check_refuses_every_difference_by_name()
    {
        CpuReason[] reasons = Refusal(Full(Guest("Nehalem")), Guest("Nehalem", "+aes -popcnt"));
        Assert.Equal(
            [(CpuRule.UnexpectedlyEnabled, "aes"), (CpuRule.UnexpectedlyDisabled, "popcnt")],
            reasons.Select(r => (r.Rule, r.Subject!)));
    }

    [Fact]
    public void A_full_check_tolerates_features_that_hypervisors_add_to_the_model() =>
        Assert.Equal("+vmx-ept", Words(Live(Full(Guest("Westmere")), Guest("Westmere", "+vmx-ept")).Features));

    [Fact]
    public void A_full_check_does_not_tolerate_an_added_feature_that_the_guest_disables() =>
        Assert.Equal("vmx-ept", Refusal(Full(Guest("Westmere", "-vmx-ept")), Guest("Westmere", "+vmx-ept"))[0].Subject);

    [Fact]
    public void A_full_check_of_host_passthrough_takes_whatever_is_not_named()
    {
        CpuDefinition cpu = Full(new CpuDefinition { Mode = CpuMode.HostPassthrough });
        Assert.Empty(Live(cpu, Guest("Nehalem", "+aes")).Features);
    }

    [Fact]
    public void A_full_check_refuses_disabled_bits_that_no_feature_explains()
    {
        X86CpuData unnamed = X86CpuData.Create([X86Item.Cpuid(0x1234, 0, ecx: 0x10)]);
        CpuException refused =
            Assert.Throws<CpuException>(() => Driver.UpdateLive(Full(Guest("Nehalem")), Bits(Guest("Nehalem")), unnamed));
        Assert.Equal(CpuErrorKind.OperationFailed, refused.Kind);
        Assert.NotNull(Driver.UpdateLive(Guest("Nehalem"), Bits(Guest("Nehalem")), unnamed));
    }

    private static CpuDefinition Full(CpuDefinition cpu) => cpu with { Check = CpuCheck.Full };

    private static CpuDefinition Live(CpuDefinition cpu, CpuDefinition enabled, CpuDefinition? disabled = null) =>
        Driver.UpdateLive(cpu, Bits(enabled), disabled is null ? null : Bits(disabled))!;

    private static CpuReason[] Refusal(CpuDefinition cpu, CpuDefinition enabled, CpuDefinition? disabled = null) =>
        [.. Assert.Throws<CpuException>(() => Live(cpu, enabled, disabled)).Refusal.Reasons];

    private static X86CpuData Bits(CpuDefinition cpu) =>
        X86Projection.DataOf(CpuMap.Default.X86, X86Bits.Resolve(CpuMap.Default.X86, cpu).All);
}
