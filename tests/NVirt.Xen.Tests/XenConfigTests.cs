using NVirt.Cpu;
using NVirt.Cpu.Tests.X86;
using static NVirt.Cpu.Tests.X86.Cpus;
using static NVirt.Xen.Tests.Guests;

namespace NVirt.Xen.Tests;

/// <summary>The lines of xl.cfg, written and read (hypervisor-rules.md 6.2).</summary>
public sealed class XenConfigTests
{
    private static readonly CpuDefinition Intel = Host("Haswell-noTSX", "vmx");
    private static readonly CpuDefinition Amd = Host("EPYC");

    [Theory]
    [InlineData("-tm !pni ?pdpe1gb", "host,tm=0,sse3=1,page1gb=x")]
    [InlineData("+aes ~avx", "host,aes=1,avx=0")]
    [InlineData("+vmx -svm", null)]
    [InlineData("+vmx -sha-ni +rdctl-no", "host,sha=0,rdcl-no=1")]
    [InlineData("", null)]
    public void The_string_form_has_names_in_the_order_of_the_domain(string features, string? line) =>
        Assert.Equal(line, XenCpuid.ForConfig(Passthrough(features), XenSyntax.String).Line);

    [Fact]
    public void A_feature_that_libxl_has_no_name_for_needs_the_list_form()
    {
        XenGuest guest = Passthrough("+aes +waitpkg ?la57");
        CpuException refused = Assert.Throws<CpuException>(() => XenCpuid.ForConfig(guest, XenSyntax.String));
        Assert.Equal(CpuErrorKind.Unsupported, refused.Kind);
        Assert.Equal(["waitpkg", "la57"], refused.Refusal.Reasons.Select(r => r.Subject));
        Assert.Contains("list form", refused.Message, StringComparison.Ordinal);
        Assert.Equal("7,0:ecx=xxxxxxxxxxxxxxxxxxxxxxxxxx1xxxxx", XenCpuid.ForConfig(guest).Policies[1].ToString());
    }

    [Theory]
    [InlineData("", XenGuestType.Hvm, true)]
    [InlineData("+vmx", XenGuestType.Hvm, true)]
    [InlineData("?svm", XenGuestType.Hvm, true)]
    [InlineData("-vmx", XenGuestType.Hvm, false)]
    [InlineData("~svm", XenGuestType.Hvm, false)]
    [InlineData("-vmx", XenGuestType.Pvh, null)]
    [InlineData("", XenGuestType.Pv, null)]
    public void Nested_virtualization_is_a_switch_of_hvm_guests(string features, XenGuestType type, bool? nested) =>
        Assert.Equal(nested, XenCpuid.ForConfig(Passthrough(features, type)).NestedHvm);

    [Fact]
    public void The_lines_are_written_for_xl()
    {
        Assert.Equal(
            "cpuid = \"host,aes=1\"\nnestedhvm = 1\n",
            XenCpuid.ForConfig(Passthrough("+aes"), XenSyntax.String).Format());
        Assert.Equal(
            "cpuid = [\n    \"1:ecx=xxxxxx1xxxxxxxxxxxxxxxxxxxxxxxxx\",\n    \"7,0:ebx=xxxxxxxxxxxxxxxxxxxxxxxxxx0xxxxx\",\n]\nnestedhvm "
                + "= 0\n",
            XenCpuid.ForConfig(Passthrough("+aes -avx2 -vmx")).Format());
    }

    [Theory]
    [InlineData("cpuid = \"host\"", "")]
    [InlineData("cpuid = \"\"", "")]
    [InlineData("cpuid = 'host,sse3=1,tm=0,page1gb=x,aes=k,avx=s'", "!pni -tm ?pdpe1gb ?aes ?avx")]
    [InlineData("cpuid = \"host,vmx=1\"", "!vmx")]
    [InlineData("cpuid = \"host,aesni=0,lahf-lm=1,sha=1,sha512=0\"", "-aes !lahf_lm !sha-ni -sha512")]
    [InlineData("cpuid = \"host,ssb-no=1,intel-ssb-no=0\"", "!amd-no-ssb -ssb-no")]
    [InlineData("cpuid = \"host,\"\ncpuid += \"aes=1\"", "!aes")]
    [InlineData("nestedhvm = 1", "")]
    [InlineData("nestedhvm = 0", "-vmx")]
    [InlineData("nestedhvm = '0'\ncpuid = 'host,vmx=1'", "!vmx")]
    [InlineData("cpuid = [\n]", "")]
    [InlineData("cpuid = [ '1:ecx=xxxxxx1xxxxxxxxxxxxxxxxxxxxxxxx0,edx=xxxxxxxxxxxxxxxxxxxxxxxxxxxkxxxx' ]", "-pni !aes ?tsc")]
    [InlineData("cpuid = [ '7:ebx=xxxxxxxxxxxxxxxxxxxxxxxxxx0xxxxx' ]", "-avx2")]
    [InlineData("cpuid = [ '0x7,0x1:eax=xxxxxxxxxxxxxxxxxxxxxxxxxxx1xxxx', ]", "!avx-vnni")]
    [InlineData("cpuid = [ '2147483649,0:edx=xxsxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' ]", "?lm")]
    public void What_is_read_is_a_host_passthrough_CPU_with_policies(string config, string features)
    {
        XenConfigSource read = XenConfig.Read($"name = 'a'\n{config}\nmemory = 1024\n", host: () => Intel);
        Assert.Equal(CpuMode.HostPassthrough, read.Cpu?.Mode);
        Assert.Equal(features, Words(read.Cpu!.Features));
        Assert.Empty(read.Lost);
    }

    [Fact]
    public void Nesting_turned_off_means_svm_on_a_host_that_has_it() =>
        Assert.Equal("-svm", Words(XenConfig.Read("nestedhvm=0", host: () => Amd).Cpu!.Features));

    [Fact]
    public void Without_settings_of_the_CPU_it_is_left_to_Xen() => Assert.Null(XenConfig.Read("memory = 1024\n# cpuid = 'host'\n").Cpu);

    [Theory]
    [InlineData("nestedhvm = 0", "nestedhvm = 0 is left out")]
    [InlineData("cpuid = 'host,family=0x6,clflush=8'", "family=0x6 is left out")]
    [InlineData("cpuid = ['1:ebx=xxxxxxxxxxxxxxxxxxxxxxxxxxxxx1xx']", "CPUID.01H:EBX[2]")]
    public void What_a_domain_has_no_place_for_is_told(string config, string told)
    {
        XenConfigSource read = XenConfig.Read(config);
        Assert.Empty(read.Cpu!.Features);
        Assert.Contains(told, read.Lost[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cpuid = \"sse3=1\"", "1:10", "\"host\"")]
    [InlineData("cpuid = 7", "1:9", "\"host\"")]
    [InlineData("cpuid = \"host,sse3\"", "1:15", "not a pair")]
    [InlineData("cpuid = \"host,,aes=1\"", "1:15", "not a pair")]
    [InlineData("cpuid = \"host, aes=1\"", "1:15", "not a pair")]
    [InlineData("cpuid = \"host,aes=1,=1\"", "1:21", "not a pair")]
    [InlineData("cpuid = \"host,a\\\"b=1\"", "1:15", "not a pair")]
    [InlineData("cpuid = \"host,aes=2\"", "1:15", "value \"2\"")]
    [InlineData("cpuid = \"host,aes=\"", "1:15", "value \"\"")]
    [InlineData("cpuid = \"host,aes=X\"", "1:15", "value \"X\"")]
    [InlineData("cpuid = \"host,aes=1,avx=0,aes=0\"", "1:27", "\"aes\" is listed twice")]
    [InlineData("cpuid = \"host,aes=1,aesni=0\"", "1:21", "\"aesni\" is listed twice")]
    [InlineData("a=1\n  cpuid = [ \"1:ecx=01\" ]", "2:22", "32 characters")]
    [InlineData("cpuid = [ '1:ecx=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' ]", "1:50", "32 characters")]
    [InlineData("cpuid = [ '1:ecx=xxxxxxxxxxxxxxxxXxxxxxxxxxxxxxxx' ]", "1:34", "32 characters")]
    [InlineData("cpuid = [ '1:esi=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' ]", "1:14", "not a register")]
    [InlineData("cpuid = [ '1:' ]", "1:14", "not a register")]
    [InlineData("cpuid = [ '1' ]", "1:12", "not an entry")]
    [InlineData("cpuid = [ '1,2,3:eax=x' ]", "1:12", "not an entry")]
    [InlineData("cpuid = [ ['1:eax=x'] ]", "1:11", "not an entry")]
    [InlineData("cpuid = [ 'one:eax=x' ]", "1:12", "number of a leaf")]
    [InlineData("cpuid = [ '7,:eax=x' ]", "1:14", "number of a leaf")]
    [InlineData("cpuid = [ '010:eax=x' ]", "1:12", "number of a leaf")]
    [InlineData("cpuid = [ '7\0:eax=x' ]", "1:12", "number of a leaf")]
    [InlineData("cpuid = [ '0x:eax=x' ]", "1:12", "number of a leaf")]
    [InlineData("cpuid = [ '0x100000000:eax=x' ]", "1:12", "number of a leaf")]
    [InlineData("cpuid = [ '7:ebx=00000000000000000000000000000000',\n '7,0:ebx=00000000000000000000000000000000' ]", "2:7",
        "\"ebx\" is listed twice")]
    [InlineData("nestedhvm = 2", "1:13", "0 or 1")]
    [InlineData("nestedhvm = [ 1 ]", "1:13", "0 or 1")]
    public void A_value_that_xl_does_not_take_is_refused_with_its_place(string config, string place, string message)
    {
        CpuException refused = Assert.Throws<CpuException>(() => XenConfig.Read(config, "a.cfg"));
        Assert.Equal(CpuErrorKind.Xml, refused.Kind);
        Assert.StartsWith($"a.cfg:{place}: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_very_many_entries_is_refused()
    {
        string entries = string.Concat(Enumerable.Range(0, 1025).Select(i => $"'{i}:eax=00000000000000000000000000000000',"));
        Assert.StartsWith("a.cfg:1:7: there are 1025 entries",
            Assert.Throws<CpuException>(() => XenConfig.Read($"cpuid=[{entries}]", "a.cfg")).Message, StringComparison.Ordinal);
    }
}
