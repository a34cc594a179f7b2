using System.Collections.Immutable;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;

namespace NVirt.Daemon.Hypervisors;

/// <summary>
/// What happens to a driver's domains, handed to all clients that want it, in libvirt's order. The driver is watched once the first client
/// wants something. Safe for use by several threads.
/// </summary>
/// <param name="driver">The driver.</param>
internal sealed class HypervisorEvents(IDomainDriver driver) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // A file system that hangs keeps nobody from listening.
    private static readonly TimeSpan LongestPass = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();
    private ImmutableArray<Action<DomainEvent>> _listeners = [];
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _watching;

    /// <summary>
    /// Tells a listener of everything that happens from this call on, and of nothing before, until the result is disposed of.
    /// </summary>
    public async Task<IDisposable> ListenAsync(Action<DomainEvent> listener)
    {
        lock (_lock)
        {
            _watching ??= WatchAsync(_ending.Token);
        }

        await PassAsync().WaitAsync(LongestPass).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            _listeners = _listeners.Add(listener);
        }

        return new Listening(() =>
        {
            lock (_lock)
            {
                _listeners = _listeners.Remove(listener);
            }
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        if (_watching is not null)
        {
            await _watching;
        }

        _ending.Dispose();
    }

    private async Task PassAsync()
    {
        await _begun.Task;
        if (driver is IDomainEventBarrier barrier)
        {
            await barrier.PassAsync(_ending.Token);
        }
    }

    private async Task WatchAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                // What happens between the two is seen by both, and an older number of a domain gives way.
                EventOrder order = new(await driver.ListAsync(cancellation));
                await using IAsyncEnumerator<DomainEvent> events =
                    driver.WatchAsync(cancellation: cancellation).GetAsyncEnumerator(cancellation);
                ValueTask<bool> next = events.MoveNextAsync();
                _begun.TrySetResult();
                while (await next)
                {
                    foreach (DomainEvent told in order.Add(events.Current))
                    {
                        Tell(told);
                    }

                    next = events.MoveNextAsync();
                }

                return;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (DomainException)
            {
                // The driver cannot be watched, or says that something was missed: what comes now is told.
                _begun.TrySetResult();
                await Task.Delay(Pause, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Tell(DomainEvent happened)
    {
        foreach (Action<DomainEvent> listener in _listeners)
        {
            listener(happened);
        }
    }

    private sealed class Listening(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
