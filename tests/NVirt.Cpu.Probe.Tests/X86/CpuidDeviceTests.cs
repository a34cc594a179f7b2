using NVirt.Cpu.Probe.X86;
using NVirt.Cpu.X86;
using NVirt.Testing;

namespace NVirt.Cpu.Probe.Tests.X86;

public class CpuidDeviceTests
{
    [Fact]
    public void A_device_that_is_not_there_answers_zeros_and_says_why()
    {
        using CpuidDevice device = CpuidDevice.Of("/nonexistent", 0);
        Assert.Equal(X86Item.Cpuid(7, 1), device.Read(7, 1));
        Assert.Equal("there is no such file", device.Failure);
    }

    [Fact]
    public void Registers_stand_at_the_leaf_with_the_subleaf_in_the_upper_half()
    {
        using TempFolder folder = new();
        string path = folder.Write("3/cpuid", string.Empty);
        using (FileStream file = File.OpenWrite(path))
        {
            file.Position = 7;
            file.Write([1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0]);
            file.Position = (2L << 32) | 0x80000008;
            file.Write([5, 0, 0, 0, 6, 0, 0, 0, 7, 0, 0, 0, 8, 0, 0, 0]);
        }

        using CpuidDevice device = CpuidDevice.Of(folder.Root, 3);
        Assert.Equal(X86Item.Cpuid(7, 0, 1, 2, 3, 4), device.Read(7, 0));
        Assert.Equal(X86Item.Cpuid(0x80000008, 2, 5, 6, 7, 8), device.Read(0x80000008, 2));
        Assert.Null(device.Failure);
    }

    [Fact]
    public void A_read_that_is_cut_short_fails_and_so_do_all_that_follow()
    {
        using TempFolder folder = new();
        using CpuidDevice device = new(folder.Write("cpuid", new byte[20]));
        Assert.Equal(X86Item.Cpuid(5, 0), device.Read(5, 0));
        Assert.NotNull(device.Failure);
    }
}
