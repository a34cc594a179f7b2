namespace NVirt.Platforms.Tests.Linux;

/// <summary>What Linux's flags say, and what their silence says.</summary>
public sealed class LinuxFlagsTests
{
    private static readonly PlatformReadOptions KvmHost = new() { Kernel = new Version(6, 12) };

    private static string CpuInfo(string flags, string vendor = "GenuineIntel", int family = 6, int model = 85) =>
        $"processor\t: 0\nvendor_id\t: {vendor}\ncpu family\t: {family}\nmodel\t\t: {model}\nstepping\t: 4\nflags\t\t: {flags}\n"
            + "address sizes\t: 46 bits physical, 48 bits virtual\n";

    [Fact]
    public void A_kernel_that_is_a_kvm_host_denies_by_silence()
    {
        CpuStatement host = Reading.One(CpuInfo("fpu sse sse2"), options: KvmHost);
        Assert.Equal(StatementTruth.Kernel, host.Truth);
        Assert.True(host.Bits.Has("sse2"));
        Assert.False(host.Bits.Has("avx2"));
        Assert.Null(host.Bits.Has("rdctl-no"));
        Assert.Null(host.Bits.Has("x2apic"));
    }

    [Fact]
    public void Of_the_processor_a_silent_kernel_denies_less()
    {
        CpuStatement host = Reading.One(CpuInfo("fpu sse sse2"));
        Assert.Equal(StatementTruth.Physical, host.Truth);
        Assert.Null(host.Bits.Has("avx2"));
        Assert.Null(host.Bits.Has("vmx"));
        Assert.False(host.Bits.Has("movbe"));
    }

    [Fact]
    public void A_kernel_of_unknown_version_does_not_deny_what_old_ones_never_show()
    {
        PlatformReadOptions old = new() { IsKvmHost = true };
        Assert.Null(Reading.One(CpuInfo("fpu"), options: old).Bits.Has("fred"));
        Assert.False(Reading.One(CpuInfo("fpu"), options: KvmHost).Bits.Has("fred"));
    }

    [Theory]
    [InlineData("GenuineIntel", "ibrs", "spec-ctrl", null)]
    [InlineData("GenuineIntel", "stibp", "stibp", "amd-stibp")]
    [InlineData("GenuineIntel", "ssbd", "ssbd", "amd-ssbd")]
    [InlineData("AuthenticAMD", "ibrs ibpb", "ibrs", "spec-ctrl")]
    [InlineData("AuthenticAMD", "ibrs ibpb", "ibpb", "spec-ctrl")]
    [InlineData("AuthenticAMD", "stibp", "amd-stibp", "stibp")]
    public void Names_that_lie_mean_what_the_vendor_has(string vendor, string flag, string meaning, string? open)
    {
        CpuStatement host = Reading.One(CpuInfo("fpu " + flag, vendor, vendor == "AuthenticAMD" ? 25 : 6), options: KvmHost);
        Assert.True(host.Bits.Has(meaning));
        Assert.Null(open is null ? null : host.Bits.Has(open));
    }

    [Fact]
    public void Ssbd_of_amd_is_one_of_three_things()
    {
        CpuStatement host = Reading.One(CpuInfo("fpu ssbd", "AuthenticAMD", 25, 1), options: KvmHost);
        Assert.Null(host.Bits.Has("amd-ssbd"));
        Assert.False(Reading.One(CpuInfo("fpu", "AuthenticAMD", 25, 1), options: KvmHost).Bits.Has("amd-ssbd"));
    }

    [Fact]
    public void In_a_guest_ibrs_does_not_say_which_bit_it_is() =>
        Assert.Null(Reading.One(CpuInfo("fpu hypervisor ibrs ibpb"), options: KvmHost).Bits.Has("spec-ctrl"));

    [Fact]
    public void A_constant_tsc_that_does_not_stop_is_invariant()
    {
        Assert.True(Reading.One(CpuInfo("fpu constant_tsc nonstop_tsc"), options: KvmHost).Bits.Has("invtsc"));
        Assert.Null(Reading.One(CpuInfo("fpu constant_tsc"), options: KvmHost).Bits.Has("invtsc"));
    }

    [Fact]
    public void What_kvm_withholds_is_there_and_told()
    {
        CpuStatement host = Reading.One(CpuInfo("fpu mpx"), options: KvmHost);
        Assert.True(host.Bits.Has("mpx"));
        Assert.Contains(host.Remarks, r => r.Kind == StatementRemarkKind.WithheldByKvm && r.Subject == "mpx");
    }

    [Fact]
    public void Several_processors_have_what_all_have()
    {
        string text = CpuInfo("fpu sse avx") + "\n" + CpuInfo("fpu sse").Replace("processor\t: 0", "processor\t: 1",
            StringComparison.Ordinal);
        CpuStatement host = Reading.One(text, options: KvmHost);
        Assert.False(host.Bits.Has("avx"));
        Assert.Contains(host.Remarks, r => r is { Kind: StatementRemarkKind.Differing, Subject: "avx" });
    }

    [Fact]
    public void Processors_of_two_models_are_refused() => Assert.Equal(
        "file:9:1: this processor is another than the first one; read them one by one",
        Reading.Refusal(CpuInfo("fpu") + "\n" + CpuInfo("fpu", model: 86)));

    [Fact]
    public void Names_without_a_feature_are_kept() => Assert.Equal(["aperfmperf", "nopl"], Reading.One(CpuInfo(
        "fpu nopl aperfmperf")).Foreign);

    [Fact]
    public void More_flags_than_any_processor_has_are_refused() => Assert.Equal(
        "file:6:1: there are too many of these; expected at most 10000",
        Reading.Refusal(CpuInfo(string.Join(' ', Enumerable.Range(0, 10_001).Select(i => $"f{i}")))));

    [Fact]
    public void Lscpu_in_another_language_is_refused() => Assert.Equal(
        "file:1:10: there is no \"Architecture:\" or no \"Flags:\"; run lscpu with LC_ALL=C",
        Reading.Refusal("{\"lscpu\":[{\"field\":\"Architektur:\",\"data\":\"x86_64\"}]}"));

    [Fact]
    public void Lscpu_as_text_is_read_too() => Assert.Equal(39, Reading.One(
        "Architecture: x86_64\nVendor ID: GenuineIntel\nAddress sizes: 39 bits physical, 48 bits virtual\nFlags: fpu sse\n").Axes.PhysBits);

    [Fact]
    public void Ansible_says_the_vendor_and_denies_nothing()
    {
        CpuStatement host = Reading.One(
            "{\"ansible_facts\":{\"ansible_architecture\":\"x86_64\",\"ansible_processor\":[\"0\",\"AuthenticAMD\",\"EPYC\"]}}");
        Assert.Equal("AMD", host.Vendor);
        Assert.Empty(host.Bits.No);
    }

    [Fact]
    public void Filtered_metrics_deny_nothing() => Assert.Empty(Reading.One(
        "node_cpu_info{cpu=\"0\",family=\"6\",model=\"85\",vendor=\"GenuineIntel\"} 1\nnode_cpu_flag_info{flag=\"aes\"} 1\n").Bits.No);
}
