using NVirt.Cpu.Probe;
using NVirt.Cpu.Probe.X86;
using NVirt.Testing;

namespace NVirt.Cpu.Probe.Tests.X86;

public class MsrDeviceTests
{
    [Fact]
    public void An_msr_is_eight_bytes_at_the_offset_of_its_index()
    {
        using TempFolder folder = new();
        byte[] bytes = new byte[0x200];
        BitConverter.TryWriteBytes(bytes.AsSpan(0x10a), 0x1122334455667788UL);
        folder.Write("3/msr", bytes);
        using MsrDevice device = MsrDevice.Of(folder.Root, 3);
        Assert.Equal(MsrOutcome.Read, device.TryRead(0x10a, out ulong value));
        Assert.Equal(0x1122334455667788UL, value);
        Assert.Equal(ProbeSourceState.Read, device.Describe().State);
    }

    [Fact]
    public void A_device_that_is_not_there_fails_and_says_so()
    {
        using MsrDevice device = MsrDevice.Of("/nonexistent", 0);
        Assert.Equal(MsrOutcome.Failed, device.TryRead(0x10a, out _));
        ProbeSource expected = new(ProbeSourceKind.MsrDevice, "/nonexistent/0/msr", ProbeSourceState.Failed, "there is no such file");
        Assert.Equal(expected, device.Describe());
    }

    [Fact]
    public void A_device_that_nobody_asked_was_not_needed()
    {
        using MsrDevice device = MsrDevice.Of("/nonexistent", 0);
        Assert.Equal(ProbeSourceState.NotNeeded, device.Describe().State);
    }

    [Fact]
    public void A_read_that_is_cut_short_fails()
    {
        using TempFolder folder = new();
        using MsrDevice device = new(folder.Write("msr", new byte[0x10c]));
        Assert.Equal(MsrOutcome.Failed, device.TryRead(0x10a, out _));
    }

    // Reading the memory of this process at an address without memory gives the same error as an MSR that faults.
    [Fact]
    public void An_input_output_error_means_that_the_processor_does_not_have_the_msr()
    {
        Needs.Hardware(File.Exists("/proc/self/mem"), "/proc/self/mem is not there");
        using MsrDevice device = new("/proc/self/mem");
        Assert.Equal(MsrOutcome.Unsupported, device.TryRead(0x10a, out _));
    }
}
