using System.Diagnostics;
using System.Globalization;
using NVirt.Cpu;
using NVirt.Daemon.Tests.Clients;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Domains.Testing;
using NVirt.Remote;

namespace NVirt.Daemon.Tests.Migration;

/// <summary>Guests that the client of our own moves from one daemon to another.</summary>
public sealed class RemoteMigrationTests : IAsyncLifetime
{
    private static readonly DomainReference Web = DomainReference.OfName("web");

    private readonly TempFolder _first = new();
    private readonly TempFolder _second = new();
    private DaemonProcess? _here;
    private DaemonProcess? _there;
    private RemoteDriver? _source;
    private RemoteDriver? _target;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Virsh.Require();
        _here = await DaemonProcess.StartAsync(_first.Root);
        _there = await DaemonProcess.StartAsync(_second.Root);
        _source = RemoteHosts.Open(UriOf(_here));
        _target = RemoteHosts.Open(UriOf(_there));
        await _source.CreateAsync(DomainDocument.Parse("""
            <domain type='qemu'><name>web</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>
            <os><type arch='x86_64' machine='pc'>hvm</type></os>
            <cpu match='exact' mode='custom'><model>Nehalem</model></cpu><devices><serial type='pty'/></devices></domain>
            """), cancellation: Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RemoteDriver? driver in (RemoteDriver?[])[_source, _target])
        {
            if (driver is not null && (await driver.ListAsync()).FirstOrDefault(d => d is { Name: "web", IsActive: true }) is { } left)
            {
                await driver.DestroyAsync(left.Uuid);
            }

            await (driver?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        await (_here?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_there?.DisposeAsync() ?? ValueTask.CompletedTask);
        _first.Dispose();
        _second.Dispose();
    }

    [Fact]
    public async Task A_guest_goes_there_and_back()
    {
        await using (IMigrationDestination there = Open(_there!))
        {
            MigrationResult moved = await _source!.MigrateAsync(
                Web, there, new MigrationOptions { IsPersistent = true, BandwidthMiB = 1000 }, cancellation: Cancellation);
            Assert.Equal(("web", true, 0), (moved.Domain.Name, moved.Domain.IsPersistent, moved.Warnings.Length));
        }

        Assert.Empty(await _source!.ListAsync(Cancellation));
        await using (IMigrationDestination here = Open(_here!))
        {
            await _target!.MigrateAsync(
                Web, here, new MigrationOptions { StaysPaused = true, UndefinesSource = true }, cancellation: Cancellation);
        }

        Assert.Empty(await _target!.ListAsync(Cancellation));
        Assert.Equal(DomainState.Paused, (await _source!.FindAsync(Web, Cancellation)).State);
    }

    [Fact]
    public async Task Another_cpu_at_the_destination_is_refused_with_its_reasons()
    {
        DomainDocument live = await _source!.GetDocumentAsync(Web, cancellation: Cancellation);
        MigrationOptions lesser = new()
        {
            Document = DomainDocument.Parse(live.Text.Replace("Nehalem", "qemu64", StringComparison.Ordinal)),
        };
        await using IMigrationDestination there = Open(_there!);
        Exception? e = await Record.ExceptionAsync(() => _source.MigrateAsync(Web, there, lesser, cancellation: Cancellation));
        Assert.True(e is DomainException or CpuException, $"{e}");
        Assert.Contains("Nehalem", e.Message, StringComparison.Ordinal);
        Assert.Equal(DomainState.Running, (await _source!.FindAsync(Web, Cancellation)).State);
        Assert.Empty(await _target!.ListAsync(Cancellation));
    }

    [Fact]
    public async Task A_lost_answer_keeps_the_guest_paused_where_it_was()
    {
        await using FailingDestination there = new(Open(_there!)) { AfterFinish = () => throw new IOException("the answer is lost") };
        DomainException e = await Assert.ThrowsAsync<DomainException>(() => _source!.MigrateAsync(Web, there, cancellation: Cancellation));
        Assert.Contains("stays paused", e.Message, StringComparison.Ordinal);
        Assert.Equal(DomainState.Running, (await _target!.FindAsync(Web, Cancellation)).State);
        Assert.Equal(DomainState.Paused, (await _source!.FindAsync(Web, Cancellation)).State);
    }

    [Fact]
    public async Task A_refusal_after_everything_was_sent_brings_the_guest_back()
    {
        FailingDestination? refusing = null;
        refusing = new(Open(_there!))
        {
            InsteadOfFinish = async () =>
            {
                await refusing!.Inner.AbortAsync();
                return MigrationAnswer.Refused(new DomainException(DomainErrorKind.Failed, "no room"));
            },
        };
        await using (refusing)
        {
            DomainException e =
                await Assert.ThrowsAsync<DomainException>(() => _source!.MigrateAsync(Web, refusing, cancellation: Cancellation));
            Assert.Equal("no room", e.Message);
        }

        Assert.Equal(DomainState.Running, (await _source!.FindAsync(Web, Cancellation)).State);
        Assert.Empty(await _target!.ListAsync(Cancellation));
    }

    [Fact]
    public async Task A_daemon_that_cannot_take_the_guest_over_says_that_it_is_gone()
    {
        await using (FailingDestination failing = new(Open(_there!)) { AtFinish = KillArriving })
        {
            Exception? e = await Record.ExceptionAsync(() => _source!.MigrateAsync(Web, failing, cancellation: Cancellation));
            Assert.True(e is DomainException or CpuException, $"{e}");
            Assert.DoesNotContain("stays paused", e.Message, StringComparison.Ordinal);
        }

        Assert.Equal(DomainState.Running, (await _source!.FindAsync(Web, Cancellation)).State);
        Assert.Empty(await _target!.ListAsync(Cancellation));
    }

    [Fact]
    public async Task A_source_that_is_let_go_before_anything_was_sent_goes_on()
    {
        await using (IMigrationSource source = await _source!.BeginMigrationAsync(Web, cancellation: Cancellation))
        {
            Assert.Equal("web", source.Offer.Document.Definition.Name);
        }

        await Eventually.IsAsync(() => Virsh.On(_here!.Socket, "suspend", "web").Code == 0);
    }

    [Fact]
    public async Task Options_without_a_word_in_the_protocol_are_refused_by_name()
    {
        await using IMigrationDestination there = Open(_there!);
        foreach (MigrationOptions options in (MigrationOptions[])[
            new() { Timeout = TimeSpan.FromSeconds(1) }, new() { DowntimeLimit = TimeSpan.FromSeconds(1) }])
        {
            DomainException e =
                await Assert.ThrowsAsync<DomainException>(() => _source!.MigrateAsync(Web, there, options, cancellation: Cancellation));
            Assert.Equal(DomainErrorKind.NoSupport, e.Kind);
        }

        Assert.Equal(DomainState.Running, (await _source!.FindAsync(Web, Cancellation)).State);
    }

    // The emulator that waits for the guest there.
    private void KillArriving()
    {
        Process arriving = Assert.Single(Process.GetProcesses(), p => IsOf(p.Id, _second.Root));
        arriving.Kill();
        arriving.WaitForExit();
    }

    private static bool IsOf(int process, string folder)
    {
        try
        {
            string line = File.ReadAllText($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/cmdline");
            return line.Contains("qemu", StringComparison.Ordinal) && line.Contains(folder, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string UriOf(DaemonProcess daemon) => $"qemu+unix://{RemoteHosts.Path}?socket={daemon.Socket}";

    private static IMigrationDestination Open(DaemonProcess daemon) =>
        RemoteDriver.TryOpenDestination(UriOf(daemon), "tcp://127.0.0.1")!;
}
