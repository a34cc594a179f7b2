using System.Text;
using NVirt.Cpu.Probe.Dumps;
using NVirt.Cpu.Tests.X86;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe.Tests.Dumps;

/// <summary>What is special about each dump format with one line per leaf, and about those in XML and JSON.</summary>
public class RegisterFormsTests
{
    private const string Leaf0 = "CPUID 00000000: 0000000D-756E6547-6C65746E-49656E69 [GenuineIntel]\n";

    private static IReadOnlyList<DumpedCpu> Read(string text) =>
        DumpForms.Read(new DumpText(Encoding.UTF8.GetBytes(text), "f"), CpuMap.Default, [])!.Cpus;

    private static X86CpuData Data(string text) => (X86CpuData)Assert.Single(Read(text)).Data!;

    private static string Refusal(string text) => Assert.Throws<CpuException>(() => Read(text)).Message;

    [Fact]
    public void Aida_names_processors_in_headings_and_comes_back_to_them()
    {
        string text = "------[ CPUID Registers / Logical CPU #0 ]------\n" + Leaf0 + "------[ CPUID Registers / Logical CPU #1 ]------\n"
            + Leaf0
            + "------[ MSR Registers / Logical CPU #0 ]------\nMSR 0000010A: 0000-0001-0000-0069 [x]\nMSR 0000019C: 1-2-3-4\nMSR "
            + "000000CF: < FAILED >\n";
        IReadOnlyList<DumpedCpu> cpus = Read(text);
        Assert.Equal([(0, 1), (1, 3)], cpus.Select(c => (c.Number!.Value, c.Line)));
        Assert.Equal(X86Item.Msr(0x10a, 0x69, 1), ((X86CpuData)cpus[0].Data!).Msr(0x10a));
        Assert.Equal([true, false], cpus.Select(c => c.Coverage.HasMsr(0x10a)));
        Assert.False(cpus[0].Coverage.HasMsr(0x19c));
        Assert.False(cpus[0].Coverage.HasMsr(0xcf));
    }

    [Fact]
    public void Registers_of_the_machine_are_those_of_every_processor() =>
        Assert.All(Read(Leaf0 + Leaf0 + "------[ MSR Registers ]------\nMSR 00000480: 0000-0000-0000-0007\n"),
            c => Assert.True(c.Coverage.HasMsr(0x480)));

    [Fact]
    public void A_heading_may_stick_to_the_end_of_a_line() =>
        Assert.Equal(2, Read(Leaf0.TrimEnd('\n') + "------[ CPUID Registers / Logical CPU #1 ]------\n" + Leaf0).Count);

    [Fact]
    public void Lines_that_do_not_name_their_sub_leaf_are_sub_leaves_in_order()
    {
        X86CpuData data =
            Data(Leaf0 + "CPUID 0000000D: 00000007-00000240-00000340-00000000\nCPUID 0000000D: 00000001-00000000-00000000-00000000\n");
        Assert.Equal(1u, data.Cpuid(0xd, 1)!.Value.Eax);
    }

    [Fact]
    public void A_named_sub_leaf_that_comes_again_with_other_registers_is_refused() =>
        Assert.StartsWith("f:3:59: expected the same registers",
            Refusal(Leaf0
                + "CPUID 00000007: 00000001-00000000-00000000-00000000 [SL 00]\nCPUID 00000007: 00000000-00000000-00000000-00000000 [SL "
                + "00\n"), StringComparison.Ordinal);

    [Fact]
    public void A_cut_line_is_refused_with_its_place() =>
        Assert.StartsWith("f:2:26: expected a number of 8 hexadecimal digits", Refusal(Leaf0 + "CPUID 00000001: 000306A9-0010"),
            StringComparison.Ordinal);

    [Fact]
    public void What_libcpuid_read_beyond_the_maximum_is_dropped()
    {
        X86CpuData data =
            Data("basic_cpuid[0]=00000001 756e6547 6c65746e 49656e69\nbasic_cpuid[1]=1 0 0 0\n".Replace(
                "=1 0 0 0", "=00000001 00000000 00000000 00000000", StringComparison.Ordinal)
            + "basic_cpuid[7]=07280202 00000000 00000000 00000503\next_cpuid[0]=80000001 00000000 00000000 "
            + "00000000\nintel_fn4[0]=00000001 00000002 00000003 00000004\n");
        Assert.Equal([0u, 1u, 0x80000000u], data.Items.Select(i => i.Leaf));
    }

    [Fact]
    public void Arrays_of_sub_leaves_are_sub_leaves() =>
        Assert.Equal(2u, Data("basic_cpuid[0]=0000000b 756e6547 6c65746e 49656e69\nintel_fn11[1]=00000002 00000000 00000201 00000000\n")
            .Cpuid(0xb, 1)!.Value.Eax);

    [Fact]
    public void Asterisks_of_sde_stand_for_sub_leaf_0_and_for_nothing_else()
    {
        string text = "00000000 ******** => 00000007 756e6547 6c65746e 49656e69\n******** ******** => 00000000 00000000 00000000 00000000\n"
            + "00000007 00000000 => ******** 00000000 00000000 00000000 # unsaid\n";
        DumpedCpu cpu = Assert.Single(Read(text));
        Assert.True(cpu.Coverage.HasCpuid(0, 0));
        Assert.False(cpu.Coverage.HasCpuid(7, 0));
    }

    [Fact]
    public void Headings_of_cpuid_dump_rs_begin_processors() =>
        Assert.Equal(
            2, Read(string.Concat(
                Enumerable.Repeat(
                    "Core ID: 0   / Thread: 0\n 00000000h_x0: eax=0000000Dh ebx=68747541h ecx=444D4163h edx=69746E65h [AuthenticAMD]\n   "
                        + "  [F]\n", 2))).Count);

    [Fact]
    public void Registers_in_xml_are_read_and_malformed_ones_refused_with_their_place()
    {
        const string text =
            "<cpuid>\n <processor>\n  <register eax='00000000' ecx='00000000'>00000007,756E6547,6C65746E,49656E69</register>\n "
                + "</processor>\n</cpuid>";
        Assert.Equal([FakeCpuid.Leaf0(7)], Data(text).Items);
        Assert.StartsWith("f:3:3: expected eax, ebx, ecx and edx",
            Refusal(text.Replace(",49656E69", string.Empty, StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.StartsWith("f:3:", Refusal(text.Replace("eax='00000000'", "eax='G'", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private static string Bits(uint value) => "\"0b" + value.ToString("b32", System.Globalization.CultureInfo.InvariantCulture) + "\"";

    private static string Modifier(string register, uint value) => $$"""{"register": "{{register}}", "bitmap": {{Bits(value)}}}""";

    private static string Fingerprint(string more = "") =>
        "{\"guest_cpu_config\": {\"cpuid_modifiers\": [{\"leaf\": \"0x0\", \"subleaf\": \"0x0\", \"modifiers\": ["
        + $"{Modifier("eax", 7)}, {Modifier("ebx", 0x756e6547)}, {Modifier("ecx", 0x6c65746e)}, "
        + $"{Modifier("edx", 0x49656e69)}]}}{more}]}}}}";

    [Fact]
    public void A_fingerprint_of_firecracker_is_read() => Assert.Equal([FakeCpuid.Leaf0(7)], Data(Fingerprint()).Items);

    [Fact]
    public void A_leaf_with_a_bit_that_is_kept_is_not_told()
    {
        string leaf =
            $$""", {"leaf": "0x7", "subleaf": "0x0", "modifiers": [{"register": "eax", "bitmap": "0bx"}, {{Modifier("ebx", 1)}}, """
                + $$"""{{Modifier("ecx", 1)}}, {{Modifier("edx", 1)}}]}""";
        Assert.False(Assert.Single(Read(Fingerprint(leaf))).Coverage.HasCpuid(7, 0));
    }

    [Theory]
    [InlineData("{\"guest_cpu_config\": {\"cpuid_modifiers\": [\n{\"leaf\": \"7\"}]}}",
        "f:2:1: expected \"leaf\" to be a number that begins with 0x or 0b")]
    [InlineData("{\"guest_cpu_config\": {\"cpuid_modifiers\": [{\"leaf\": \"0x7\"}]}}", "f:1:43: expected a member \"subleaf\"")]
    [InlineData("{\"guest_cpu_config\": 5", "f:1:")]
    public void A_malformed_fingerprint_is_refused_with_its_place(string text, string message) =>
        Assert.StartsWith(message, Refusal(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("error: guest CPU doesn't match specification: missing features: avx", "this is an error message from libvirt")]
    [InlineData("Architecture:            x86_64\nCPU(s):    4\n", "this is the output of lscpu")]
    [InlineData("{\"lscpu\":[{\"field\":\"Architecture:\",\"data\":\"x86_64\"}]}", "this is the output of lscpu")]
    [InlineData("agent: 1\nboot: order=scsi0\ncores: 4\ncpu: host\nmemory: 8192\nsockets: 1\n",
        "this is the configuration of a Proxmox VE virtual machine")]
    [InlineData("cpu-model: avx\n    flags +avx\n", "this is cpu-models.conf")]
    [InlineData("apiVersion: kubevirt.io/v1\nkind: VirtualMachine\n", "this is a KubeVirt virtual machine")]
    [InlineData("apiVersion: v1\nkind: Node\nmetadata:\n", "this is a Kubernetes node")]
    [InlineData("[libvirt]\ncpu_mode = custom\n", "this is a configuration of OpenStack Nova")]
    [InlineData("{\"arch\": \"x86_64\", \"model\": \"x\", \"topology\": {}, \"features\": []}", "this is cpu_info of OpenStack Nova")]
    [InlineData("{\"ansible_facts\": {}}", "these are Ansible's facts")]
    [InlineData("host : xen1\nhw_caps                : bfebfbff\nxen_version : 4.17\n", "this is the output of \"xl info\"")]
    [InlineData("name = \"a\"\nvcpus = 2\nmemory = 512\ndisk = []\n", "this is a Xen guest")]
    [InlineData("Static sets:\nKnown  ffffffff:ffffffff\n", "this is the output of xen-cpuid")]
    [InlineData(".encoding = \"UTF-8\"\nconfig.version = \"8\"\n", "this is a VMware .vmx file")]
    [InlineData("/usr/bin/kvm -name guest=web -cpu Skylake-Server,ss=on -m 4096 -smp 4", "this is a QEMU command line")]
    [InlineData("guest.cpu.mode=custom\n", "this is CloudStack's agent.properties")]
    [InlineData("CPU 0:\n   vendor_id = \"GenuineIntel\"\n   version information (1/eax):\n", "this is the decoded output of \"cpuid\"")]
    [InlineData("{\"cpuid_modifiers\": []}", "this is a CPU template of Firecracker")]
    public void What_is_something_else_is_named(string text, string name) =>
        Assert.StartsWith($"f: {name}", Assert.Throws<CpuException>(() => CpuReader.Read(Encoding.UTF8.GetBytes(text), "f")).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("$ virsh dumpxml a\n{0}\n$")]
    [InlineData("`{0}`")]
    [InlineData("Hello,\n\n```xml\n{0}\n```\nregards <me@example.org>")]
    [InlineData("> {0}\n> -- \n> me")]
    [InlineData("{0}\nroot@host# exit")]
    public void Xml_is_found_in_what_was_pasted(string frame)
    {
        string text =
            string.Format(System.Globalization.CultureInfo.InvariantCulture, frame, "<cpu mode='custom'><model>Nehalem</model></cpu>");
        Assert.Equal("Nehalem", Assert.Single(CpuReader.Read(Encoding.UTF8.GetBytes(text), "f")).Definition!.Model);
    }

    [Fact]
    public void Several_documents_between_commands_are_all_read_and_keep_their_lines()
    {
        const string text = "<cpu><model>Nehalem</model></cpu>\n$ virsh -c other capabilities\n  <cpu><model>Westmere</model></cpu>\n";
        Assert.Equal([("Nehalem", 1), ("Westmere", 3)], CpuReader.Read(Encoding.UTF8.GetBytes(text), "f")
            .Select(c => (c.Definition!.Model!, c.Line)));
    }

    [Fact]
    public void A_mode_of_domain_capabilities_is_read_by_itself() => Assert.Equal(
        "Haswell",
        Assert.Single(
            CpuReader.Read(
                "  <mode name='host-model' supported='yes'><model fallback='forbid'>Haswell</model></mode>"u8, "f")).Definition!.Model);

    [Fact]
    public void Capabilities_without_a_model_say_what_to_give_instead() => Assert.Contains(
        "virsh domcapabilities",
        Assert.Throws<CpuException>(
            () => CpuReader.Read("<capabilities><host><cpu><arch>i686</arch></cpu></host></capabilities>"u8, "f")).Message,
        StringComparison.Ordinal);
}
