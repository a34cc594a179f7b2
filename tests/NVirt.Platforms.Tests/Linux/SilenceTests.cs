namespace NVirt.Platforms.Tests.Linux;

/// <summary>Whatever a source leaves out, no answer becomes yes by it.</summary>
public sealed class SilenceTests
{
    private const string Tail = "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 85\nstepping\t: 4\n";

    private static readonly (string Name, string Text)[] Sources =
    [
        ("cpuinfo", Tail
            + "flags\t\t: fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 clflush mmx fxsr sse sse2 syscall "
            + "nx lm pni ssse3 cx16 sse4_1 sse4_2 popcnt lahf_lm x2apic ibrs ibpb stibp ssbd\n"),
        ("lscpu", "Architecture: x86_64\nVendor ID: GenuineIntel\nCPU family: 6\nModel: 85\nFlags: fpu sse sse2 pni popcnt ibrs\n"),
        ("node-exporter", "node_cpu_info{family=\"6\",model=\"85\",vendor=\"GenuineIntel\"} 1\nnode_cpu_flag_info{flag=\"aes\"} 1\n"
            + "node_cpu_flag_info{flag=\"sse\"} 1\n"),
        ("vsphere", "{\"featureCapability\":[\n{\"featureName\":\"cpuid.AES\",\"value\":\"1\"},\n{\"featureName\":\"cpuid.AVX\",\"v"
            + "alue\":\"0\"}\n]}\n"),
        ("xl-info", "host : x\nhw_caps : bfebfbff:7ffefbff:2c100800:00000121:0000000f:d39ffffb:00000008:00000100\nvirt_caps : hvm\n"),
        ("one", "KVM_CPU_MODEL=\"EPYC\"\nKVM_CPU_FEATURES=\"sse2,avx2\"\n"),
        ("xen", "Host policy: 2 leaves, 1 MSRs\n CPUID:\n  00000000:ffffffff -> 00000016:756e6547:6c65746e:49656e69\n"
            + "  00000001:ffffffff -> 00050654:00100800:02000001:00000010\n MSRs:\n  0000010a -> 0000000000000021\n"),
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

    // Without each line, and without each word of a list.
    private static IEnumerable<string> Shorter(string text)
    {
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
}
