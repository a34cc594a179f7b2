using NVirt.Cpu.Probe.Dumps;
using NVirt.Cpu.Probe.Linux;
using NVirt.Cpu.Probe.X86;
using NVirt.Cpu.Tests.X86;
using NVirt.Cpu.X86;
using NVirt.Cpu.X86.Evidence;
using NVirt.Testing;

namespace NVirt.Cpu.Probe.Tests.Dumps;

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

    // Both sides are the kernel's view: the instruction may report something else to user mode.
    [Fact]
    public void A_copy_of_this_machines_device_has_what_the_device_says_leaf_by_leaf()
    {
        const string Path = "/dev/cpu/0/cpuid";
        byte[] copy = new byte[16 * 0x40];
        string? failure = ProbeFiles.Try(() =>
        {
            using var opened = File.OpenHandle(Path);
            RandomAccess.Read(opened, copy, 0);
        });
        Needs.Hardware(failure is null, $"{Path}: {failure}");
        Needs.Hardware(new FileInfo(Path).Length == 0, $"{Path} is a file and no device");
        using CpuidDevice device = new(Path);
        X86CpuData data = X86CpuData.Create(CpuidDeviceDump.Parse(copy, "cpuid").Data.Items.Select(i => device.Read(i.Leaf, i.Subleaf)));
        Assert.Null(device.Failure);
        Assert.NotEqual(default, data.Cpuid(0)!.Value with { Eax = 0 });
        Assert.True(CpuidDeviceDump.Looks(new DumpText(copy, Path)));
        Assert.Equal(X86Projection.FeaturesOf(FakeCpuid.Map, data),
            X86Projection.FeaturesOf(FakeCpuid.Map, CpuidDeviceDump.Parse(copy, "cpuid").Data));
    }
}
