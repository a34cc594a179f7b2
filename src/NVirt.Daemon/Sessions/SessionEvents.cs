using System.Threading.Channels;
using NVirt.Rpc.Frames;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Sessions;

/// <summary>
/// The events that go to a client, in their order. One that is too slow for them is closed: it holds up nobody, and is not told a part
/// only. Safe for use by several threads.
/// </summary>
internal sealed class SessionEvents : IAsyncDisposable
{
    // The serial of all messages that nobody asked for.
    private const uint Serial = 1;

    private readonly Outgoing _outgoing;
    private readonly int _capacity;
    private readonly Action _close;
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();
    private readonly List<IDisposable> _subscriptions = [];
    private Channel<(int Procedure, IXdrWritable Payload)>? _waiting;

    public SessionEvents(Outgoing outgoing, int capacity, Action close)
    {
        _outgoing = outgoing;
        _capacity = capacity;
        _close = close;
    }

    /// <summary>Keeps what is to end with the session.</summary>
    public void Keep(IDisposable subscription)
    {
        lock (_lock)
        {
            _subscriptions.Add(subscription);
        }
    }

    /// <summary>Lets something end earlier.</summary>
    public void Drop(IDisposable subscription)
    {
        lock (_lock)
        {
            _subscriptions.Remove(subscription);
        }

        subscription.Dispose();
    }

    /// <summary>Tells the client.</summary>
    public void Tell<T>(Procedure<T, XdrNothing> message, T payload)
        where T : class, IXdrValue<T>
    {
        if (!Waiting().Writer.TryWrite((message.Number, payload)))
        {
            _close();
        }
    }

    public async ValueTask DisposeAsync()
    {
        IDisposable[] subscriptions;
        lock (_lock)
        {
            subscriptions = [.. _subscriptions];
            _subscriptions.Clear();
        }

        Array.ForEach(subscriptions, s => s.Dispose());
        await _ending.CancelAsync();
        _ending.Dispose();
    }

    private Channel<(int Procedure, IXdrWritable Payload)> Waiting()
    {
        lock (_lock)
        {
            if (_waiting is null)
            {
                _waiting = Channel.CreateBounded<(int, IXdrWritable)>(new BoundedChannelOptions(_capacity) { SingleReader = true });
                _ = SendAsync(_waiting.Reader, _ending.Token);
            }

            return _waiting;
        }
    }

    private async Task SendAsync(ChannelReader<(int Procedure, IXdrWritable Payload)> waiting, CancellationToken cancellation)
    {
        try
        {
            await foreach ((int procedure, IXdrWritable payload) in waiting.ReadAllAsync(cancellation))
            {
                FrameHeader header =
                    new(RemoteProgram.Number, FrameHeader.OnlyVersion, procedure, FrameType.Message, Serial, FrameStatus.Ok);
                await _outgoing.SendAsync(header, payload, cancellation);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            _close();
        }
    }
}
