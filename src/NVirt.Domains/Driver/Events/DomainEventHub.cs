using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using NVirt.Xml;

namespace NVirt.Domains.Driver.Events;

/// <summary>
/// Passes events to any number of watchers. A watcher gets all events in order, or an error: a watcher that is too slow is told so instead
/// of missing some silently, and never delays the others. Safe for use by several threads.
/// </summary>
public sealed class DomainEventHub
{
    /// <summary>How many events may wait for a watcher.</summary>
    public const int Capacity = 1024;

    private ImmutableDictionary<Channel<DomainEvent>, Guid?> _watchers = ImmutableDictionary<Channel<DomainEvent>, Guid?>.Empty;

    /// <summary>Events from this call on.</summary>
    /// <param name="domain">The domain; <see langword="null"/> for all.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public IAsyncEnumerable<DomainEvent> Watch(Guid? domain, CancellationToken cancellation)
    {
        Channel<DomainEvent> channel = Channel.CreateBounded<DomainEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });
        ImmutableInterlocked.TryAdd(ref _watchers, channel, domain);
        return ReadAsync(channel, cancellation);
    }

    /// <summary>Publishes an event to all watchers. The caller must ensure the order.</summary>
    public void Publish(DomainEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        foreach ((Channel<DomainEvent> channel, Guid? domain) in _watchers)
        {
            if ((domain is null || domain == happened.Uuid) && !channel.Writer.TryWrite(happened))
            {
                Forget(channel, new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Driver_SlowWatcher, Capacity)));
            }
        }
    }

    /// <summary>Ends all streams.</summary>
    /// <param name="error">Why, for those who watch; <see langword="null"/> for an ordinary end.</param>
    public void Close(Exception? error = null)
    {
        foreach (Channel<DomainEvent> channel in _watchers.Keys)
        {
            Forget(channel, error);
        }
    }

    private async IAsyncEnumerable<DomainEvent> ReadAsync(
        Channel<DomainEvent> channel, [EnumeratorCancellation] CancellationToken cancellation)
    {
        try
        {
            await foreach (DomainEvent happened in channel.Reader.ReadAllAsync(cancellation))
            {
                yield return happened;
            }
        }
        finally
        {
            Forget(channel, error: null);
        }
    }

    private void Forget(Channel<DomainEvent> channel, Exception? error)
    {
        ImmutableInterlocked.TryRemove(ref _watchers, channel, out _);
        channel.Writer.TryComplete(error);
    }
}
