using System.Text.Json;
using NVirt.Cpu;
using NVirt.Cpu.Tests.X86;
using NVirt.Cpu.Xml;
using NVirt.Xen.Config;
using NVirt.Xen.Tests.Config;
using NVirt.Xml;
using static NVirt.Xen.Tests.Guests;

namespace NVirt.Xen.Tests.Peers;

/// <summary>libxl 4.17, libxlutil 4.17 and libvirt 9.0 of Debian 12 say the same.</summary>
public sealed class PeerTests
{
    private const int Guests = 200;

    private static readonly CpuDefinition Intel = Cpu.Tests.X86.Cpus.Host("Haswell-noTSX", "vmx");
    private static readonly CpuDefinition Bare = Cpu.Tests.X86.Cpus.Host("Conroe");
    private static readonly string[] NamedBits =
        [.. CpuidFeatures.Where(f => LibxlNames.ToLibxl(f) is not null && f is not ("vmx" or "svm"))];

    [Fact]
    public void Libxl_gives_every_name_the_bit_that_the_map_gives_the_feature()
    {
        string[] named = [.. CpuidFeatures.Where(f => LibxlNames.ToLibxl(f) is not null)];
        JsonElement[] answers = XenToolstack.Ask(named.Select(f => ("pairs", (object)new[] { LibxlNames.ToLibxl(f) + "=1" })));
        Assert.All(named.Zip(answers), pair => Assert.Equal(
            string.Join(' ', XenCpuid.ForLibxl(Passthrough([new CpuFeature(pair.First, CpuPolicy.Require)]), Bare).Policies),
            Show(pair.Second)));
    }

    [Fact]
    public void Libxl_has_no_name_where_there_is_none_in_the_table()
    {
        string[] unnamed = [.. CpuidFeatures.Concat(MsrFeatures).Where(f => LibxlNames.ToLibxl(f) is null)];
        Assert.All(XenToolstack.Ask(unnamed.Select(f => ("pairs", (object)new[] { f + "=1" }))),
            a => Assert.Equal(JsonValueKind.Null, a.ValueKind));
    }

    [Fact]
    public void Libxl_reads_names_of_features_in_MSRs()
    {
        string[] named = [.. MsrFeatures.Where(f => LibxlNames.ToLibxl(f) is not null)];
        Assert.All(XenToolstack.Ask(named.Select(f => ("pairs", (object)new[] { LibxlNames.ToLibxl(f) + "=1" }))),
            a => Assert.Equal("", Show(a)));
    }

    [Fact]
    public void Libxl_understands_both_forms_as_the_same_policies()
    {
        XenGuest[] guests = Some(NamedBits);
        JsonElement[] names = XenToolstack.Ask(guests.Select(g => ("pairs", (object)Pairs(g))));
        JsonElement[] bits =
            XenToolstack.Ask(guests.Select(g => ("bits", (object)XenCpuid.ForConfig(g).Policies.Select(p => p.ToString()))));
        for (int i = 0; i < guests.Length; i++)
        {
            string ours = string.Join(' ', XenCpuid.ForLibxl(guests[i], Bare).Policies);
            Assert.Equal(ours, Show(bits[i]));
            Assert.Equal(ours, Show(names[i]));
        }
    }

    [Fact]
    public void Xl_reads_what_is_written()
    {
        XenGuest[] guests = Some(NamedBits);
        JsonElement[] lists = XenToolstack.Ask(guests.Select(g => ("config", (object)new[] { XenCpuid.ForConfig(g).Format(), "cpuid" })));
        JsonElement[] strings =
            XenToolstack.Ask(guests.Select(g => ("config", (object)new[] { XenCpuid.ForConfig(g, XenSyntax.String).Format(), "cpuid" })));
        for (int i = 0; i < guests.Length; i++)
        {
            string[] written = [.. XenCpuid.ForConfig(guests[i]).Policies.Select(p => p.ToString())];
            Assert.Equal(written, lists[i].TryGetProperty("list", out JsonElement list) ? list.EnumerateArray().Select(e => e.GetString()!)
                : []);
            Assert.Equal(XenCpuid.ForConfig(guests[i], XenSyntax.String).Line, strings[i].TryGetProperty("string", out JsonElement line)
                ? line.GetString() : null);
        }
    }

    [Fact]
    public void Xl_reads_and_refuses_the_same_settings()
    {
        string[] readable = [.. XlParserTests.Readable.Select(r => r.Data.Item1)];
        string[] unreadable = [.. XlParserTests.Unreadable.Select(r => r.Data.Item1)];
        JsonElement[] answers = XenToolstack.Ask(readable.Concat(unreadable).Select(t => ("config", (object)new[] { t, "a" })));
        Assert.All(readable.Zip(answers), pair => Assert.Equal(
            XlParserTests.Show(XlParser.Parse(pair.First, new DocumentErrors(file: null, CpuException.Of))["a"]),
            pair.Second.TryGetProperty("string", out JsonElement text) ? text.GetString()
                : $"[{string.Join(' ', pair.Second.GetProperty("list").EnumerateArray())}]"));
        Assert.All(answers.Skip(readable.Length), a => Assert.Equal(JsonValueKind.Null, a.ValueKind));
    }

    // libvirt passes names unchanged that it does not translate, even those that libxl calls otherwise.
    [Fact]
    public void Libvirt_writes_the_same_lines()
    {
        XenGuest[] guests = Some([.. NamedBits.Where(IsLibvirts), "vmx", "svm"]);
        JsonElement[] answers = XenToolstack.Ask(guests.Select(g => ("write", (object)Domain(g.Cpu!))));
        Assert.All(guests.Zip(answers), pair => Assert.Equal(
            XenCpuid.ForConfig(pair.First, XenSyntax.String).Format().Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(),
            pair.Second.GetString()!.Split('\n').Where(
                l => l.StartsWith("cpuid", StringComparison.Ordinal) || l.StartsWith("nestedhvm", StringComparison.Ordinal)).Order()));
    }

    [Theory]
    [InlineData("cpuid='host'")]
    [InlineData("cpuid='host,sse3=1,tm=0,page1gb=x,aes=k,avx=s'")]
    [InlineData("cpuid='host,vmx=1'\nnestedhvm=1")]
    [InlineData("nestedhvm=1")]
    [InlineData("nestedhvm=0")]
    [InlineData("memory=256")]
    [InlineData("cpuid='host,cmpxchg16=0,unheard-of=1'")]
    [InlineData("cpuid='sse3=1'")]
    [InlineData("cpuid=''")]
    [InlineData("cpuid='host,sse3=2'")]
    [InlineData("cpuid='host,sse3=1,sse3=0'")]
    [InlineData("cpuid='host,sse3'")]
    [InlineData("cpuid='host,,aes=1'")]
    public void Libvirt_reads_the_same_CPU(string lines)
    {
        string config = $"name='a'\nuuid='c7a5fdb2-cdaf-9455-926a-d65c16db1809'\nbuilder='hvm'\nmemory=128\n{lines}\n";
        string? answer = XenToolstack.Ask(("read", config))[0].GetString();
        Assert.Equal(answer, Read(config) is { } cpu ? answer : null);
        if (answer is not null)
        {
            string written = string.Join('\n', answer.Split('\n').SkipWhile(l => !l.StartsWith("  <cpu ", StringComparison.Ordinal))
                .TakeWhile(l => l != "  <clock offset='variable' adjustment='0' basis='utc'/>").Select(l => l[2..]));
            Assert.Equal(written, Read(config)!.TrimEnd('\n'));
        }
    }

    // The CPU as XML, empty if it is left to Xen; null if the file is refused. libvirt, which knows no host here, takes it for one with
    // vmx.
    private static string? Read(string config)
    {
        try
        {
            return XenConfig.Read(config, host: () => Intel).Cpu is { } cpu ? CpuXml.Format(cpu) : string.Empty;
        }
        catch (CpuException)
        {
            return null;
        }
    }

    private static bool IsLibvirts(string feature) => LibxlNames.ToLibxl(feature) is var name
        && (name == feature
        || name is "sse3" or "pclmulqdq" or "dscpl" or "cntxid" or "cmpxchg16" or "cmpxchg8" or "sysenter" or "psn" or "clfsh" or "htt"
            or "ibrsb" or "lahfsahf" or "cmplegacy" or "altmovcr8" or "nodeid" or "ffxsr" or "page1gb");

    // Some features with some policies each; the same ones every time.
    private static XenGuest[] Some(string[] features)
    {
        Random random = new(20);
        return
        [
            .. Enumerable.Range(0, Guests).Select(_ => Passthrough(
            [
                .. random.GetItems(features, random.Next(12)).Distinct().Select(f => new CpuFeature(f, (CpuPolicy)random.Next(5))),
            ])),
        ];
    }

    private static string[] Pairs(XenGuest guest) =>
        XenCpuid.ForConfig(guest, XenSyntax.String).Line?.Split(',')[1..].Where(p => !p.EndsWith('x')).ToArray() ?? [];

    private static string Domain(CpuDefinition cpu) =>
        $"<domain type='xen'><name>a</name><uuid>c7a5fdb2-cdaf-9455-926a-d65c16db1809</uuid><memory>1024</memory><os><type "
            + $"arch='x86_64'>hvm</type></os>{CpuXml.Format(cpu)}</domain>";

    // The form of xl.cfg, leaves in order.
    private static string Show(JsonElement policies)
    {
        static string? Letters(JsonElement registers, string name) => registers.TryGetProperty(name, out JsonElement letters)
            ? letters.GetString() : null;
        return string.Join(' ', policies.EnumerateArray()
            .Select(p => new XenCpuidPolicy(p[0].GetUInt32(), p[1].ValueKind == JsonValueKind.Null ? null : p[1].GetUInt32())
            {
                Eax = Letters(p[2], "eax"),
                Ebx = Letters(p[2], "ebx"),
                Ecx = Letters(p[2], "ecx"),
                Edx = Letters(p[2], "edx"),
            }).OrderBy(p => p.Leaf).ThenBy(p => p.Subleaf));
    }
}
