using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;
using NVirt.Domains.Driver.Migration;
using NVirt.Domains.Testing;
using NVirt.Qemu.Driver;
using NVirt.Qemu.Guests;
using NVirt.Qemu.State;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Driver;

/// <summary>Running guests whose files are damaged.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class HostileStateTests : IAsyncDisposable
{
    private readonly HostFolder _host = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private StateFolder Folder => new(_host.Root);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("{\"version\":2}")]
    [InlineData("{\"version\":99}")]
    public async Task A_guest_whose_record_cannot_be_read_is_listed_and_destroyed_and_holds_up_no_other(string record)
    {
        DomainSummary guest = await StartAsync("small");
        DomainSummary other = await StartAsync("other");
        await using Watcher watcher = new(_host.Driver);
        await File.WriteAllTextAsync(RecordOf(guest), record, Cancellation);
        IReadOnlyList<DomainSummary> list = await _host.Driver.ListAsync(Cancellation);
        DomainSummary shown = Assert.Single(list, d => d.Name == "small");
        Assert.Equal((DomainState.Running, guest.ProcessId, DomainStateReason.Unreadable), (shown.State, shown.ProcessId, shown.Reason));
        Assert.Contains("guest.json", shown.Problem, StringComparison.Ordinal);
        Assert.Equal(DomainState.Running, Assert.Single(list, d => d.Name == "other").State);
        Assert.Equal(DomainStateReason.Unreadable, (await _host.Driver.FindAsync(guest.Uuid.ToString(), Cancellation)).Reason);
        foreach (Func<Task> change in (Func<Task>[])[
            () => _host.Driver.StartAsync("small", cancellation: Cancellation), () => _host.Driver.SuspendAsync("small", Cancellation)])
        {
            Assert.Equal(DomainErrorKind.InvalidState, (await Assert.ThrowsAsync<DomainException>(change)).Kind);
        }

        await _host.Driver.DestroyAsync("other", Cancellation);
        DomainEvent[] events = await watcher.TakeUntilAsync(DomainEventKind.Stopped);
        Assert.Single(events, e => e.Kind == DomainEventKind.Missed);
        Assert.Equal(other.Uuid, events[^1].Uuid);
        await _host.Driver.DestroyAsync("small", Cancellation);
        await _host.AssertNothingRunsAsync();
    }

    [Fact]
    public async Task A_guest_whose_record_is_of_a_later_nvirt_stays_for_that_also_when_it_ended()
    {
        DomainSummary guest = await StartAsync("small");
        await File.WriteAllTextAsync(RecordOf(guest), "{\"version\":99}", Cancellation);
        Assert.True(await GuestEnd.KillAsync(new RunStore(Folder), guest.Uuid, TimeSpan.FromSeconds(10), Cancellation));
        Assert.Contains(
            "later nvirt",
                (await Assert.ThrowsAsync<DomainException>(() => _host.Driver.StartAsync("small", cancellation: Cancellation))).Message,
                    StringComparison.Ordinal);
        Assert.True(File.Exists(RecordOf(guest)));
    }

    [Fact]
    public async Task A_guest_that_runs_elsewhere_is_shown_so_and_left_alone()
    {
        DomainSummary guest = await StartAsync("small");
        RunStore runs = new(Folder);
        RunRecord record = runs.Read(guest.Uuid)!;
        runs.Write(record with { Process = record.Process with { Namespace = "pid:[1]" } });
        DomainSummary shown = Assert.Single(await _host.Driver.ListAsync(Cancellation));
        Assert.Equal((DomainState.Unknown, null, DomainStateReason.Foreign), (shown.State, shown.ProcessId, shown.Reason));
        foreach (Func<Task> change in (Func<Task>[])
        [
            () => _host.Driver.StartAsync("small", cancellation: Cancellation),
            () => _host.Driver.DestroyAsync("small", Cancellation),
            () => _host.Driver.ResetAsync("small", Cancellation),
            () => _host.Driver.OpenConsoleAsync(DomainReference.OfName("small"), cancellation: Cancellation),
        ])
        {
            DomainException refusal = await Assert.ThrowsAsync<DomainException>(change);
            Assert.Equal(DomainErrorKind.InvalidState, refusal.Kind);
            Assert.Contains("left alone", refusal.Message, StringComparison.Ordinal);
        }

        Assert.True(record.Process.IsAlive);
        runs.Write(record);
        Assert.Equal(DomainState.Running, (await _host.Driver.FindAsync("small", Cancellation)).State);
    }

    [Theory]
    [InlineData("a,b=c")]
    [InlineData("a b")]
    [InlineData("a%20:?#")]
    public async Task A_folder_of_any_name_and_a_link_to_it_are_the_same_host(string name)
    {
        string root = _host.PathOf(name);
        string link = _host.PathOf("link");
        await using QemuDriver driver = new(new QemuDriverOptions { Root = root });
        File.CreateSymbolicLink(link, root);
        await driver.DefineAsync(HostFolder.Small(string.Empty), Cancellation);
        await driver.StartAsync("small", cancellation: Cancellation);
        await using QemuDriver other = new(new QemuDriverOptions { Root = link });
        Assert.Equal(DomainState.Running, Assert.Single(await other.ListAsync(Cancellation)).State);
        await File.WriteAllTextAsync(
            Assert.Single(Directory.GetFiles(Path.Combine(root, "run"), "guest.json", SearchOption.AllDirectories)), "{", Cancellation);
        Assert.Equal(DomainState.Running, Assert.Single(await other.ListAsync(Cancellation)).State);
        await other.DestroyAsync("small", Cancellation);
        Assert.False(Assert.Single(await driver.ListAsync(Cancellation)).IsActive);
    }

    [Fact]
    public async Task A_guest_that_does_not_die_keeps_its_record()
    {
        DomainSummary guest = await StartAsync("small");
        RunStore runs = new(Folder);
        Assert.True(await GuestEnd.KillAsync(runs, guest.Uuid, TimeSpan.FromSeconds(10), Cancellation));

        // Simulates a process that the kernel does not release: its lock is held, whatever is killed.
        using (PrivateFolder files = runs.Open(guest.Uuid))
        using (SafeFileHandle held = files.OpenOrMake(GuestFolder.ProcessFile, OpenFlags.ReadWrite))
        {
            Assert.Equal(0, Kernel.Lock(held, Kernel.LockExclusive | Kernel.LockWithoutWaiting));
            GuestStarter starter = new(Folder, runs) { EndPatience = TimeSpan.FromMilliseconds(50) };
            DomainException late = await Assert.ThrowsAsync<DomainException>(() => starter.RemoveAsync(guest.Uuid));
            Assert.Equal(DomainErrorKind.TimedOut, late.Kind);
            Assert.NotNull(runs.Read(guest.Uuid));
            await Assert.ThrowsAsync<DomainException>(() => _host.Driver.StartAsync("small", cancellation: Cancellation));
        }

        await _host.Driver.StartAsync("small", cancellation: Cancellation);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task What_a_guest_has_only_its_owner_can_use()
    {
        DomainSummary guest = await StartAsync("small");
        foreach (string path in Directory.EnumerateFileSystemEntries(_host.Root, "*", SearchOption.AllDirectories))
        {
            UnixFileMode others = File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Assert.True(others == UnixFileMode.None, $"{path} has {others}");
        }

        Assert.True(File.Exists(new RunStore(Folder).FilesOf(guest.Uuid).Commands));
    }

    [Fact]
    public async Task A_disk_of_a_guest_that_runs_is_given_to_no_other()
    {
        string image = _host.PathOf("disk.raw");
        await File.WriteAllBytesAsync(image, new byte[1 << 20], Cancellation);
        string disk =
            $"<devices><disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{image}'/><target dev='vda' "
                + $"bus='virtio'/></disk></devices>";
        await _host.StartAsync(HostFolder.Small(disk));
        DomainException refusal = await Assert.ThrowsAsync<DomainException>(() => _host.StartAsync(HostFolder.Small(disk, "other")));
        Assert.Contains("lock", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_definition_that_is_made_while_the_guest_moves_away_for_good_is_kept()
    {
        await StartAsync("small");
        await using QemuDriver there = new(new QemuDriverOptions { Root = _host.PathOf("there") });
        DomainDocument changed = HostFolder.Small("<title>new</title>")
            .WithUuid((await _host.Driver.FindAsync("small", Cancellation)).Uuid);
        bool isDefined = false;
        DirectProgress progress = new(_ =>
        {
            if (!isDefined)
            {
                isDefined = true;
                _host.Driver.DefineAsync(changed, Cancellation).GetAwaiter().GetResult();
            }
        });
        await using (IMigrationDestination end = there.OpenDestination())
        {
            await _host.Driver.MigrateAsync(
                "small", end, new MigrationOptions { UndefinesSource = true, IsPersistent = true }, progress, Cancellation);
        }

        Assert.Contains("<title>new</title>", (await _host.Driver.GetDocumentAsync("small", isInactive: true, Cancellation)).Text,
            StringComparison.Ordinal);
        await there.DestroyAsync("small", Cancellation);
    }

    [Fact]
    public async Task A_start_goes_by_the_definition_that_there_is_when_it_is_its_turn()
    {
        await _host.Driver.DefineAsync(HostFolder.Small(string.Empty), Cancellation);
        DomainSummary domain = await _host.Driver.FindAsync("small", Cancellation);
        Task<DomainStarted> start;
        using (Folder.TryLock(domain.Uuid, "test")!)
        {
            start = _host.Driver.StartAsync("small", cancellation: Cancellation);
            await _host.Driver.DefineAsync(HostFolder.Small("<title>new</title>"), Cancellation);
        }

        await start;
        Assert.Contains("<title>new</title>", (await _host.Driver.GetDocumentAsync("small", cancellation: Cancellation)).Text,
            StringComparison.Ordinal);
    }

    private async Task<DomainSummary> StartAsync(string name) => (await _host.StartAsync(HostFolder.Small(string.Empty, name))).Domain;

    private string RecordOf(DomainSummary guest) => Path.Combine(_host.Root, "run", guest.Uuid.ToString(), "guest.json");

    private sealed class DirectProgress(Action<MigrationProgress> action) : IProgress<MigrationProgress>
    {
        public void Report(MigrationProgress value) => action(value);
    }
}
