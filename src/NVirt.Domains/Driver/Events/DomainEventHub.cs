using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using NVirt.Xml;

namespace NVirt.Domains.Driver.Events;

/// <summary>
/// Passes events to any number of watchers. A watcher gets all events in order, or an error: a watcher that is too slow is told so instead
/// of missing some silently, and never delays the others. Safe for use by several threads.
/// </summary>
public sealed class DomainEventHub : IDomainEventBarrier
{
    /// <summary>How many events may wait for a watcher.</summary>
    public const int Capacity = 1024;

    private ImmutableDictionary<Channel<Entry>, Guid?> _watchers = ImmutableDictionary<Channel<Entry>, Guid?>.Empty;

    /// <summary>Events from this call on.</summary>
    /// <param name="domain">The domain; <see langword="null"/> for all.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public IAsyncEnumerable<DomainEvent> Watch(Guid? domain, CancellationToken cancellation)
    {
        Channel<Entry> channel = Channel.CreateBounded<Entry>(new BoundedChannelOptions(Capacity) { SingleReader = true });
        ImmutableInterlocked.TryAdd(ref _watchers, channel, domain);
        return ReadAsync(channel, cancellation);
    }

    /// <summary>Publishes an event to all watchers. The caller must ensure the order.</summary>
    public void Publish(DomainEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        foreach ((Channel<Entry> channel, Guid? domain) in _watchers)
        {
            if ((domain is null || domain == happened.Uuid) && !channel.Writer.TryWrite(new Entry(happened, Passed: null)))
            {
                Forget(channel, new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Driver_SlowWatcher, Capacity)));
            }
        }
    }

    /// <inheritdoc/>
    public Task PassAsync(CancellationToken cancellation = default)
    {
        List<Task> waiting = [];
        foreach (Channel<Entry> channel in _watchers.Keys)
        {
            TaskCompletionSource passed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (channel.Writer.TryWrite(new Entry(Happened: null, passed)))
            {
                waiting.Add(passed.Task);
            }
        }

        return Task.WhenAll(waiting).WaitAsync(cancellation);
    }

    /// <summary>Ends all streams.</summary>
    /// <param name="error">Why, for those who watch; <see langword="null"/> for an ordinary end.</param>
    public void Close(Exception? error = null)
    {
        foreach (Channel<Entry> channel in _watchers.Keys)
        {
            Forget(channel, error);
        }
    }

    private async IAsyncEnumerable<DomainEvent> ReadAsync(
        Channel<Entry> channel, [EnumeratorCancellation] CancellationToken cancellation)
    {
        try
        {
            await foreach ((DomainEvent? happened, TaskCompletionSource? passed) in channel.Reader.ReadAllAsync(cancellation))
            {
                if (happened is not null)
                {
                    yield return happened;
                }

                passed?.TrySetResult();
            }
        }
        finally
        {
            Forget(channel, error: null);
            while (channel.Reader.TryRead(out Entry entry))
            {
                entry.Passed?.TrySetResult();
            }
        }
    }

    private void Forget(Channel<Entry> channel, Exception? error)
    {
        ImmutableInterlocked.TryRemove(ref _watchers, channel, out _);
        channel.Writer.TryComplete(error);
    }

    // What waits for a watcher: an event, or somebody who wants to know that those before it were taken.
    private readonly record struct Entry(DomainEvent? Happened, TaskCompletionSource? Passed);
}
