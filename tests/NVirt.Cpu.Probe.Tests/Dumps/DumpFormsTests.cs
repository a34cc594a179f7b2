using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NVirt.Cpu.Probe.Dumps;
using NVirt.Testing.Properties;

namespace NVirt.Cpu.Probe.Tests.Dumps;

[Trait("Run", "long")]
public class DumpFormsTests
{
    private const string Raw = "   0x00000000 0x00: eax=0x00000001 ebx=0x756e6547 ecx=0x6c65746e edx=0x49656e69\n";
    private const string Aida = "CPUID 00000000: 00000001-756E6547-6C65746E-49656E69\n";

    private static Dump? Read(string text) => DumpForms.Read(new DumpText(Encoding.UTF8.GetBytes(text), "f"), CpuMap.Default, []);

    [Theory]
    [InlineData("cpuid -r", Raw)]
    [InlineData("cpuid -r", "CPU 12:\n" + Raw)]
    [InlineData("AIDA64, InstLatx64", Aida)]
    [InlineData("AIDA64, InstLatx64", "CPUID 00000000  \t00000001-756E6547-6C65746E-49656E69\r\n")]
    [InlineData("AIDA64, InstLatx64", "CPUID 00000000 : 00000001 756E6547 6C65746E 49656E69")]
    [InlineData("libcpuid", "basic_cpuid[0]=00000001 756e6547 6c65746e 49656e69")]
    [InlineData("libcpuid (ARM)", "arm_midr=00000000413fd0c1\n")]
    [InlineData("Intel SDE", "# comment\n00000000 ******** => 00000001 756e6547 6c65746e 49656e69")]
    [InlineData("cpuid_dump_rs", " 00000000h_x0: eax=00000001h ebx=756E6547h ecx=6C65746Eh edx=49656E69h [GenuineIntel]")]
    [InlineData("archspec CSV", "0, 0, 1, 1970169159, 1818588270, 1231384169")]
    [InlineData("/proc/cpuinfo", "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t: 1\nstepping\t: 1\nflags\t: fpu\n")]
    [InlineData("/proc/cpuinfo",
        "$ cat /proc/cpuinfo\nprocessor : 0\nvendor_id : AuthenticAMD\ncpu family : 25\nmodel : 1\nstepping : 1\nflags : fpu\n")]
    [InlineData("/proc/cpuinfo", "vendor_id       : IBM/S390\n")]
    [InlineData("/proc/cpuinfo", "processor : 0\nCPU Family\t: Loongson-64bit\n")]
    [InlineData(
        "RJCP XML (<cpuid>)",
            "<?xml version='1.0'?><!-- c --><cpuid><processor><register eax='0' "
                + "ecx='0'>1,756e6547,6c65746e,49656e69</register></processor></cpuid>")]
    public void A_form_is_told_by_its_content(string name, string text) => Assert.Equal(name, Read(text)!.Form.Name);

    [Theory]
    [InlineData("")]
    [InlineData("CPU:\n")]
    [InlineData("CPUs are nice")]
    [InlineData("a text of sixteen characters or more")]
    [InlineData("<cpudata arch='x86'/>")]
    [InlineData("<cpuidata/>")]
    [InlineData("[1]")]
    [InlineData("{\"a\": {\"return\": 1}}")]
    [InlineData("1, 2, 3, 4, 5, 6")]
    [InlineData("processor zero: a story\n")]
    [InlineData("processor\n: 0\n")]
    [InlineData("processor")]
    public void Other_texts_have_none(string text) => Assert.Null(Read(text));

    [Fact]
    public void A_text_of_two_forms_is_refused_with_both()
    {
        CpuException e = Assert.Throws<CpuException>(() => Read(Raw + Aida));
        Assert.Equal("f: matches several formats (cpuid -r, AIDA64, InstLatx64); give a file with one of them", e.Message);
    }

    [Theory]
    [InlineData(new byte[] { 0x1c, 0, 0, 0 })]
    public void A_copy_of_the_device_is_told_by_leaf_0(byte[] maximum) =>
        Assert.True(CpuidDeviceDump.Looks(new DumpText((byte[])[.. maximum, .. "AuthcAMDenti"u8, 1, 2, 3], "f")));

    [Fact]
    public void Zeros_have_no_form() => Assert.Null(DumpForms.Read(new DumpText(new byte[64], "f"), CpuMap.Default, []));

    [Fact]
    public void A_file_without_a_form_is_refused_with_the_forms()
    {
        CpuException e = Assert.Throws<CpuException>(() => CpuReader.Read("nothing"u8, "f"));
        Assert.StartsWith("f: no CPU can be read from it; expected a libvirt document", e.Message, StringComparison.Ordinal);
        Assert.All(DumpForms.Names([]), n => Assert.Contains(n, e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Any_bytes_are_read_or_refused() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => Record.Exception(() => CpuReader.Read(bytes, "f")) is null or CpuException)
            .Holds();
}
