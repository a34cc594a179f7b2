using NVirt.Cpu.Probe.X86;
using NVirt.Cpu.Tests.X86;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe.Tests.X86;

public class X86HybridReportTests
{
    private static X86CpuData Cpu(uint eax = 0x906a3, uint ecx = 0, uint ebx = 0) =>
        X86CpuData.Create([X86Item.Cpuid(1, 0, eax, ebx, ecx)]);

    private static X86HybridReport Of(params X86CpuData[] cpus) => X86HybridReport.Of(FakeCpuid.Map, cpus.Select((data, i) => (i, data)));

    [Fact]
    public void Equal_processors_are_one_group()
    {
        X86HybridReport report = Of(Cpu(), Cpu());
        Assert.False(report.IsHybrid);
        Assert.Equal([0, 1], Assert.Single(report.Groups).Cpus);
    }

    [Fact]
    public void Apic_ids_do_not_matter() => Assert.False(Of(Cpu(ebx: 0x01000000), Cpu(ebx: 0x02000000)).IsHybrid);

    [Fact]
    public void Groups_name_what_they_lack()
    {
        X86HybridReport report = Of(Cpu(ecx: 1 << 9), Cpu(ecx: 1), Cpu(ecx: 1 << 9));
        Assert.True(report.IsHybrid);
        Assert.Equal([0, 2], report.Groups[0].Cpus);
        Assert.Equal(["pni"], report.Groups[0].Missing);
        Assert.Equal([1], report.Groups[1].Cpus);
        Assert.Equal(["ssse3"], report.Groups[1].Missing);
    }

    [Fact]
    public void What_all_have_is_common() => Assert.Equal(FakeCpuid.Features("pni"), Of(Cpu(ecx: 1 | (1 << 9)), Cpu(ecx: 1)).Common);

    [Fact]
    public void Signatures_tell_processors_apart()
    {
        X86HybridReport report = Of(Cpu(0x906a3), Cpu(0xb06a2));
        Assert.Equal([new CpuSignature(6, 0x9a, 3), new CpuSignature(6, 0xba, 2)], report.Groups.Select(g => g.Signature));
    }

    [Fact]
    public void No_processor_is_no_group()
    {
        X86HybridReport report = Of();
        Assert.Empty(report.Groups);
        Assert.True(report.Common.IsEmpty);
    }
}
