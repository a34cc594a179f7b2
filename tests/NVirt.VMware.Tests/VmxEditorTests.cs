using NVirt.Cpu;
using NVirt.Cpu.Tests.X86;
using static NVirt.Cpu.Tests.X86.Cpus;

namespace NVirt.VMware.Tests;

/// <summary>Writing the CPU into an existing <c>.vmx</c> file.</summary>
public sealed class VmxEditorTests
{
    private const string Line = "cpuid.1.ecx = \"----:--0-:----:----:----:----:----:----\"";

    [Theory]
    [InlineData("", Line + "\n")]
    [InlineData("a = \"b\"\n", "a = \"b\"\n" + Line + "\n")]
    [InlineData("a = \"b\"", "a = \"b\"\n" + Line + "\n")]
    [InlineData("a = \"b\"\r\n", "a = \"b\"\r\n" + Line + "\r\n")]
    [InlineData("\uFEFFcpuid.1.ecx = \"x\"", "\uFEFF" + Line + "\n")]
    [InlineData("a = \uFEFF", "a = \uFEFF\n" + Line + "\n")]
    [InlineData("# b\r", "# b\r\n" + Line + "\r\n")]
    [InlineData(
        "# CPU\nCPUID.1.ECX.amd=\"x\" # old\n\n  b = c\ncpuid.80000001.edx = \"y\"\n# end", "# CPU\n" + Line + "\n\n  b = c\n# end")]
    [InlineData("featMask.vm.cpuid.aes = \"Val:1\"\nb = c\n", Line + "\nb = c\n")]
    [InlineData("cpuid.7.ebx = \"x\"", Line + "\n")]
    public void Settings_come_in_place_of_the_old_ones_and_the_rest_stays(string before, string after) =>
        Assert.Equal(after, Write("-aes", before));

    [Theory]
    [InlineData("cpuid.0.ebx = \"x\"\n")]
    [InlineData("cpuid.1.eax = \"x\"\n")]
    [InlineData("cpuid.1.ebx.amd = \"x\"\n")]
    [InlineData("cpuid.d.eax = \"x\"\n")]
    [InlineData("cpuid.coresPerSocket = \"2\"\n")]
    [InlineData("cpuid.1.other = \"2\"\n")]
    [InlineData("featMask.vm.cpuid.FAMILY = \"Val:6\"\n")]
    [InlineData("featMask.vm.hv.capable = \"Min:1\"\n")]
    public void What_the_map_knows_nothing_of_stays(string line) => Assert.Equal(line, Write(string.Empty, line));

    [Fact]
    public void Writing_twice_changes_nothing_more()
    {
        string once = Write("-aes +avx2", "a = b\r\ncpuid.1.edx = \"x\"\r\nc = d\r\n");
        Assert.Equal(once, Write("-aes +avx2", once));
    }

    [Fact]
    public void A_malformed_file_is_refused_with_the_place() =>
        Assert.StartsWith("a.vmx:2:1: ", Assert.Throws<CpuException>(() => Write("-aes", "a = b\nc")).Message, StringComparison.Ordinal);

    private static string Write(string features, string text) =>
        VmxCpuid.For(Guest(model: null, features) with { Mode = CpuMode.HostPassthrough }).WriteInto(text, "a.vmx");
}
