using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;
using NVirt.Domains.Testing;
using NVirt.Qemu.Driver;
using NVirt.Qemu.State;
using NVirt.Testing;
using NVirt.Testing.Guests;

namespace NVirt.Qemu.Tests.Driver;

/// <summary>Guests that shut down to begin anew: Linux does, and a guest without a system never does.</summary>
public sealed class RebootTests : IAsyncDisposable
{
    private readonly HostFolder _host = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Port => _host.PathOf("serial");

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_guest_shuts_down_and_begins_anew_in_its_process()
    {
        DomainStarted started = await _host.StartAsync(Linux());
        await using GuestSerial serial = GuestSerial.OfFile(Port);
        await serial.WaitAsync(l => l == LinuxGuest.UpWord, from: 0, Cancellation);
        List<(DomainEventKind, DomainEventDetail)> happened = [];
        using CancellationTokenSource watching = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task watched = WatchAsync(happened, watching.Token);
        int before = serial.Lines.Count;
        await _host.Driver.RebootAsync(DomainReference.OfName("linux"), cancellation: Cancellation);
        await serial.WaitAsync(l => l == LinuxGuest.UpWord, before, Cancellation);
        Assert.False(Record(_host, started).IsRebooting);
        DomainSummary now = await _host.Driver.FindAsync("linux", Cancellation);
        Assert.Equal((DomainState.Running, started.Domain.ProcessId, started.Domain.Id), (now.State, now.ProcessId, now.Id));

        // What it is asked now is a shutdown again.
        await _host.Driver.ShutdownAsync(DomainReference.OfName("linux"), new() { Deadline = TimeSpan.FromMinutes(1) }, Cancellation);
        await watched;
        Assert.Equal(
            [
                (DomainEventKind.Shutdown, DomainEventDetail.Guest), (DomainEventKind.Rebooted, DomainEventDetail.Host),
                (DomainEventKind.Resumed, DomainEventDetail.Unpaused), (DomainEventKind.Shutdown, DomainEventDetail.Guest),
                (DomainEventKind.Stopped, DomainEventDetail.Shutdown),
            ],
            // Its firmware may reset the machine once more.
            happened.Where(h => h != (DomainEventKind.Rebooted, DomainEventDetail.Guest)));
    }

    [Fact]
    public async Task A_guest_that_shut_down_while_nobody_looked_begins_anew_with_the_next_program()
    {
        DomainStarted started = await _host.StartAsync(Linux());
        await using GuestSerial serial = GuestSerial.OfFile(Port);
        await serial.WaitAsync(l => l == LinuxGuest.UpWord, from: 0, Cancellation);
        int before = serial.Lines.Count;
        await using (QemuDriver killed = new(new QemuDriverOptions { Root = _host.Root }))
        {
            await killed.RebootAsync(DomainReference.OfName("linux"), cancellation: Cancellation);
        }

        while ((await _host.Driver.FindAsync("linux", Cancellation)).State != DomainState.ShuttingDown)
        {
            await Task.Delay(50, Cancellation);
        }

        await using QemuDriver next = new(new QemuDriverOptions { Root = _host.Root, IsLongLived = true });
        await serial.WaitAsync(l => l == LinuxGuest.UpWord, before, Cancellation);
        Assert.False(Record(_host, started).IsRebooting);
    }

    [Fact]
    public async Task Who_shuts_down_or_resets_a_guest_no_longer_waits_for_its_reboot()
    {
        DomainStarted started = await _host.StartAsync(HostFolder.Small(string.Empty));
        await _host.Driver.RebootAsync(DomainReference.OfName("small"), cancellation: Cancellation);
        Assert.True(Record(_host, started).IsRebooting);
        await _host.Driver.ShutdownAsync("small", cancellation: Cancellation);
        Assert.False(Record(_host, started).IsRebooting);
        await _host.Driver.RebootAsync(DomainReference.OfName("small"), cancellation: Cancellation);
        await _host.Driver.ResetAsync("small", cancellation: Cancellation);
        Assert.False(Record(_host, started).IsRebooting);
        await _host.Driver.RebootAsync(DomainReference.OfName("small"), cancellation: Cancellation);
        await _host.Driver.DestroyAsync("small", cancellation: Cancellation);
        await _host.AssertNothingRunsAsync();
    }

    [Fact]
    public async Task A_guest_that_reboots_does_not_move()
    {
        await using HostFolder there = new();
        await _host.StartAsync(HostFolder.Small(string.Empty));
        await _host.Driver.RebootAsync(DomainReference.OfName("small"), cancellation: Cancellation);
        DomainException refused = await Assert.ThrowsAsync<DomainException>(
            () => _host.Driver.MigrateAsync("small", there.Driver.OpenDestination(), cancellation: Cancellation));
        Assert.Equal(DomainErrorKind.InvalidState, refused.Kind);
        Assert.Contains("asked to reboot", refused.Message, StringComparison.Ordinal);
    }

    private static RunRecord Record(HostFolder host, DomainStarted started) =>
        new RunStore(new StateFolder(host.Root)).Look(started.Domain.Uuid)!.Record!;

    private DomainDocument Linux() =>
        DomainDocument.Parse(LinuxGuest.Domain($"<serial type='file'><source path='{Port}' append='on'/></serial>"));

    private async Task WatchAsync(List<(DomainEventKind, DomainEventDetail)> happened, CancellationToken cancellation)
    {
        await foreach (DomainEvent one in _host.Driver.WatchAsync("linux", cancellation))
        {
            happened.Add((one.Kind, one.Detail));
            if (one.Kind == DomainEventKind.Stopped)
            {
                return;
            }
        }
    }
}
