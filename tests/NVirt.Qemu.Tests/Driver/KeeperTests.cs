using System.Diagnostics;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Testing;
using NVirt.Qemu.Guests;
using NVirt.Qemu.State;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Driver;

/// <summary>
/// What a guest makes its QEMU write stays short while nobody looks, and the process that sees to that ends with QEMU, however that ends.
/// </summary>
public sealed class KeeperTests : IAsyncDisposable
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(200);

    private readonly HostFolder _host = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Log => Path.Combine(_host.Root, "log", "small.log");

    private RunStore Runs => new(new StateFolder(_host.Root));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_log_of_a_guest_is_shortened_while_nobody_looks(bool isIncoming)
    {
        StartedGuest guest = await StartAsync(isIncoming);
        await using GuestMonitor monitor = guest.Monitor;

        // In one step: what is written while the file is shortened may be lost.
        using (SafeFileHandle log = File.OpenHandle(Log, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            RandomAccess.Write(log, "end"u8, fileOffset: 9 << 20);
        }

        await UntilAsync(() => new FileInfo(Log).Length == GuestLog.KeptBytes);
        Assert.EndsWith("end", await File.ReadAllTextAsync(Log, Cancellation), StringComparison.Ordinal);
        Peer.Output("sh", "-c", $"echo later >> {Log}");
        Assert.EndsWith("endlater\n", await File.ReadAllTextAsync(Log, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_was_removed_is_shortened_where_it_is_and_nothing_else()
    {
        StartedGuest guest = await StartAsync();
        await using GuestMonitor monitor = guest.Monitor;
        await using FileStream qemu = new(Log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        string other = _host.PathOf("other");
        await File.WriteAllBytesAsync(other, new byte[9 << 20], Cancellation);
        File.Delete(Log);
        File.CreateSymbolicLink(Log, other);
        qemu.Write(new byte[9 << 20]);
        qemu.Flush();
        await UntilAsync(() => RandomAccess.GetLength(qemu.SafeFileHandle) == GuestLog.KeptBytes);
        Assert.Equal(9 << 20, new FileInfo(other).Length);
        File.Delete(Log);
    }

    [Fact]
    public async Task The_events_of_a_guest_take_little_space_while_nobody_looks()
    {
        StartedGuest guest = await StartAsync();
        await using GuestMonitor monitor = guest.Monitor;
        using PrivateFolder files = Runs.Open(guest.Record.Uuid);
        string path = files.PathOf(GuestFolder.JournalOutFile);
        await using FileStream qemu = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        qemu.Seek(0, SeekOrigin.End);
        byte[] line = [.. "{\"event\":\"STOP\",\"timestamp\":{\"seconds\":1,\"microseconds\":1}}\n"u8];
        byte[] lines = [.. Enumerable.Repeat(line, 20_000).SelectMany(l => l)];
        for (int round = 0; round < 8; round++)
        {
            qemu.Write(lines);
        }

        qemu.Flush();
        await UntilAsync(() => files.StatusOf(GuestFolder.JournalOutFile)!.Value.Blocks * 512 < 2 << 20);
        Assert.Equal(qemu.Position, new FileInfo(path).Length);
        using JournalReader reader = JournalReader.Open(files, isFromNow: false)!;
        Assert.NotEmpty(reader.ReadNew());
    }

    [Fact]
    public async Task The_keeper_ends_with_a_guest_that_is_killed()
    {
        StartedGuest guest = await StartAsync(pause: GuestKeeper.Pause);
        await using (guest.Monitor)
        {
            await UntilAsync(() => Keepers().Count() == 1);
            using Process qemu = Process.GetProcessById(guest.Record.Process.Id);
            qemu.Kill();
        }

        await UntilAsync(() => !Keepers().Any());
    }

    [Fact]
    public async Task The_keeper_ends_with_a_guest_that_is_destroyed_or_quits()
    {
        await _host.StartAsync(HostFolder.Small(string.Empty));
        await UntilAsync(() => Keepers().Count() == 1);
        await _host.Driver.DestroyAsync("small", Cancellation);
        await UntilAsync(() => !Keepers().Any());

        StartedGuest guest = await StartAsync(pause: GuestKeeper.Pause);
        await using (guest.Monitor)
        {
            await guest.Monitor.ExecuteAsync("quit", cancellation: Cancellation);
        }

        await UntilAsync(() => !Keepers().Any());
    }

    [Fact]
    public async Task The_keeper_is_not_the_guest_and_keeps_nothing_of_who_started_it()
    {
        DomainDocument document = HostFolder.Small(string.Empty);
        int qemu = (await _host.StartAsync(document)).Domain.ProcessId!.Value;
        await UntilAsync(() => Keepers().Count() == 1);
        int keeper = Keepers().Single();
        string status = await File.ReadAllTextAsync($"/proc/{keeper}/status", Cancellation);
        Assert.DoesNotContain($"\nPPid:\t{qemu}\n", status, StringComparison.Ordinal);
        Assert.Equal(
            ["0 null", "1 null", "2 null", "4 events.out", "5 small.log", "7 process"],
            Descriptors(keeper).Where(d => d[0] <= '9' && d[1] == ' '));
        Assert.Equal(["9 process"], Descriptors(qemu).Where(d => d.EndsWith("process", StringComparison.Ordinal)));

        // Without its keeper a guest goes on, and ends as ever.
        Peer.Output("kill", "-KILL", keeper.ToString(CultureInfo.InvariantCulture));
        await UntilAsync(() => !Keepers().Any());
        Assert.Equal(qemu, (await _host.Driver.FindAsync("small", Cancellation)).ProcessId);
        await _host.Driver.DestroyAsync("small", Cancellation);
        await _host.AssertNothingRunsAsync();
    }

    [Fact]
    public async Task A_guest_can_be_started_again_as_soon_as_it_was_killed()
    {
        await _host.Driver.DefineAsync(HostFolder.Small(string.Empty), Cancellation);
        for (int round = 0; round < 5; round++)
        {
            DomainSummary guest = (await _host.Driver.StartAsync("small", cancellation: Cancellation)).Domain;
            Peer.Output("kill", "-KILL", guest.ProcessId!.Value.ToString(CultureInfo.InvariantCulture));
            await UntilAsync(() => Runs.Look(guest.Uuid) is { Life: RunLife.Ended });
        }

        await _host.Driver.StartAsync("small", cancellation: Cancellation);
        await UntilAsync(() => Keepers().Count() == 1);
    }

    // The shells that have a guest's lock file open, but not as the guest has it; not what they start for a moment.
    private IEnumerable<int> Keepers() => Directory.EnumerateDirectories("/proc")
        .Select(p => int.TryParse(Path.GetFileName(p), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : 0)
        .Where(id => id > 0 && TargetOf(id, "7").StartsWith(_host.Root, StringComparison.Ordinal) && ProcessIdentity.SessionOf(id) == id);

    private static string TargetOf(int process, string descriptor)
    {
        try
        {
            return new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/fd/{descriptor}")).LinkTarget ?? string.Empty;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }

    private static string[] Descriptors(int process) =>
        [.. Directory.EnumerateFileSystemEntries(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/fd"))
            .Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal).Select(d => $"{d} {Path.GetFileName(TargetOf(process, d))}")];

    // How long it takes does not matter, only that it happens.
    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (long end = Environment.TickCount64 + 120_000; !isSo();)
        {
            Assert.True(Environment.TickCount64 < end, "it never happens");
            await Task.Delay(5, Cancellation);
        }
    }

    private Task<StartedGuest> StartAsync(bool isIncoming = false, TimeSpan? pause = null) =>
        _host.StartGuestAsync(isIncoming, pause ?? Often);
}
