using NVirt.Cpu;
using NVirt.Cpu.Tests.X86;
using static NVirt.Cpu.Tests.X86.Cpus;
using static NVirt.Xen.Tests.Guests;

namespace NVirt.Xen.Tests;

/// <summary>The policy list for libxl (hypervisor-rules.md 6.1).</summary>
public sealed class XenCpuidTests
{
    private static readonly CpuDefinition Intel = Host("Haswell-noTSX", "vmx");
    private static readonly CpuDefinition Amd = Host("EPYC");
    private static readonly CpuDefinition Bare = Host("Conroe");

    [Theory]
    [InlineData("!aes", "1:ecx=xxxxxx1xxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("+aes", "1:ecx=xxxxxx1xxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("-aes", "1:ecx=xxxxxx0xxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("~aes", "1:ecx=xxxxxx0xxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("?aes", "")]
    public void A_policy_turns_a_bit_on_or_off_and_optional_leaves_it(string feature, string policy) =>
        Assert.Equal(policy, Policies(Passthrough(feature)));

    [Theory]
    [InlineData("+pni -tsc", "1:ecx=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx1,edx=xxxxxxxxxxxxxxxxxxxxxxxxxxx0xxxx")]
    [InlineData("+avx2", "7,0:ebx=xxxxxxxxxxxxxxxxxxxxxxxxxx1xxxxx")]
    [InlineData("+avx-vnni", "7,1:eax=xxxxxxxxxxxxxxxxxxxxxxxxxxx1xxxx")]
    [InlineData("+xsavec", "0xd,1:eax=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx1x")]
    [InlineData("+amx-fp8", "0x1e,1:eax=xxxxxxxxxxxxxxxxxxxxxxxxxxx1xxxx")]
    [InlineData("-intel-pt-lip", "0x14:ecx=0xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("-lm", "0x80000001:edx=xx0xxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    public void Sub_leaves_stand_where_the_leaf_has_them_and_registers_in_order(string features, string policies) =>
        Assert.Equal(policies, Policies(Passthrough(features)));

    [Theory]
    [InlineData("-vmx", true, false)]
    [InlineData("~vmx", true, false)]
    [InlineData("+vmx", false, true)]
    [InlineData("!vmx", false, true)]
    [InlineData("?vmx", true, true)]
    [InlineData("", true, true)]
    [InlineData("", false, false)]
    public void On_a_host_with_vmx_it_means_nesting_instead_of_a_bit(string features, bool setting, bool nested)
    {
        XenCpuidPolicies made = XenCpuid.ForLibxl(Passthrough(features), Intel, setting);
        Assert.Equal(nested, made.NestedHvm);
        Assert.Empty(made.Policies);
    }

    [Fact]
    public void On_a_host_with_svm_it_means_nesting_and_vmx_is_a_bit()
    {
        XenCpuidPolicies made = XenCpuid.ForLibxl(Passthrough("+svm -vmx"), Amd);
        Assert.True(made.NestedHvm);
        Assert.Equal("1:ecx=xxxxxxxxxxxxxxxxxxxxxxxxxx0xxxxx", string.Join(' ', made.Policies));
    }

    [Fact]
    public void A_host_without_virtualization_does_not_nest_whatever_the_setting() =>
        Assert.False(XenCpuid.ForLibxl(Passthrough(string.Empty), Bare, nestedHvm: true).NestedHvm);

    [Fact]
    public void A_host_of_another_architecture_has_no_virtualization_of_x86() =>
        Assert.False(
            XenCpuid.ForLibxl(Passthrough(string.Empty), CpuDefinition.NewHost(CpuArchitecture.Aarch64) with { Model = "cortex-a57" },
                nestedHvm: true).NestedHvm);

    [Fact]
    public void A_pvh_guest_is_told_the_same_and_a_pv_guest_nothing()
    {
        Assert.Equal("1:ecx=xxxxxx1xxxxxxxxxxxxxxxxxxxxxxxxx", Policies(Passthrough("+aes", XenGuestType.Pvh)));
        XenCpuidPolicies pv = XenCpuid.ForLibxl(Passthrough("+aes", XenGuestType.Pv), Intel, nestedHvm: true);
        Assert.Empty(pv.Policies);
        Assert.Null(pv.NestedHvm);
    }

    [Theory]
    [InlineData(CpuMode.Custom)]
    [InlineData(CpuMode.HostModel)]
    [InlineData(CpuMode.Maximum)]
    public void Another_mode_is_ignored_with_a_warning(CpuMode mode)
    {
        XenGuest guest = new(Guest("Haswell", "+aes") with { Mode = mode });
        XenCpuidPolicies made = XenCpuid.ForLibxl(guest, Intel, nestedHvm: true);
        Assert.Empty(made.Policies);
        Assert.True(made.NestedHvm);
        Assert.Contains(CpuWords.Of(mode), Assert.Single(made.Warnings), StringComparison.Ordinal);
        Assert.Equal(string.Empty, XenCpuid.ForConfig(guest).Format());
        Assert.Equal(made.Warnings, XenCpuid.ForConfig(guest).Warnings);
    }

    [Fact]
    public void A_domain_without_a_CPU_or_with_a_topology_alone_needs_no_warning()
    {
        Assert.Empty(XenCpuid.ForLibxl(new XenGuest(Cpu: null), Intel).Warnings);
        Assert.Empty(XenCpuid.ForLibxl(new XenGuest(new CpuDefinition { Topology = new CpuTopology(1, 1, 1, 2, 1) }), Intel).Warnings);
    }

    [Fact]
    public void A_model_beside_host_passthrough_means_nothing() =>
        Assert.Equal(string.Empty, Policies(new XenGuest(new CpuDefinition { Mode = CpuMode.HostPassthrough, Model = "Nehalem" })));

    [Theory]
    [InlineData("+nonsense ?other", "no CPU feature is named: nonsense, other")]
    [InlineData("+hv-relaxed", "no CPU feature is named: hv-relaxed")]
    [InlineData("-rdctl-no +mds-no ?taa-no", "rdctl-no (MSR 10AH[0]) cannot be expressed (policy disable): bit strings")]
    public void What_has_no_bit_is_refused(string features, string message)
    {
        CpuException refused = Assert.Throws<CpuException>(() => XenCpuid.ForLibxl(Passthrough(features), Intel));
        Assert.Equal(CpuErrorKind.Unsupported, refused.Kind);
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
        Assert.Equal(
            2, refused.Refusal.Reasons.Length + (features[0] == '+' && features.Contains("hv-", StringComparison.Ordinal) ? 1 : 0));
    }

    [Fact]
    public void An_optional_feature_of_an_MSR_is_left_to_Xen() => Assert.Equal(string.Empty, Policies(Passthrough("?rdctl-no")));

    private static string Policies(XenGuest guest) => string.Join(' ', XenCpuid.ForLibxl(guest, Intel).Policies);
}
