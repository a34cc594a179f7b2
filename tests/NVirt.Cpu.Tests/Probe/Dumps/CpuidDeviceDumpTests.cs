using NVirt.Cpu.Probe;
using NVirt.Cpu.Probe.Dumps;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Tests.Probe.Dumps;

public class CpuidDeviceDumpTests
{
    private static byte[] Bytes(params X86Item[] items) =>
        [.. items.SelectMany(i => new[] { i.Eax, i.Ebx, i.Ecx, i.Edx }).SelectMany(BitConverter.GetBytes)];

    [Fact]
    public void Each_record_is_a_leaf()
    {
        X86Item[] items = [FakeCpuid.Leaf0(2), X86Item.Cpuid(1, 0, 1, 2, 3, 4), X86Item.Cpuid(2, 0, 5, 6, 7, 8)];
        X86Reading reading = CpuidDeviceDump.Parse(Bytes(items), "cpuid.bin");
        Assert.Equal(items, reading.Data.Items);
        Assert.True(reading.Coverage.HasCpuid(2, 0));
        Assert.False(reading.Coverage.HasCpuid(0x80000000, 0));
    }

    [Fact]
    public void Records_above_the_stated_maximum_are_dropped() =>
        Assert.Equal(2, CpuidDeviceDump.Parse(Bytes(FakeCpuid.Leaf0(1), default, X86Item.Cpuid(2, 0, 9)), "cpuid.bin").Data.Items.Length);

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(17)]
    public void A_length_that_is_no_number_of_records_is_refused(int length)
    {
        CpuException e = Assert.Throws<CpuException>(() => CpuidDeviceDump.Parse(new byte[length], "cpuid.bin"));
        Assert.StartsWith($"cpuid.bin: {length} bytes are not a whole number", e.Refusal.Reasons[0].Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_large_a_copy_is_refused()
    {
        byte[] large = new byte[DumpLimits.MaxBytes + 16];
        Assert.Throws<CpuException>(() => CpuidDeviceDump.Parse(large, "cpuid.bin"));
    }

    [Fact]
    public void The_device_of_this_machine_has_the_features_that_the_instruction_gives()
    {
        List<X86Reading> readings = [];
        new LinuxProcessors().RunOnEach(cpu => readings.AddRange(cpu == 0 ? [X86CpuidReader.Read(LiveCpuid.Open())] : []));
        byte[] copy = CopyDevice();
        if (readings.Count == 0)
        {
            Peer.Missing("this process may not run on processor 0");
        }

        X86CpuData first = X86CpuData.Create(readings[0].Data.Items.Where(i => i.Leaf < X86Ranges.Hypervisor && i.Subleaf == 0));
        Assert.True(CpuidDeviceDump.Looks(new DumpText(copy, "cpuid")));
        Assert.Equal(X86Projection.FeaturesOf(FakeCpuid.Map, first), X86Projection.FeaturesOf(FakeCpuid.Map, CpuidDeviceDump.Parse(copy, "cpuid").Data));
    }

    private static byte[] CopyDevice()
    {
        byte[] copy = new byte[16 * 0x40];
        string? failure = ProbeFiles.Try(() =>
        {
            using var device = File.OpenHandle("/dev/cpu/0/cpuid");
            Assert.Equal(copy.Length, RandomAccess.Read(device, copy, 0));
        });
        if (failure is not null)
        {
            Peer.Missing($"/dev/cpu/0/cpuid: {failure}");
        }

        return copy;
    }
}
