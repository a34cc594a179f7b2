using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Testing.Guests;

namespace NVirt.Qemu.Tests.Guests;

/// <summary>The firmware that tests run as a guest, on a real QEMU.</summary>
public sealed class FirmwareGuestTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("pc")]
    [InlineData("q35")]
    public async Task It_reports_its_cpu_in_the_form_that_we_read_and_counts(string machine)
    {
        using TempFolder folder = new();
        string file = Path.Combine(folder.Root, "serial");
        await using GuestSerial serial = GuestSerial.OfFile(file);
        await using RunningQemu qemu = await RunningQemu.StartAsync(FirmwareGuest.Domain($"<serial type='file'><source path='{file}'/></serial>", machine: machine));
        FirmwareConsole console = new(serial);
        await console.WaitForCountsAsync(5, Cancellation);
        Assert.Equal(Enumerable.Range(0, console.Count + 1), FirmwareConsole.CountsIn(serial.Text).Take(console.Count + 1));
        CpuDefinition cpu = console.Report.Cpu.Definition;
        Assert.Equal("AMD", cpu.Vendor);
        Assert.True(console.Report.Has("sse2"));
        Assert.False(console.Report.Has("avx"));
    }
}
