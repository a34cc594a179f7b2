using System.Text.Json;
using NVirt.Domains.Documents;
using NVirt.Domains.Testing;
using NVirt.Qemu.Capabilities;
using NVirt.Testing;
using NVirt.Testing.Guests;

namespace NVirt.Qemu.Tests.Guests;

/// <summary>The firmware that tests run as a guest, on a real QEMU.</summary>
public sealed class FirmwareGuestTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("pc")]
    [InlineData("q35")]
    public async Task It_reports_its_cpu_and_counts_into_a_file(string machine)
    {
        using TempFolder folder = new();
        string file = Path.Combine(folder.Root, "serial");
        await using GuestSerial serial = GuestSerial.OfFile(file);
        await using RunningQemu qemu =
            await RunningQemu.StartAsync(FirmwareGuest.Domain($"<serial type='file'><source path='{file}'/></serial>", machine: machine));
        FirmwareConsole console = new(serial);
        await console.WaitForCountsAsync(5, Cancellation);
        GuestCounts.RequireNoGap(serial.Text);
        Assert.Equal("AMD", console.Report.Cpu.ToDefinition().Vendor);
        Assert.True(console.Report.Has("sse2"));
        Assert.False(console.Report.Has("avx"));
    }

    [Fact]
    public async Task It_counts_under_kvm()
    {
        QemuCapabilities capabilities = await RealQemu.Capabilities;
        Needs.Hardware(capabilities.Slots.Any(s => s.Accelerator == QemuAccelerator.Kvm), "QEMU has no KVM here");
        using TempFolder folder = new();
        string file = Path.Combine(folder.Root, "serial");
        await using GuestSerial serial = GuestSerial.OfFile(file);
        const string Cpu = "<cpu check='none'><model>qemu64</model></cpu>";
        await using RunningQemu qemu =
            await RunningQemu.StartAsync(FirmwareGuest.Domain($"<serial type='file'><source path='{file}'/></serial>", Cpu, type: "kvm"));
        await serial.WaitForCountsAsync(5, Cancellation);
        GuestCounts.RequireNoGap(serial.Text);
    }

    [Fact]
    public async Task It_counts_into_a_terminal()
    {
        await using RunningQemu qemu = await RunningQemu.StartAsync(FirmwareGuest.Domain("<serial type='pty'/>"));
        JsonElement backends = await qemu.ExecuteAsync("query-chardev");
        string[] names = [.. backends.EnumerateArray().Select(b => b.GetProperty("filename").GetString()!)];
        using StreamReader terminal = new(names.Single(n => n.StartsWith("pty:", StringComparison.Ordinal))["pty:".Length..]);
        while (await terminal.ReadLineAsync(Cancellation) is { } line && !line.StartsWith("count ", StringComparison.Ordinal))
        {
        }
    }

    [Fact]
    public async Task It_reports_its_cpu_again_when_asked()
    {
        await using RunningFirmware guest = await RunningFirmware.StartAsync();
        await guest.Console.WaitUntilReadyAsync(Cancellation);
        FirmwareReport first = guest.Console.Report;
        Assert.Equal(first.Cpuid, (await guest.Console.AskAsync(Cancellation)).Cpuid);
        Assert.Equal(2, guest.Serial.Lines.Count(l => l == "end"));
    }

    [Fact]
    public async Task It_reports_the_msrs_that_cpuid_promises()
    {
        await using RunningFirmware guest =
            await RunningFirmware.StartAsync(more: ["-cpu", "max,x-force-features=on,arch-capabilities=on,core-capability=on"]);
        await guest.Console.WaitUntilReadyAsync(Cancellation);
        Assert.Equal([0xcfu, 0x10au], guest.Console.Report.Data.Items.Where(i => i.IsMsr).Select(i => i.Leaf));
    }

    [Fact]
    public async Task It_reports_every_sub_leaf_that_there_is()
    {
        string[] more =
            ["-smp", "4,maxcpus=4,sockets=1,dies=2,cores=2,threads=1", "-cpu",
                "Haswell,level=0x1f,x-force-features=on,amx-tile=on,avx512f=on,xsaves=on,pku=on"];
        await using RunningFirmware guest = await RunningFirmware.StartAsync(more: more);
        await guest.Console.WaitUntilReadyAsync(Cancellation);
        ILookup<uint, uint> seen = guest.Console.Report.Data.Items.ToLookup(i => i.Leaf, i => i.Subleaf);
        Assert.Equal([0, 1, 2, 3, 4], seen[0x4]); // Three caches of the core, one of all, and the end.
        Assert.Equal([0, 1, 2], seen[0xb]);
        Assert.Equal([0, 1, 2, 5, 6, 7, 9, 17, 18], seen[0xd]);
        Assert.Equal([0, 1], seen[0x1d]);
        Assert.Equal([0, 1, 2, 3], seen[0x1f]);
        Assert.All((uint[])[0x0, 0x1, 0x7, 0x80000000, 0x80000008], l => Assert.Equal([0], seen[l]));
    }

    [Fact]
    public async Task It_stands_still_while_it_is_stopped()
    {
        await using RunningFirmware guest = await RunningFirmware.StartAsync();
        await guest.Console.WaitForCountsAsync(2, Cancellation);
        await guest.Qemu.ExecuteAsync("stop");
        await WaitUntilItStandsStillAsync(guest.Console);
        await guest.Qemu.ExecuteAsync("cont");
        await guest.Console.WaitForCountsAsync(5, Cancellation);
        GuestCounts.RequireNoGap(guest.Serial.Text);
    }

    [Theory]
    [InlineData("pc")]
    [InlineData("q35")]
    public async Task It_goes_on_after_a_migration_and_sees_the_same_cpu(string machine)
    {
        const string Cpu = "<cpu check='none'><model>Westmere</model><feature policy='disable' name='sse4.2'/></cpu>";
        await using RunningFirmware source = await RunningFirmware.StartAsync(Cpu, machine);
        await using RunningFirmware target = await RunningFirmware.StartAsync(Cpu, machine, "-incoming", "defer");
        await source.Console.WaitForCountsAsync(2, Cancellation);
        await RawMigration.MoveAsync(source.Qemu, target.Qemu);
        await target.Console.WaitForCountsAsync(5, Cancellation);
        GuestCounts.RequireNoGap(source.Serial.Text + target.Serial.Text);
        Assert.Equal(source.Console.Report.Cpuid, (await target.Console.AskAsync(Cancellation)).Cpuid);
    }

    [Fact]
    public async Task It_resets_when_asked()
    {
        await using RunningFirmware guest = await RunningFirmware.StartAsync();
        await guest.Console.WaitForCountsAsync(2, Cancellation);
        await guest.Console.ResetAsync(Cancellation);
        await guest.Qemu.WaitForEventAsync("RESET");
        await guest.Console.WaitForCountsAsync(2, Cancellation);
        Assert.Equal(2, GuestCounts.In(guest.Serial.Text).Count(c => c == 0));
    }

    [Theory]
    [InlineData("pc")]
    [InlineData("q35")]
    public async Task It_powers_off_when_asked(string machine)
    {
        await using RunningFirmware guest = await RunningFirmware.StartAsync(machine: machine);
        await guest.Console.WaitUntilReadyAsync(Cancellation);
        await guest.Console.PowerOffAsync(Cancellation);
        await guest.Qemu.WaitForEventAsync("SHUTDOWN");
    }

    [Theory]
    [InlineData("pc")]
    [InlineData("q35")]
    public async Task It_powers_off_at_the_power_button(string machine)
    {
        await using RunningFirmware guest = await RunningFirmware.StartAsync(machine: machine);
        await guest.Console.WaitUntilReadyAsync(Cancellation);
        await guest.Qemu.ExecuteAsync("system_powerdown");
        await guest.Qemu.WaitForEventAsync("SHUTDOWN");
    }

    [Fact]
    public async Task It_hears_no_power_button_once_it_has_halted()
    {
        await using RunningFirmware guest = await RunningFirmware.StartAsync();
        await guest.Console.WaitForCountsAsync(2, Cancellation);
        await guest.Console.HaltAsync(Cancellation);
        await WaitUntilItStandsStillAsync(guest.Console);
        await guest.Qemu.ExecuteAsync("system_powerdown");
        await Task.Delay(Tick * 5, Cancellation);
        Assert.Equal("running", (await guest.Qemu.ExecuteAsync("query-status")).GetProperty("status").GetString());
    }

    private static async Task WaitUntilItStandsStillAsync(FirmwareConsole console)
    {
        int count;
        do
        {
            count = console.Count;
            await Task.Delay(Tick * 5, Cancellation);
        }
        while (console.Count != count);
    }
}
