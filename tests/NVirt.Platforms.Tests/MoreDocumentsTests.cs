using NVirt.Cpu;

namespace NVirt.Platforms.Tests;

/// <summary>Documents that platforms have besides the usual ones.</summary>
public sealed class MoreDocumentsTests
{
    [Fact]
    public void Of_xen_cpuid_the_dynamic_sets_count()
    {
        const string text = "nr_features: 2\nStatic sets:\nKnown    ffffffff:ffffffff\nHVM Max  ffffffff:ffffffff\n\nDynamic sets:\n"
            + "Raw      0000ffff:00000001\nHost     0000ffff:00000001\nHVM Max  00000010:00000001\n";
        CpuStatement host = Reading.One(text);
        Assert.Equal((true, true, false), (host.Bits.Has("tsc"), host.Bits.Has("pni"), host.Bits.Has("aes")));
        Assert.Equal(StatementTruth.Physical, Reading.One(text, options: new PlatformReadOptions { Policy = "Raw" }).Truth);
    }

    [Fact]
    public void Domain_capabilities_name_the_usable_models()
    {
        CpuStatement host = Reading.One(
            "<domainCapabilities><arch>x86_64</arch><cpu><mode name='host-model' supported='yes'><model>Nehalem</model></mode>"
                + "<mode name='custom' supported='yes'><model usable='yes'>qemu64</model><model usable='no'>EPYC</model>"
                + "<model usable='unknown'>Nehalem</model></mode></cpu></domainCapabilities>");
        Assert.Equal(StatementTruth.Hypervisor, host.Truth);
        Assert.Equal(["Nehalem", "qemu64"], host.UsableModels);
    }

    [Theory]
    [InlineData("cpu: host\narch: aarch64\n", StatementClass.HostPassthrough)]
    [InlineData("arch: aarch64\nmemory: 512\ncpu: max\n", StatementClass.Maximum)]
    public void A_VM_of_Proxmox_VE_of_another_architecture(string text, StatementClass kind)
    {
        CpuStatement guest = Reading.One(text, "proxmox-vm");
        Assert.Equal((CpuArchitecture.Aarch64, kind), (guest.Arch, guest.Class));
        Assert.Equal(StatementClass.HostPassthrough, Reading.One("arch: aarch64\nmemory: 1\n", "proxmox-vm").Class);
        Assert.Equal(StatementClass.Maximum, Reading.One("arch: aarch64\nkvm: 0\n", "proxmox-vm").Class);
    }

    [Fact]
    public void Bodies_of_Proxmox_VEs_API_are_read()
    {
        CpuStatement vm = Reading.One("{\"data\":{\"cpu\":\"EPYC,flags=+pcid\",\"digest\":\"a\",\"name\":\"web\"}}");
        Assert.Equal(("proxmox-vm", "web", "EPYC"), (vm.Form, vm.Name, vm.Model));
        Assert.Contains(vm.Policies, f => f is { Name: "pcid", Policy: CpuPolicy.Require });
        CpuStatement model = Reading.One(
            "{\"data\":[{\"cputype\":\"custom-pool\",\"reported-model\":\"Nehalem\",\"flags\":\"+aes\",\"hidden\":true}]}");
        Assert.Equal(("proxmox-custom", "pool", "Nehalem", true), (model.Form, model.Name, model.Model, model.Axes.Hidden));
        CpuStatement node = Reading.One("{\"data\":[{\"name\":\"EPYC\",\"custom\":0,\"vendor\":\"AuthenticAMD\"}]}");
        Assert.Equal(("proxmox-cpu-models", 0, 0), (node.Form, node.Bits.Yes.Length, node.Bits.No.Length));
        Assert.Empty(node.UsableModels);
        Assert.StartsWith(
            "file:1:", Reading.Refusal("{\"data\":{\"cpu\":\"host,flags=+avx2\",\"digest\":\"a\"}}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Hypervisors_of_Nova_are_hosts_by_name()
    {
        const string info = "{\\\"arch\\\":\\\"x86_64\\\",\\\"model\\\":\\\"Nehalem\\\",\\\"vendor\\\":\\\"Intel\\\",\\\"features\\\":[]}";
        IReadOnlyList<CpuStatement> hosts = Reading.All(
            $"{{\"hypervisors\":[{{\"hypervisor_hostname\":\"a\",\"cpu_info\":\"{info}\"}},"
                + "{\"hypervisor_hostname\":\"b\",\"cpu_info\":\"\"}]}");
        Assert.Equal(["a", "b"], hosts.Select(h => h.Name));
        Assert.Equal((true, null), (hosts[0].Bits.Has("sse2"), hosts[1].Bits.Has("sse2")));
        Assert.Equal("a", Reading.One($"{{\"hypervisor\":{{\"hypervisor_hostname\":\"a\",\"cpu_info\":\"{info}\"}}}}").Name);
    }

    [Fact]
    public void What_a_virtual_machine_of_vSphere_requires_is_that_of_a_running_guest()
    {
        CpuStatement guest = Reading.One(
            "{\"name\":\"db\",\"runtime\":{\"featureRequirement\":[{\"featureName\":\"cpuid.AES\",\"value\":\"Bool:Min:1\"}]}}");
        Assert.Equal((StatementSubject.Guest, StatementTruth.Live, "db"), (guest.Subject, guest.Truth, guest.Name));
        Assert.Equal([new CpuFeature("aes", CpuPolicy.Require)], guest.Policies);
        Assert.Equal(StatementTruth.Hypervisor, Reading.One("[{\"featureName\":\"cpuid.AES\",\"value\":\"1\"}]").Truth);
    }

    [Fact]
    public void Old_registers_of_vSphere_have_unknown_bits()
    {
        CpuStatement host = Reading.One(
            "{\"hardware\":{\"cpuFeature\":[{\"level\":1,\"ecx\":\"----:--1-:----:----:----:----:----:---0\"}]}}");
        Assert.Equal((true, false, null), (host.Bits.Has("aes"), host.Bits.Has("pni"), host.Bits.Has("avx")));
        Assert.StartsWith("file:1:", Reading.Refusal("{\"cpuFeature\":[{\"level\":1,\"ecx\":\"01x\"}]}"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_types_of_oVirt_is_a_guest_a_type_and_what_cannot_start_is_told()
    {
        IReadOnlyList<CpuStatement> types = Reading.All(
            "1:Old:vmx,model_Nehalem:Nehalem,+aes:x86_64; 2:Bad:svm:EPYC,+nosuch:x86_64;3:P:powernv:POWER9:ppc64;wrong", "ovirt-cpu-list");
        Assert.Equal(["Old"], types.Select(t => t.Name));
        Assert.Equal(["1 x LEVEL:NAME:FLAGS:VERB:ARCH", "Bad", "P"],
            types[0].Remarks.Where(r => r.Kind == StatementRemarkKind.NotKept).Select(r => r.Subject));
    }

    [Theory]
    [InlineData("{type: HostPassthrough}", StatementClass.HostPassthrough, null)]
    [InlineData("{type: Host}", StatementClass.HostModel, null)]
    [InlineData("{type: Model, model: Nehalem}", StatementClass.None, "Nehalem")]
    [InlineData("{type: Features, features: [aes]}", StatementClass.Opaque, null)]
    public void Classes_of_Deckhouse_are_guests(string cpu, StatementClass kind, string? model)
    {
        CpuStatement guest = Reading.One(
            $"apiVersion: virtualization.deckhouse.io/v1alpha2\nkind: VirtualMachineClass\nmetadata: {{name: c}}\nspec: {{cpu: {cpu}}}\n");
        Assert.Equal((kind, model, "c"), (guest.Class, guest.Model, guest.Name));
        Assert.Contains(guest.Remarks, r => r.Kind == StatementRemarkKind.Uncertain);
    }

    [Fact]
    public void A_guest_of_which_only_the_platform_knows_the_features_is_undecided() => Assert.Equal(
        StatementVerdict.Undecided,
        StatementComparison.Of(
            Reading.One("<cpu><arch>x86_64</arch><model>EPYC</model></cpu>"),
            Reading.One("apiVersion: a/v1\nkind: VirtualMachineClass\nspec: {cpu: {type: Discovery}}\n")).Verdict);

    [Fact]
    public void Profiles_of_Talos_have_libvirts_words()
    {
        CpuStatement guest = Reading.One(
            "apiVersion: v1alpha1\nkind: VirtualMachineProfile\ncpu:\n  mode: custom\n  model: Nehalem\n  features:\n"
                + "  - {name: aes, policy: forbid}\n");
        Assert.Equal("Nehalem", guest.Model);
        Assert.Equal([new CpuFeature("aes", CpuPolicy.Forbid)], guest.Policies);
    }

    [Fact]
    public void A_command_of_PowerShell_is_the_compatibility_mode()
    {
        PlatformOutput output = PlatformWriter.Write("hyper-v", new PlatformWriteRequest { Name = "web" });
        CpuStatement guest = Reading.One(output.Text);
        Assert.Equal(("hyper-v", "web", StatementClass.Opaque), (guest.Form, guest.Name, guest.Class));
        Assert.Contains("CompatibilityForMigrationMode=MinimumFeatureSet", guest.Foreign);
    }

    [Fact]
    public void Words_of_OpenNebula_need_no_quotes() =>
        Assert.Equal("EPYC", Reading.One("CPU_MODEL = [ MODEL = EPYC, FEATURES = \"pcid\" ]\n").Model);

    [Fact]
    public void A_node_without_labels_of_KubeVirt_is_what_a_container_sees() => Assert.Equal(
        StatementTruth.Physical,
        Reading.One("apiVersion: v1\nkind: Node\nmetadata: {labels: {feature.node.kubernetes.io/cpu-cpuid.AESNI: 'true'}}\n").Truth);

    [Fact]
    public void Firecrackers_capabilities_are_numbers() => Assert.StartsWith(
        "file:1:", Reading.Refusal("{\"kvm_capabilities\":[\"x\"],\"cpuid_modifiers\":[]}"), StringComparison.Ordinal);

    [Fact]
    public void More_features_than_any_processor_has_are_refused()
    {
        string labels = string.Join(',', Enumerable.Range(0, 10_001).Select(i => $"\"cpu-feature.node.kubevirt.io/f{i}\":\"true\""));
        Assert.Contains("10000", Reading.Refusal(
            $"{{\"apiVersion\":\"v1\",\"kind\":\"Node\",\"metadata\":{{\"labels\":{{{labels}}}}}}}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cpu: kvm64\n")]
    [InlineData("cpu: Opteron_G5\n")]
    [InlineData("cpu: x86-64-v2-AES\n")]
    [InlineData("cpu: x86-64-v3,flags=+pcid\n")]
    public void A_line_of_Proxmox_VE_comes_back_as_it_was(string line) => Assert.Equal(
        line, PlatformWriter.Write("proxmox", new PlatformWriteRequest { Cpu = Reading.One(line).ToDefinition() }).Text);

    [Fact]
    public void A_vendor_that_the_model_does_not_have_only_libvirt_can_ask_for()
    {
        const string other = "<cpu mode='custom' match='exact'><model>qemu64</model><vendor>Intel</vendor></cpu>";
        Assert.Contains("Intel", Reading.WriteRefusal("nova", other), StringComparison.Ordinal);
        Assert.Contains("Intel", Reading.Write("libvirt", other).Text, StringComparison.Ordinal);
        Assert.NotEmpty(Reading.Write(
            "nova", "<cpu mode='custom' match='exact'><model>Nehalem</model><vendor>Intel</vendor></cpu>").Text);
    }

    [Fact]
    public void A_setting_behind_thousands_of_comments_is_found() => Assert.Equal(
        "nova-conf", Reading.One(string.Concat(Enumerable.Repeat("# comment\n", 9_000)) + "[libvirt]\ncpu_mode = host-model\n").Form);
}
