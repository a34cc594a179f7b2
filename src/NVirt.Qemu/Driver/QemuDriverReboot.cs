using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Options;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Driver;

/// <summary>Guests that shut down to begin anew.</summary>
public sealed partial class QemuDriver : IDomainReboots
{
    private static readonly TimeSpan RebootPatience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RebootPause = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _ending = new();

    /// <inheritdoc/>
    public async Task RebootAsync(DomainReference domain, DomainCallOptions? options = null, CancellationToken cancellation = default)
    {
        RunRecord record = await UseAsync(domain, "reboot", options, async (monitor, record, token) =>
        {
            await OutgoingState.RequireHereAsync(monitor, record, token);
            await GuestReboot.BeginAsync(monitor, record, _runs, token);
        }, cancellation);
        _ = WatchRebootAsync(record.Uuid);
    }

    // What an earlier program began; nobody waits for this.
    private Task ContinueRebootsAsync() => Task.Run(() => Task.WhenAll(
        _runs.Uuids().ToArray().Where(u => _runs.Look(u) is { Life: RunLife.Running, Record.IsRebooting: true }).Select(WatchRebootAsync)));

    // Everybody else who changes the guest meanwhile does the same, so it does not matter who is first.
    private async Task WatchRebootAsync(Guid uuid)
    {
        long start = Environment.TickCount64;
        try
        {
            while (_runs.Look(uuid) is { Life: RunLife.Running, Record.IsRebooting: true })
            {
                await Task.Delay(RebootPause, _ending.Token);
                bool givesUp = Environment.TickCount64 - start > RebootPatience.TotalMilliseconds;
                if (_folder.TryLock(uuid, "reboot") is { } taken)
                {
                    using (taken)
                    {
                        await ContinueRebootAsync(uuid, givesUp);
                    }
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or DomainException or QmpException)
        {
            // The driver is disposed of, or the guest has ended or does not answer: the record still says what is to be done.
        }
    }

    private async Task ContinueRebootAsync(Guid uuid, bool givesUp)
    {
        if (await _recovery.RecoverAsync(uuid, _ending.Token) is { IsRebooting: true } record && givesUp)
        {
            await using GuestMonitor monitor =
                await GuestMonitor.ConnectAsync(_runs.FilesOf(uuid).Commands, cancellation: _ending.Token);
            await GuestReboot.GiveUpAsync(monitor, record, _runs, _ending.Token);
        }
    }
}
