using NVirt.Domains.Driver;
using NVirt.Domains.Testing;
using NVirt.Qemu.Guests;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Tests.Driver;

/// <summary>
/// A guest on a leash ends with the leash's holder, even if that is killed: the kernel then closes the pipe, as this test does.
/// </summary>
public sealed class LeashTests : IAsyncDisposable
{
    private readonly HostFolder _host = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_guest_ends_when_its_leash_is_let_go()
    {
        StartedGuest guest = await _host.StartGuestAsync(isLeashed: true);
        await using GuestMonitor monitor = guest.Monitor;
        Assert.True(guest.Record.Process.IsAlive);
        guest.Leash!.Dispose();
        Assert.True(await guest.Record.Process.WaitForEndAsync(TimeSpan.FromSeconds(60), Cancellation));
    }

    [Fact]
    public async Task A_guest_that_ended_before_takes_nothing_with_it()
    {
        StartedGuest guest = await _host.StartGuestAsync(isLeashed: true);
        await using (guest.Monitor)
        {
            Assert.True(
                await GuestEnd.KillAsync(
                    new RunStore(new StateFolder(_host.Root)), guest.Record.Uuid, TimeSpan.FromSeconds(60), Cancellation));
        }

        DomainSummary again = (await _host.Driver.StartAsync("small", cancellation: Cancellation)).Domain;
        guest.Leash!.Dispose();
        Assert.Equal(again.ProcessId, (await _host.Driver.FindAsync("small", Cancellation)).ProcessId);
    }
}
