using System.Text;
using NVirt.Cpu.Axes;
using NVirt.Cpu.Probe;

namespace NVirt.Cpu.Tests.Axes;

/// <summary>What is judged apart from features (cpu-rules.md 10).</summary>
public sealed class CpuAxesTests
{
    private const string Head = "<domain><name>g</name>";

    [Theory]
    [InlineData(42, 39, CpuAxisGrade.Fatal)]
    [InlineData(39, 39, CpuAxisGrade.Harmless)]
    [InlineData(36, 39, CpuAxisGrade.Harmless)]
    [InlineData(42, null, CpuAxisGrade.Undecided)]
    [InlineData(32, null, CpuAxisGrade.Harmless)]
    public void Address_bits_have_to_be_there(int wanted, int? offered, CpuAxisGrade grade) =>
        Assert.Equal(grade, CpuAxes.JudgePhysicalBits(wanted, offered).Grade);

    [Theory]
    [InlineData(46, 39, CpuAxisGrade.Fatal)]
    [InlineData(39, 46, CpuAxisGrade.Risky)]
    [InlineData(46, 46, CpuAxisGrade.Harmless)]
    public void Another_hosts_guests_may_have_taken_its_number(int wanted, int offered, CpuAxisGrade grade) =>
        Assert.Equal(grade, Assert.Single(CpuAxes.Judge(Host(wanted), Host(offered))).Grade);

    [Theory]
    [InlineData(1_000_000_000, 1_000_000_000, null, CpuAxisGrade.Harmless)]
    [InlineData(1_000_250_000, 1_000_000_000, false, CpuAxisGrade.Harmless)]
    [InlineData(999_750_000, 1_000_000_000, false, CpuAxisGrade.Harmless)]
    [InlineData(1_000_250_001, 1_000_000_000, false, CpuAxisGrade.Fatal)]
    [InlineData(999_749_999, 1_000_000_000, false, CpuAxisGrade.Fatal)]
    [InlineData(1_000_250_001, 1_000_000_000, null, CpuAxisGrade.Undecided)]
    [InlineData(1_000_250_001, 1_000_000_000, true, CpuAxisGrade.Risky)]
    [InlineData(900_000_000, 1_000_000_000, true, CpuAxisGrade.Harmless)]
    [InlineData(ulong.MaxValue, ulong.MaxValue - 1, false, CpuAxisGrade.Harmless)]
    [InlineData(1, ulong.MaxValue, false, CpuAxisGrade.Fatal)]
    public void A_frequency_is_near_or_scaled(ulong wanted, ulong offered, bool? scaling, CpuAxisGrade grade) =>
        Assert.Equal(grade, CpuAxes.JudgeTscFrequency(wanted, new CpuTsc(offered, scaling)).Grade);

    [Fact]
    public void An_unknown_frequency_is_undecided() =>
        Assert.Equal(CpuAxisGrade.Undecided, CpuAxes.JudgeTscFrequency(1, offered: null).Grade);

    [Theory]
    [InlineData(Head + "<cpu><model>qemu64</model><maxphysaddr mode='emulate' bits='42'/></cpu></domain>", "PhysicalAddressBits 42")]
    [InlineData(Head + "<cpu><model>qemu64</model><maxphysaddr mode='passthrough' limit='42'/></cpu></domain>", "")]
    [InlineData(Head + "<cpu><model>qemu64</model><maxphysaddr mode='emulate'/></cpu></domain>", "")]
    [InlineData(
        Head + "<clock><timer name='rtc'/><timer name='tsc' frequency='3400000000'/></clock><cpu><model>qemu64</model></cpu></domain>",
            "TscFrequency 3400000000")]
    [InlineData(Head + "<clock><timer name='tsc' frequency='x'/></clock><cpu><model>qemu64</model></cpu></domain>", "")]
    [InlineData(Head + "<clock><timer name='hpet' frequency='5'/></clock><cpu><model>qemu64</model></cpu></domain>", "")]
    [InlineData(Head + "<clock/><cpu><model>qemu64</model></cpu></domain>", "")]
    [InlineData("<cpu><arch>x86_64</arch><model>Nehalem</model><maxphysaddr mode='emulate' bits='39'/></cpu>", "PhysicalAddressBits 39")]
    public void Only_what_a_document_states_is_judged(string xml, string expected) => Assert.Equal(
        expected,
        string.Join(' ', CpuAxes.Judge(Read(xml), Host(48)).Select(f => $"{f.Axis} {f.Wanted}")));

    [Theory]
    [InlineData("<cpu><arch>x86_64</arch><model>Nehalem</model><maxphysaddr mode='emulate' bits='39'/></cpu>", 39)]
    [InlineData("<cpu><arch>x86_64</arch><model>Nehalem</model></cpu>", null)]
    [InlineData(
        "<domainCapabilities><arch>x86_64</arch><cpu><mode name='host-model' supported='yes'><model>Nehalem</model><maxphysaddr "
            + "mode='passthrough' limit='46'/></mode></cpu></domainCapabilities>", 46)]
    [InlineData("<cpudata arch='x86'><cpuid eax_in='0x80000008' eax='0x00003027' ebx='0' ecx='0' edx='0'/></cpudata>", 39)]
    [InlineData("<cpudata arch='x86'><cpuid eax_in='0x80000008' eax='0x00003007' ebx='0' ecx='0' edx='0'/></cpudata>", null)]
    [InlineData("<cpudata arch='x86'><cpuid eax_in='0x1' eax='0x000106a0' ebx='0' ecx='0' edx='0'/></cpudata>", null)]
    public void Bits_of_a_host_come_from_its_document_or_its_data(string xml, int? expected) =>
        Assert.Equal(expected, CpuAxes.PhysicalBitsOf(Read(xml)));

    [Theory]
    [InlineData("<domain id='7'><name>g</name><cpu><model>qemu64</model></cpu></domain>", true)]
    [InlineData("<domain><name>g</name><cpu check='full'><model>qemu64</model></cpu></domain>", true)]
    [InlineData("<cpu match='exact'><model>qemu64</model><feature policy='require' name='hypervisor'/></cpu>", true)]
    [InlineData("<cpu match='exact'><model>qemu64</model><feature policy='disable' name='hypervisor'/></cpu>", false)]
    [InlineData("<domain><name>g</name><cpu check='partial'><model>qemu64</model></cpu></domain>", false)]
    [InlineData("<cpu><arch>x86_64</arch><model>qemu64</model><feature name='hypervisor'/></cpu>", false)]
    public void A_running_guest_is_known_by_its_dump(string xml, bool expected) => Assert.Equal(expected, Read(xml).IsOfRunningGuest);

    [Fact]
    public void Each_finding_has_words() => Assert.All(
        [
            CpuAxes.JudgePhysicalBits(42, 39), CpuAxes.JudgePhysicalBits(42, null), CpuAxes.JudgePhysicalBits(39, 42),
            CpuAxes.JudgeTscFrequency(9, null), CpuAxes.JudgeTscFrequency(9, new CpuTsc(5, false)),
                CpuAxes.JudgeTscFrequency(9, new CpuTsc(5, true)),
            CpuAxes.JudgeTscFrequency(9, new CpuTsc(5, null)), CpuAxes.JudgeTscFrequency(9, new CpuTsc(9, null)),
        ],
        f => Assert.True(
            f.Describe().Contains(f.Guest!, StringComparison.Ordinal)
            && (f.Grade == CpuAxisGrade.Harmless) == (f.Remedy().Length == 0)));

    private static CpuSource Host(int bits) =>
        new(CpuDefinition.NewHost(
            CpuArchitecture.X86_64) with
        { MaxPhysAddr = new CpuMaxPhysAddr(CpuMaxPhysAddrMode.Emulate, bits, Limit: null) });

    private static CpuSource Read(string xml) => Assert.Single(CpuReader.Read(Encoding.UTF8.GetBytes(xml), "x.xml"));
}
