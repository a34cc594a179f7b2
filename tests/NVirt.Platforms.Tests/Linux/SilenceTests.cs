using System.Text.RegularExpressions;
namespace NVirt.Platforms.Tests.Linux;

/// <summary>Whatever a source leaves out, no answer becomes yes by it.</summary>
public sealed partial class SilenceTests
{
    private const string Tail = "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 85\nstepping\t: 4\n";

    // What only guests are said in.
    private static readonly string[] OfGuests =
    [
        "qemu-cpu", "qemu-arguments", "proxmox-vm", "proxmox-custom", "nova-conf", "nova-flavor", "incus-group", "incus-instance",
        "ovirt-verb", "ovirt-cpu-list", "opennebula-template", "opennebula-cluster", "cloudstack", "xl-cfg", "vmx", "firecracker-template",
        "cloud-hypervisor-cpus", "cloud-hypervisor-profile", "bhyve",
    ];

    // A host in each form, and in several where a form has several.
    private static readonly (string Name, string Text)[] Sources =
    [
        ("cpuinfo", Tail
            + "flags\t\t: fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 clflush mmx fxsr sse sse2 syscall "
            + "nx lm pni ssse3 cx16 sse4_1 sse4_2 popcnt lahf_lm x2apic ibrs ibpb stibp ssbd\n"),
        ("cpuinfo, AMD", Tail.Replace("GenuineIntel", "AuthenticAMD", StringComparison.Ordinal).Replace(": 6", ": 25"
            + "", StringComparison.Ordinal)
            + "flags\t\t: fpu sse sse2 pni popcnt svm ibrs ibpb stibp ssbd virt_ssbd ibrs_enhanced constant_tsc nonstop_tsc\n"),
        ("cpuinfo, ARM", "processor\t: 0\nFeatures\t: fp asimd sve paca pacg\nCPU implementer\t: 0x41\nCPU part\t: 0xd4f\n"),
        ("lscpu", "Architecture: x86_64\nVendor ID: GenuineIntel\nCPU family: 6\nModel: 85\nFlags: fpu sse sse2 pni popcnt ibrs\n"),
        ("lscpu-json", "{\"lscpu\":[{\"field\":\"Architecture:\",\"data\":\"x86_64\"},{\"field\":\"Vendor ID:\",\"data\":\"GenuineIntel\"},"
            + "{\"field\":\"Flags:\",\"data\":\"fpu sse sse2 pni popcnt ibrs\"}]}"),
        ("ansible", "{\"ansible_facts\":{\"ansible_architecture\":\"x86_64\",\"ansible_processor\":[\"0\",\"GenuineIntel\"],"
            + "\"ansible_processor_flags\":[\"fpu\",\"sse\",\"sse2\",\"aes\"]}}"),
        ("node-exporter", "node_cpu_info{family=\"6\",model=\"85\",vendor=\"GenuineIntel\"} 1\nnode_cpu_flag_info{flag=\"aes\"} 1\n"
            + "node_cpu_flag_info{flag=\"sse\"} 1\n"),
        ("vsphere", "{\"featureCapability\":[\n{\"featureName\":\"cpuid.AES\",\"value\":\"1\"},\n{\"featureName\":\"cpuid.AVX\",\"v"
            + "alue\":\"0\"}\n]}\n"),
        ("vsphere, registers", "{\"cpuFeature\":[{\"level\":1,\"ecx\":\"0000:0011:1001:1111:1110:0011:1111:1111\",\"edx\":\"1111:1111:1"
            + "110:1011:"
            + "1111:1011:1111:1111\"}]}"),
        ("xl-info", "host : x\nhw_caps : bfebfbff:7ffefbff:2c100800:00000121:0000000f:d39ffffb:00000008:00000100\nvirt_caps : hvm\n"),
        ("xen-cpuid", "Dynamic sets:\nHost     bfebfbff:7ffefbff:2c100800:00000121\nHVM Max  bfebfbff:7ffefbff:2c100800:00000121\n"),
        ("xapi", "vendor: GenuineIntel; features_hvm_host: bfebfbff-7ffefbff; features_hvm: bfebfbff-7ffefbff-2c100800-00000121\n"),
        ("one", "KVM_CPU_MODEL=\"EPYC\"\nKVM_CPU_FEATURES=\"sse2,avx2\"\n"),
        ("xen", "Host policy: 2 leaves, 1 MSRs\n CPUID:\n  00000000:ffffffff -> 00000016:756e6547:6c65746e:49656e69\n"
            + "  00000001:ffffffff -> 00050654:00100800:02000001:00000010\n MSRs:\n  0000010a -> 0000000000000021\n"),
        ("kubernetes, node", "apiVersion: v1\nkind: Node\nmetadata:\n  labels:\n    kubernetes.io/arch: amd64\n"
            + "    cpu-feature.node.kubevirt.io/aes: 'true'\n    cpu-feature.node.kubevirt.io/sse2: 'true'\n"
            + "    cpu-model.node.kubevirt.io/Nehalem: 'true'\n    host-model-cpu.node.kubevirt.io/Westmere: 'true'\n"
            + "    feature.node.kubernetes.io/cpu-cpuid.AESNI: 'true'\n    feature.node.kubernetes.io/cpu-cpuid.X86_64_V2: 'true'\n"),
        ("kubernetes, features", "apiVersion: nfd.k8s-sigs.io/v1alpha1\nkind: NodeFeature\nspec:\n  features:\n    flags:\n      cpu.cp"
            + "uid:\n"
            + "        elements:\n          AESNI: {}\n          SSE42: {}\n          X86_64_V1: {}\n"),
        ("nova-cpu-info", "{\"cpu_info\":{\"arch\":\"x86_64\",\"model\":\"Nehalem\",\"vendor\":\"Intel\",\"topology\":{},\"features\":["
            + "\"aes\","
            + "\"pcid\",\"x2apic\"]}}"),
        ("nova-traits", "{\"traits\":[\"HW_CPU_X86_AESNI\",\n\"HW_CPU_X86_SSE2\",\n\"COMPUTE_NODE\"]}"),
        ("incus-resources", "{\"cpu\":{\"architecture\":\"x86_64\",\"sockets\":[{\"vendor\":\"GenuineIntel\",\"cores\":[{\"flags\":[\"f"
            + "pu\",\"sse\","
            + "\"sse2\",\"aes\",\"popcnt\"]}]}]}}"),
        ("vdsm-caps", "{\"cpuFlags\":\"fpu,vmx,sse,sse2,aes,ssbd,spec_ctrl,md-clear,model_Nehalem\",\"kvmEnabled\":\"true\"}"),
        ("firecracker-fingerprint", "{\"guest_cpu_config\":{\"cpuid_modifiers\":[{\"leaf\":\"0x1\",\"subleaf\":\"0x0\",\"flags\":0,\"mo"
            + "difiers\":["
            + "{\"register\":\"ecx\",\"bitmap\":\"0b11111111111111111111111111111111\"},{\"register\":\"edx\",\"bitmap\":\"0b1111111111"
            + "1111111111111111"
            + "111111\"}]}]}}"),
        ("hyper-v", "CompatibilityForMigrationEnabled : True\nCompatibilityForMigrationMode : MinimumFeatureSet\n"),
        ("level", "x86-64-v2\n"),
        ("qmp-expansion", "{\"return\":{\"model\":{\"name\":\"max\",\"props\":{\"a\":1,\"sse2\":true,\"aes\":true,\"svm\":false,\"avx"
            + "\":true}}}}"),
        ("proxmox-cpu-flags", "[{\"name\":\"aes\",\"supported-on\":[\"a\"]},{\"name\":\"pcid\",\"supported-on\":[]}]"),
        ("proxmox-cpu-models", "[{\"name\":\"EPYC\",\"custom\":0},{\"name\":\"Nehalem\",\"custom\":0}]"),
        ("libvirt", "<cpu>\n<arch>x86_64</arch>\n<model>Nehalem</model>\n<vendor>Intel</vendor>\n<feature name='aes'/>\n"
            + "<feature name='pcid'/>\n</cpu>\n"),
        ("libvirt, registers", "<cpudata arch='x86'>\n<cpuid eax_in='0x0' eax='0x1' ebx='0x756e6547' ecx='0x6c65746e' edx='0x49656e69'/>\n"
            + "<cpuid eax_in='0x1' eax='0x106a5' ebx='0x0' ecx='0x029ee3ff' edx='0xbfebfbff'/>\n"
            + "<cpuid eax_in='0x80000001' eax='0x0' ebx='0x0' ecx='0x1' edx='0x28100800'/>\n</cpudata>\n"),
    ];

    private static readonly string[] Guests =
    [
        "<cpu mode='custom' match='exact'><model>Nehalem</model></cpu>",
        "<cpu mode='custom' match='exact'><model>qemu64</model><feature policy='require' name='aes'/></cpu>",
        "<cpu mode='custom' match='exact'><model>Skylake-Server-IBRS</model></cpu>",
        "<cpu mode='custom' match='exact'><model>SapphireRapids</model><feature policy='disable' name='amx-tile'/></cpu>",
        "<cpu mode='host-passthrough'><feature policy='require' name='sse2'/></cpu>",
    ];

    public static TheoryData<string, string> Pairs => new(
        from source in Sources from guest in Guests select (source.Name, guest));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Without_a_line_or_a_word_no_answer_becomes_yes(string name, string guest)
    {
        string text = Array.Find(Sources, s => s.Name == name).Text;
        PlatformReadOptions[] ways = [new(), new() { Kernel = new Version(6, 12) }];
        foreach (PlatformReadOptions options in ways)
        {
            bool isYes = Judge(text, guest, options) is StatementVerdict.Identical or StatementVerdict.Superset;
            foreach (string less in Shorter(text))
            {
                StatementVerdict? verdict = Judge(less, guest, options);
                Assert.False(!isYes && verdict is (StatementVerdict.Identical or StatementVerdict.Superset),
                    $"became {verdict} without a part:\n{less}");
            }
        }
    }

    [Fact]
    public void Every_form_of_hosts_is_tried() => Assert.Equal(
        PlatformReader.Forms.Order(StringComparer.Ordinal),
        Sources.Select(s => PlatformReader.FormOf(System.Text.Encoding.UTF8.GetBytes(s.Text), s.Name)!).Concat(OfGuests)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    // Without each line, without each word of a list, and without each element behind a comma.
    private static IEnumerable<string> Shorter(string text)
    {
        foreach (Match element in Element().Matches(text))
        {
            yield return text.Remove(element.Index, element.Length);
        }

        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            yield return string.Join('\n', lines.Where((_, n) => n != i));
            string[] words = lines[i].Split(' ');
            for (int w = 2; w < words.Length; w++)
            {
                yield return string.Join('\n', lines.Select((l, n) => n == i ? string.Join(' ', words.Where((_, m) => m != w)) : l));
            }
        }
    }

    private static StatementVerdict? Judge(string host, string guest, PlatformReadOptions options)
    {
        try
        {
            return StatementComparison.Of(Reading.All(host, options: options)[0], Reading.One(guest)).Verdict;
        }
        catch (CpuException)
        {
            return null;
        }
    }

    [GeneratedRegex(
        @",\s*(""[^""]*""(\s*:\s*(""[^""]*""|true|false|[0-9]+))?|\{[^{}]*\}|[^,\s\]}{""]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Element();
}
