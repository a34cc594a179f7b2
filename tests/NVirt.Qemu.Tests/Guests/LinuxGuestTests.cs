using System.Text.Json;
using NVirt.Testing;
using NVirt.Testing.Guests;

namespace NVirt.Qemu.Tests.Guests;

/// <summary>The Linux that tests run as a guest, on a real QEMU.</summary>
public sealed class LinuxGuestTests
{
    // Without load, its memory has 82 MB that are not zero, and hardly a page has to be sent twice.
    private const long IdleBytes = 90_000_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_starts_sees_the_cpus_features_and_powers_off_at_the_button()
    {
        using TempFolder folder = new();
        string file = Path.Combine(folder.Root, "serial");
        await using GuestSerial serial = GuestSerial.OfFile(file);
        const string Cpu =
            "<cpu check='none'><model>Nehalem</model><feature policy='require' name='aes'/><feature policy='disable' name='sse4.2'/></cpu>";
        await using RunningQemu qemu =
            await RunningQemu.StartAsync(LinuxGuest.Domain($"<serial type='file'><source path='{file}'/></serial>", Cpu));
        await WaitUntilUpAsync(serial);
        string[] flags = serial.Lines.Single(l => l.StartsWith("flags", StringComparison.Ordinal)).Split(' ');
        Assert.All(["sse4_1", "popcnt", "cx16", "aes", "hypervisor"], f => Assert.Contains(f, flags));
        Assert.DoesNotContain("sse4_2", flags);
        Assert.DoesNotContain("avx", flags);
        await qemu.ExecuteAsync("system_powerdown");
        await qemu.WaitForEventAsync("SHUTDOWN");
    }

    [Fact]
    public async Task It_goes_on_after_a_migration_under_load()
    {
        using TempFolder folder = new();
        string from = Path.Combine(folder.Root, "from");
        string to = Path.Combine(folder.Root, "to");
        await using GuestSerial before = GuestSerial.OfFile(from);
        await using GuestSerial after = GuestSerial.OfFile(to);
        await using RunningQemu source = await RunningQemu.StartAsync(Domain(from));
        await using RunningQemu target = await RunningQemu.StartAsync(Domain(to), more: ["-incoming", "defer"]);
        await WaitUntilUpAsync(before);
        await before.WaitForCountsAsync(20, Cancellation);
        JsonElement ram = await RawMigration.MoveAsync(source, target);
        Assert.InRange(ram.GetProperty("normal-bytes").GetInt64(), IdleBytes + 1, long.MaxValue);
        await after.WaitForCountsAsync(5, Cancellation);
        GuestCounts.RequireNoGap(before.Text + after.Text);
        await target.ExecuteAsync("system_powerdown");
        await target.WaitForEventAsync("SHUTDOWN");

        static string Domain(string file) =>
            LinuxGuest.Domain($"<serial type='file'><source path='{file}'/></serial>", machine: "q35", hasLoad: true);
    }

    private static Task WaitUntilUpAsync(GuestSerial serial) => serial.WaitAsync(l => l == LinuxGuest.UpWord, from: 0, Cancellation);
}
