using NVirt.Cpu;
using NVirt.Cpu.Tests.X86;
using static NVirt.Cpu.Tests.X86.Cpus;

namespace NVirt.VMware.Tests;

/// <summary>Reading a <c>.vmx</c> file (hypervisor-rules.md 6.3).</summary>
public sealed class VmxFileTests
{
    private const string Aes = "cpuid.1.ecx = \"----:--1-:----:----:----:----:----:----\"";
    private const string NoAesOnAmd = "cpuid.1.ecx.amd = \"----:--0-:----:----:----:----:----:----\"";

    [Theory]
    [InlineData('1', "!aes")]
    [InlineData('T', "+aes")]
    [InlineData('t', "+aes")]
    [InlineData('0', "-aes")]
    [InlineData('R', "-aes")]
    [InlineData('r', "-aes")]
    [InlineData('F', "~aes")]
    [InlineData('f', "~aes")]
    [InlineData('H', "?aes")]
    [InlineData('h', "?aes")]
    [InlineData('x', "?aes")]
    [InlineData('X', "?aes")]
    [InlineData('-', "")]
    public void A_letter_is_a_policy(char letter, string features)
    {
        VmxSource read = VmxFile.Read($"cpuid.1.ecx = \"----:--{letter}-:----:----:----:----:----:----\"\n");
        Assert.Equal(CpuMode.HostPassthrough, read.Cpu!.Mode);
        Assert.Equal(features, Words(read.Cpu.Features));
        Assert.Empty(read.Lost);
    }

    [Theory]
    [InlineData("CPUID.1.ECX = \"------0-------------------------\"", "-aes")]
    [InlineData("cpuid.1.ecx=------0-------------------------", "-aes")]
    [InlineData("  cpuid.1.ecx = \"------0-:----------------:--------\" # no AES\r\n", "-aes")]
    [InlineData(
        "cpuid.80000001.edx = \"--0-----------------------------\"\ncpuid.7.EBX = \"--------------------------T-----\"", "+avx2 -lm")]
    [InlineData("cpuid.01.ecx = \"------0-------------------------\"", "-aes")]
    [InlineData("featMask.vm.cpuid.AES = \"Val:0\"", "-aes")]
    [InlineData("FeatMask.VM.cpuid.aes = \"VAL:0x1\"", "!aes")]
    [InlineData("featMask.vm.cpuid.XSAVEC = \"Min:1\"\nfeatMask.vm.cpuid.sse3 = \"max:0\"", "+xsavec ~pni")]
    [InlineData("featMask.vm.cpuid.AES = \"Min:0\"\nfeatMask.vm.cpuid.AVX = \"Max:1\"", "?aes ?avx")]
    [InlineData(Aes + "\nfeatMask.vm.cpuid.AES = \"Val:0\"\nfeatMask.vm.cpuid.AVX = \"Val:0\"", "-aes -avx")]
    [InlineData(NoAesOnAmd, "-aes")]
    [InlineData("cpuid.coresPerSocket = \"2\"\ncpuid.coresPerSocket.cookie = \"2\"\n" + Aes + "\nmemsize = \"1024\"\n", "!aes")]
    public void Lines_on_the_CPU_are_read_wherever_they_stand(string text, string features)
    {
        VmxSource read = VmxFile.Read($".encoding = \"UTF-8\"\n# a machine\n\n{text}\n");
        Assert.Equal(features, Words(read.Cpu!.Features));
        Assert.Empty(read.Lost);
    }

    [Fact]
    public void On_an_AMD_host_its_own_key_overrides_the_plain_one()
    {
        string text = $"{Aes}\n{NoAesOnAmd}\ncpuid.7.ebx = \"--------------------------T-----\"\n";
        VmxSource amd = VmxFile.Read(text, host: Host("EPYC"));
        Assert.Equal("-aes +avx2", Words(amd.Cpu!.Features));
        Assert.Equal("cpuid.1.ecx is left out: on AMD hosts, the line with .amd applies", Assert.Single(amd.Lost));

        foreach (CpuDefinition? host in new[] { Host("Haswell"), null })
        {
            VmxSource intel = VmxFile.Read(text, host: host);
            Assert.Equal("!aes +avx2", Words(intel.Cpu!.Features));
            Assert.Equal("cpuid.1.ecx.amd is left out: it applies only to AMD hosts", Assert.Single(intel.Lost));
        }
    }

    [Fact]
    public void Without_lines_on_the_CPU_it_is_left_to_VMware() =>
        Assert.Null(VmxFile.Read("memsize = \"1\"\n# cpuid.1.ecx = x\ncpuid.coresPerSocket = \"2\"\n").Cpu);

    [Theory]
    [InlineData("cpuid.0.ebx = \"0-------------------------------\"", "CPUID.00H:EBX[31]")]
    [InlineData("cpuid.1.eax = \"xxxx0000000000010000011010100101\"", "left out: 28, the lowest at CPUID.01H:EAX[0]")]
    [InlineData("featMask.vm.cpuid.FAMILY = \"Val:6\"", "\"featMask.vm.cpuid.FAMILY\" = \"Val:6\" is left out")]
    public void What_a_domain_has_no_place_for_is_told(string text, string told)
    {
        VmxSource read = VmxFile.Read(text);
        Assert.Empty(read.Cpu!.Features);
        Assert.Contains(told.Replace("\"", string.Empty, StringComparison.Ordinal), Assert.Single(read.Lost), StringComparison.Ordinal);
    }

    [Fact]
    public void Harmless_letters_of_nameless_bits_are_not_worth_a_word() =>
        Assert.Empty(VmxFile.Read("cpuid.1.ebx = \"xxxxxxxxHHHHHHHH----------------\"").Lost);

    [Theory]
    [InlineData("cpuid.1.ecx = \"0\"", "1:17", "32 characters")]
    [InlineData("cpuid.1.ecx = \"\"", "1:16", "32 characters")]
    [InlineData("cpuid.1.ecx = \"-----------k--------------------\"", "1:27", "32 characters")]
    [InlineData("cpuid.1.ecx = \"---------------------------------\"", "1:48", "32 characters")]
    [InlineData("cpuid.1.ecx = \"---:-----------------------------\"", "1:19", "32 characters")]
    [InlineData("cpuid.1.ecx = \"----::---------------------------\"", "1:21", "32 characters")]
    [InlineData("cpuid.1.ecx = \":--------------------------------\"", "1:16", "32 characters")]
    [InlineData("cpuid.1.ecx = \"--------------------------------:\"", "1:48", "32 characters")]
    [InlineData("a = b\n cpuid.1.exx = \"x\"", "2:2", "does not name a register")]
    [InlineData("cpuid.1.ecx.intel = \"x\"", "1:1", "does not name a register")]
    [InlineData("cpuid.7.1.eax = \"x\"", "1:1", "does not name a register")]
    [InlineData("cpuid.0x1.ecx = \"x\"", "1:1", "does not name a register")]
    [InlineData("cpuid.100000000.ecx = \"x\"", "1:1", "does not name a register")]
    [InlineData(Aes + "\n" + Aes, "2:1", "is listed twice")]
    [InlineData(Aes + "\nCPUID.1.ECX = \"--------------------------------\"", "2:1", "is listed twice")]
    [InlineData(Aes + "\ncpuid.01.ecx = \"--------------------------------\"", "2:1", "is listed twice")]
    [InlineData("featMask.vm.cpuid.AES = \"Val:2\"", "1:26", "not a value of a feature")]
    [InlineData("featMask.vm.cpuid.AES = \"0\"", "1:26", "not a value of a feature")]
    [InlineData("featMask.vm.cpuid.AES = \"Val:1\0\"", "1:26", "not a value of a feature")]
    [InlineData("featMask.vm.cpuid.AES = \"Val:01\"", "1:26", "not a value of a feature")]
    [InlineData("featMask.vm.cpuid.AES = \"Set:0\"", "1:26", "not a value of a feature")]
    [InlineData("featMask.vm.cpuid.FAMILY = \"Val:x\"", "1:29", "not a value of a feature")]
    [InlineData("featMask.vm.cpuid.AES = \"Val:0\"\nfeatMask.vm.cpuid.aes = \"Val:0\"", "2:1", "is listed twice")]
    public void A_value_that_VMware_does_not_take_is_refused_with_its_place(string text, string place, string message)
    {
        CpuException refused = Assert.Throws<CpuException>(() => VmxFile.Read(text, "a.vmx"));
        Assert.Equal(CpuErrorKind.Xml, refused.Kind);
        Assert.StartsWith($"a.vmx:{place}: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Very_many_lines_on_the_CPU_are_refused()
    {
        string text = string.Concat(Enumerable.Range(0, 5000).Select(i => $"cpuid.{i:x}.eax = --------------------------------\n"));
        Assert.StartsWith("a.vmx:4097:1: there are more than 4096 lines",
            Assert.Throws<CpuException>(() => VmxFile.Read(text, "a.vmx")).Message, StringComparison.Ordinal);
    }
}
