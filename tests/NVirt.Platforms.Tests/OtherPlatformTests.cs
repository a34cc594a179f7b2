namespace NVirt.Platforms.Tests;

/// <summary>What each of the other platforms says, refuses and loses.</summary>
public sealed class OtherPlatformTests
{
    private const string Epyc = "<cpu mode='custom' match='exact'><model>EPYC-Rome</model><feature policy='require' name='amd-ssbd'/>"
        + "<feature policy='disable' name='svm'/></cpu>";

    private const string Only = "<cpu mode='custom' match='exact'><model>EPYC-Rome</model><feature policy='require' name='amd-ssbd'"
        + "/></cpu>";

    [Fact]
    public void A_node_lacks_what_its_labels_do_not_list()
    {
        CpuStatement node = Reading.One(
            "apiVersion: v1\nkind: Node\nmetadata:\n  name: n\n  labels:\n    cpu-feature.node.kubevirt.io/aes: \"true\"\n"
            + "    cpu-timer.node.kubevirt.io/tsc-frequency: \"2500000000\"\n    cpu-model.node.kubevirt.io/EPYC: \"true\"\n");
        Assert.True(node.Bits.Has("aes"));
        Assert.False(node.Bits.Has("avx2"));
        Assert.Equal((2_500_000_000UL, "EPYC"), (node.Axes.TscHz, Assert.Single(node.UsableModels)));
    }

    [Fact]
    public void A_node_without_labels_says_nothing() => Assert.Empty(Reading.One("{\"apiVersion\":\"v1\",\"kind\":\"Node\"}").Bits.No);

    [Fact]
    public void Labels_of_nfd_deny_nothing_and_levels_imply_features()
    {
        CpuStatement node = Reading.One(
            "apiVersion: v1\nkind: Node\nmetadata:\n  labels:\n    feature.node.kubernetes.io/cpu-cpuid.AESNI: \"true\"\n"
            + "    feature.node.kubernetes.io/cpu-cpuid.X86_64_V3: \"true\"\n");
        Assert.True(node.Bits.Has("aes"));
        Assert.True(node.Bits.Has("bmi2"));
        Assert.Empty(node.Bits.No);
    }

    [Fact]
    public void An_object_of_nfd_is_complete()
    {
        CpuStatement node = Reading.One(
            "apiVersion: nfd.k8s-sigs.io/v1alpha1\nkind: NodeFeature\nmetadata: {name: n}\nspec:\n  features:\n    flags:\n"
            + "      cpu.cpuid:\n        elements: {AESNI: {}, SSE2: {}}\n");
        Assert.True(node.Bits.Has("sse2"));
        Assert.False(node.Bits.Has("avx2"));
        Assert.Null(node.Bits.Has("cet-ss"));
    }

    [Fact]
    public void A_policy_that_kubevirt_does_not_have_is_refused() =>
        Assert.StartsWith("file:8:17: policy has the value \"maybe\"", Reading.Refusal(
        "apiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nspec:\n  domain:\n    cpu:\n      features:\n      - name: aes\n"
            + "        policy: maybe\n"),
        StringComparison.Ordinal);

    [Fact]
    public void Kubevirt_is_written_and_read_again()
    {
        PlatformOutput output = Reading.Write("kubevirt", Epyc);
        CpuStatement again = Reading.One("apiVersion: kubevirt.io/v1\nkind: VirtualMachine\n" + output.Text);
        Assert.Equal(("EPYC-Rome", Reading.Guest(Epyc).Features), (again.Model, again.Policies));
    }

    [Fact]
    public void Nova_is_written_and_read_again()
    {
        CpuStatement again = Reading.One(Reading.Write("nova", Epyc).Text);
        Assert.Equal(("EPYC-Rome", Reading.Guest(Epyc).Features), (again.Model, again.Policies));
    }

    [Theory]
    [InlineData("[libvirt]\ncpu_mode = host-model\ncpu_models = EPYC\n", "file:3:1: there are cpu_models, and cpu_mode is not custom")]
    [InlineData("[libvirt]\ncpu_mode = best\n", "file:2:11: cpu_mode has the value \"best\"")]
    [InlineData("[libvirt]\ncpu_mode = custom\ncpu_models = EPYC\ncpu_model_extra_flags = +aes, -aes\n", "file:4:24: aes is given twice")]
    [InlineData("[libvirt\ncpu_mode = custom\n[libvirt]\n", "file:1:1: this is not understood; expected [SECTION]")]
    public void What_nova_refuses_is_refused(string text, string start) =>
        Assert.StartsWith(start, Reading.Refusal(text), StringComparison.Ordinal);

    [Fact]
    public void Nova_takes_models_and_flags_in_any_case()
    {
        CpuStatement guest = Reading.One(
            "[libvirt]\ncpu_mode = custom\ncpu_models = epyc-rome,\n  EPYC\ncpu_model_extra_flags = AES, -SVM\n");
        Assert.Equal(["EPYC-Rome", "EPYC"], guest.UsableModels);
        Assert.Equal("+aes -svm", string.Join(' ', guest.Policies.Select(f => (f.Policy == CpuPolicy.Disable ? "-" : "+") + f.Name)));
    }

    [Fact]
    public void Incus_is_written_and_read_again()
    {
        CpuStatement again = Reading.One(Reading.Write("incus", Epyc).Text);
        Assert.Equal(("EPYC-Rome", Reading.Guest(Epyc).Features.Count), (again.Model, again.Policies.Count));
    }

    [Fact]
    public void Capabilities_of_vdsm_leave_four_names_open()
    {
        CpuStatement host = Reading.One("{\"cpuFlags\":\"fpu,vmx,ssbd,md_clear,rdctl-no,model_Nehalem\",\"kvmEnabled\":\"true\"}");
        Assert.Null(host.Bits.Has("ssbd"));
        Assert.Null(host.Bits.Has("amd-ssbd"));
        Assert.True(host.Bits.Has("md-clear"));
        Assert.True(host.Bits.Has("rdctl-no"));
        Assert.False(host.Bits.Has("avx2"));
    }

    [Fact]
    public void Ovirt_is_written_and_read_again()
    {
        PlatformOutput output = Reading.Write("ovirt", Epyc);
        Assert.Equal("EPYC-Rome,+amd-ssbd,-svm\n", output.Text);
        Assert.Equal("1:NVirt EPYC-Rome:svm,model_EPYC-Rome,amd-ssbd:EPYC-Rome,+amd-ssbd,-svm:x86_64\n", output.Files[1].Text);
        Assert.Equal(Reading.Guest(Epyc).Features, Reading.One(output.Text, "ovirt-verb").Policies);
    }

    [Fact]
    public void Opennebula_is_written_and_read_again() =>
        Assert.Equal(Reading.Guest(Only).Features, Reading.One(Reading.Write("opennebula", Only).Text).Policies);

    [Fact]
    public void Cloudstack_is_written_and_read_again() =>
        Assert.Equal(Reading.Guest(Only).Features, Reading.One(Reading.Write("cloudstack", Only).Text).Policies);

    [Theory]
    [InlineData("opennebula", "OpenNebula does not know the policy disable, which svm has; there is only FEATURES")]
    [InlineData("cloudstack", "CloudStack does not know the policy disable, which svm has; there is only guest.cpu.features")]
    public void Who_cannot_disable_refuses(string platform, string message) => Assert.Equal(message, Reading.WriteRefusal(platform, Epyc));

    [Fact]
    public void Properties_of_java_have_continued_lines_and_escapes()
    {
        CpuStatement guest = Reading.One(
            "# agent\nguest.cpu.mode : custom\nguest.cpu.model=EPYC\\\n  -Rome\nguest.cpu.features aes \\\n avx\n");
        Assert.Equal(("EPYC-Rome", 2), (guest.Model, guest.Policies.Count));
    }

    [Theory]
    [InlineData("hw_caps : 0000000\n", "file:1:10: \"0000000\" is no feature set")]
    [InlineData("hw_caps : zzzzzzzz\n", "file:1:10: \"zzzzzzzz\" is no feature set")]
    public void Broken_words_of_xen_are_refused(string text, string start) =>
        Assert.StartsWith(start, Reading.Refusal(text), StringComparison.Ordinal);

    [Fact]
    public void Beyond_the_words_of_xen_nothing_is_known()
    {
        CpuStatement host = Reading.One("hw_caps : bfebfbff:7ffefbff:2c100800:00000121:0000000f:d39ffffb:00000008:00000100\n");
        Assert.False(host.Bits.Has("fma4"));
        Assert.Null(host.Bits.Has("spec-ctrl"));
    }

    [Fact]
    public void A_policy_of_xen_is_complete_but_for_registers_that_it_never_has()
    {
        CpuStatement host = Reading.One(
            "Host policy: 2 leaves, 1 MSRs\n CPUID:\n  00000000:ffffffff -> 00000016:756e6547:6c65746e:49656e69\n"
            + "  00000001:ffffffff -> 00050654:00100800:02000021:00000010\n MSRs:\n");
        Assert.False(host.Bits.Has("avx2"));
        Assert.False(host.Bits.Has("rdctl-no"));
        Assert.Null(host.Bits.Has("vmx-ept"));
    }

    [Fact]
    public void A_baseline_for_xen_is_never_empty()
    {
        string text = Reading.Write("xen", "<cpu mode='custom' match='exact'><model>Nehalem</model></cpu>").Text;
        Assert.Contains("cpuid", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_feature_set_has_no_place_for_the_registers_of_vmx() =>
        Assert.StartsWith("xapi has no name for vmx-ept", Reading.WriteRefusal(
        "xapi", "<cpu mode='custom' match='exact'><model>Nehalem</model><feature policy='require' name='vmx-ept'/></cpu>"),
            StringComparison.Ordinal);

    [Fact]
    public void A_model_for_vmware_is_never_empty() =>
        Assert.Contains("cpuid.1.ecx", Reading.Write("vmware", "<cpu mode='custom' match='exact'><model>Nehalem</model></cpu>").Text,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"featureCapability\":[{\"featureName\":\"cpuid.AES\",\"value\":\"2\"}]}",
        "cpuid.AES has the value \"2\"; expected 0, 1")]
    [InlineData("{\"featureCapability\":[{\"featureName\":\"cpuid.AES\",\"value\":\"1\"},{\"featureName\":\"cpuid.AES\",\"value\":\"0\"}]}",
        "cpuid.AES is given twice, with different values")]
    public void Contradictions_of_vsphere_are_refused(string text, string end) =>
        Assert.EndsWith(end, Reading.Refusal(text), StringComparison.Ordinal);

    [Fact]
    public void A_template_takes_away_what_not_all_hosts_have_and_sets_nothing()
    {
        CpuStatement[] hosts = [Reading.One("x86-64-v3"), Reading.One("x86-64-v4")];
        string text = PlatformWriter.Write("firecracker", new PlatformWriteRequest { Hosts = hosts }).Text;
        CpuStatement template = Reading.One(text);
        Assert.Equal(["avx512f", "avx512dq", "avx512cd", "avx512bw", "avx512vl"],
            template.Policies.Where(f => f.Name.StartsWith("avx512", StringComparison.Ordinal)).Select(f => f.Name));
        Assert.DoesNotContain(template.Policies, f => f.Policy == CpuPolicy.Force);
        Assert.Contains("-CPUID.(EAX=0DH,ECX=0):EAX[5]", template.Foreign);
    }

    [Theory]
    [InlineData("{\"cpuid_modifiers\":[{\"leaf\":\"7\",\"subleaf\":\"0x0\",\"flags\":0,\"modifiers\":[]}]}",
        "leaf has the value \"7\"; expected 0x..., 0b...")]
    [InlineData("{\"msr_modifiers\":[{\"addr\":\"0x10a\",\"bitmap\":\"0b0\",\"more\":1}]}", "more is no setting here")]
    public void Broken_templates_are_refused(string text, string end) =>
        Assert.EndsWith(end, Reading.Refusal(text), StringComparison.Ordinal);

    [Fact]
    public void A_fingerprint_says_nothing_of_the_registers_of_vmx()
    {
        CpuStatement host = Reading.One(
            "{\"guest_cpu_config\":{\"cpuid_modifiers\":[{\"leaf\":\"0x1\",\"subleaf\":\"0x0\",\"flags\":0,\"modifiers\":["
            + "{\"register\":\"ecx\",\"bitmap\":\"0b00000000000000000000000000100001\"}]}]}}");
        Assert.True(host.Bits.Has("vmx"));
        Assert.False(host.Bits.Has("aes"));
        Assert.Null(host.Bits.Has("vmx-ept"));
        Assert.Null(host.Bits.Has("sse2"));
    }

    [Fact]
    public void Of_hyper_v_everything_is_undecided() => Assert.Equal(StatementVerdict.Undecided, StatementComparison.Of(
        Reading.One("CompatibilityForMigrationEnabled : True\n"), Reading.One("<cpu mode='host-passthrough'/>")).Verdict);

    [Fact]
    public void Cloud_hypervisor_has_only_the_hosts_cpu()
    {
        Assert.Equal(StatementClass.HostPassthrough, Reading.One("boot=2,topology=2:1:1:1,max_phys_bits=40").Class);
        Assert.Equal("Cloud Hypervisor does not have the model EPYC-Rome", Reading.WriteRefusal("cloud-hypervisor", Epyc));
    }

    [Fact]
    public void Settings_of_bhyve_change_single_registers()
    {
        CpuStatement guest = Reading.One("cpuid.0x7,0=ebx|=0x20\ncpuid.0x1=ecx&=0xfdffffff\n");
        Assert.True(guest.Bits.Has("avx2"));
        Assert.False(guest.Bits.Has("aes"));
        Assert.Null(guest.Bits.Has("sse2"));
    }

    [Fact]
    public void A_level_is_the_greatest_that_is_contained() =>
        Assert.Equal("x86-64-v2\n", Reading.Write("level", "<cpu mode='custom' match='exact'><model>Nehalem</model></cpu>").Text);
}
