using System.Diagnostics;
using System.Net.Sockets;
using NVirt.Daemon.Faults;
using NVirt.Daemon.Hypervisors;
using NVirt.Daemon.Logs;
using NVirt.Daemon.Telemetry;
using NVirt.Rpc.Frames;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Sessions;

/// <summary>A client: what it sends is read and served, until one of the two closes.</summary>
internal sealed class ClientSession : IAsyncDisposable
{
    private const int DescriptorCount = sizeof(uint);

    // A call with more takes its time, whatever it asks for, and its client's next one does not wait for it.
    private const int QuickBytes = 64 * 1024;

    // One frame has at most 32 MiB, and nobody needs several of those at once.
    private static readonly FrameBudget LargeFrames = new(256L * 1024 * 1024, patience: TimeSpan.FromMinutes(2));

    private readonly CallTable _calls;
    private readonly Stream _stream;
    private readonly FrameReader _frames;
    private readonly Outgoing _outgoing;
    private readonly NextCall _next;
    private readonly SemaphoreSlim _places;
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationTokenSource _reading;
    private readonly SessionLimits _limits;
    private readonly DaemonMeters _meters;
    private readonly DaemonLog _log;
    private long _served;
    private TimeSpan _drainPatience;
    private Call? _closing;

    public ClientSession(
        Stream stream, string name, CallTable calls, HypervisorTable hypervisors, SessionLimits limits, bool isReadOnly,
        DaemonMeters meters, DaemonLog log)
    {
        Name = name;
        _meters = meters;
        _log = log;
        _reading = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        _stream = stream;
        _calls = calls;
        _limits = limits;
        _frames = new FrameReader(stream, LargeFrames);
        _outgoing = new Outgoing(stream);
        _next = new NextCall(stream);
        _places = new SemaphoreSlim(limits.CallsOfClient);
        Hypervisors = hypervisors;
        IsReadOnly = isReadOnly;
        Events = new SessionEvents(_outgoing, limits.WaitingEvents, Close);
        Streams = new SessionStreams(_outgoing);
        Keepalive = new Keepalive(_outgoing, limits, Close);
    }

    /// <summary>How much the client may ask for.</summary>
    public SessionLimits Limits => _limits;

    /// <summary>Who it is.</summary>
    public string Name { get; }

    /// <summary>Since when it is connected.</summary>
    public DateTimeOffset Since { get; } = DateTimeOffset.UtcNow;

    /// <summary>How many of its calls are being served.</summary>
    public int ActiveCalls => _limits.CallsOfClient - _places.CurrentCount;

    /// <summary>How many of its calls were answered.</summary>
    public long ServedCalls => Volatile.Read(ref _served);

    /// <summary>What can be opened.</summary>
    public HypervisorTable Hypervisors { get; }

    /// <summary>What is open; <see langword="null"/> before the client has opened something.</summary>
    public Hypervisor? Hypervisor { get; private set; }

    /// <summary>Whether the client may change nothing.</summary>
    public bool IsReadOnly { get; private set; }

    /// <summary>Whether the client can be given open descriptors.</summary>
    public bool PassesDescriptors => _outgoing.PassesDescriptors;

    /// <summary>What the client wants to be told of.</summary>
    public SessionEvents Events { get; }

    /// <summary>Consoles and the like.</summary>
    public SessionStreams Streams { get; }

    /// <summary>Signs of life.</summary>
    public Keepalive Keepalive { get; }

    /// <summary>The guests that end with the client.</summary>
    public AutoDestroyed AutoDestroyed { get; } = new();

    /// <summary>The guests that the client migrates.</summary>
    public SessionMigrations Migrations { get; } = new();

    /// <summary>Opens a hypervisor for the client, once.</summary>
    public void Open(Hypervisor hypervisor, bool isReadOnly)
    {
        Hypervisor = hypervisor;
        IsReadOnly |= isReadOnly;
    }

    /// <summary>Serves the client until it goes, is closed, or sends what cannot be understood.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (await _frames.ReadAsync(_reading.Token) && await TakeAsync())
            {
                if (_closing is not null)
                {
                    // The reply is still on its way, and ends the session once it is sent; nothing else is served meanwhile.
                    await Task.Delay(Timeout.InfiniteTimeSpan, _ending.Token);
                }
            }
        }
        catch (Exception e)
            when (e is XdrException or IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Nothing after it can be understood, or there is nobody any more, or the daemon ends.
        }

        if (_drainPatience > TimeSpan.Zero)
        {
            await FinishCallsAsync();
        }
    }

    /// <summary>Lets the client go, after the reply to a call.</summary>
    public void CloseAfterReply(Call call) => _closing = call;

    /// <summary>Lets the client go at once.</summary>
    public void Close() => _ending.Cancel();

    /// <summary>Lets the client go once the calls that are being served have their answers.</summary>
    /// <param name="patience">How long they may take.</param>
    public void Drain(TimeSpan patience)
    {
        _drainPatience = patience;
        try
        {
            _reading.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await Streams.DisposeAsync();
        await Events.DisposeAsync();
        await Keepalive.DisposeAsync();
        await Migrations.EndAsync(Hypervisor?.Migrations);
        await AutoDestroyed.EndAsync(Hypervisor);
        await _stream.DisposeAsync();
        _frames.Dispose();
        _reading.Dispose();
    }

    private async Task FinishCallsAsync()
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        patience.CancelAfter(_drainPatience);
        try
        {
            for (int i = 0; i < _limits.CallsOfClient; i++)
            {
                await _places.WaitAsync(patience.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // A call takes too long, or the client went.
        }
    }

    /// <summary>Takes a frame.</summary>
    /// <returns>Whether to go on.</returns>
    private async ValueTask<bool> TakeAsync()
    {
        FrameHeader header = _frames.Header;
        ReadOnlyMemory<byte> payload = _frames.Payload;
        Keepalive.Heard();
        switch (header.Type)
        {
            case FrameType.Message when header.Program == KeepaliveProgram.Number:
                await Keepalive.TakeAsync(header, _ending.Token);
                return true;
            case FrameType.Stream or FrameType.StreamHole:
                await Streams.TakeAsync(header, payload, _ending.Token);
                return true;
            case FrameType.Call:
                return await TakeCallAsync(header, payload);
            case FrameType.CallWithDescriptors:
                return await TakeDescriptorsAsync(header, payload);
            default:
                // A reply, an event or a type that nobody knows: libvirt's daemon does not answer either.
                return true;
        }
    }

    // The call is read before the bytes that carry the descriptors, which stand behind it. No procedure takes any, and the kernel closes
    // what nobody receives.
    private async ValueTask<bool> TakeDescriptorsAsync(FrameHeader header, ReadOnlyMemory<byte> payload)
    {
        if (payload.Length < DescriptorCount)
        {
            return false;
        }

        XdrReader reader = new(payload.Span);
        uint count = reader.ReadUInt();
        if (count > XdrLimits.Descriptors)
        {
            return false;
        }

        byte[] rest = payload[DescriptorCount..].ToArray();
        return await _frames.SkipAsync((int)count, _ending.Token) && await TakeCallAsync(header, rest);
    }

    private async ValueTask<bool> TakeCallAsync(FrameHeader header, ReadOnlyMemory<byte> payload)
    {
        CallEntry entry;
        IXdrWritable arguments;
        try
        {
            entry = Find(header);
            arguments = Read(entry, payload.Span);
        }
        catch (Fault fault)
        {
            await ReplyAsync(header, fault);
            return true;
        }

        await _places.WaitAsync(_ending.Token);
        Call call = new(this, entry.Info, header, _ending.Token);
        if (entry.IsQuick && payload.Length <= QuickBytes)
        {
            // What it begins with never waits. What it waits for after that does not hold up the next call.
            Task served = ServeAsync(entry, call, arguments);
            if (served.IsCompleted)
            {
                await served;
                if (!_frames.HasMore)
                {
                    _next.Await();
                }
            }
        }
        else
        {
            _ = Task.Run(() => ServeAsync(entry, call, arguments), CancellationToken.None);
        }

        return true;
    }

    private CallEntry Find(FrameHeader header)
    {
        if (!CallTable.HasProgram(header.Program) || header.Version != FrameHeader.OnlyVersion)
        {
            throw CommonFaults.Rpc(NVirt.Xml.Text.Of(Messages.Rpc_Program, header.Program, header.Version));
        }

        return _calls.Find(header.Program, header.Procedure) is not { } entry ? throw CommonFaults.UnknownProcedure(header.Procedure)
            : header.Status != FrameStatus.Ok ? throw CommonFaults.Rpc(NVirt.Xml.Text.Of(Messages.Rpc_Status, (int)header.Status))
            : entry;
    }

    private IXdrWritable Read(CallEntry entry, ReadOnlySpan<byte> payload)
    {
        IXdrWritable arguments;
        try
        {
            arguments = entry.Read(payload);
        }
        catch (XdrException)
        {
            throw CommonFaults.BadPayload();
        }

        return !IsReadOnly ? arguments
            : entry.Info.IsDenied ? throw CommonFaults.ReadOnly($"vir{entry.Info.Name}")
            : arguments.IsDeniedToReaders ? throw CommonFaults.SecureOnReadOnly($"vir{entry.Info.Name}")
            : arguments;
    }

    private async Task ServeAsync(CallEntry entry, Call call, IXdrWritable arguments)
    {
        long began = Stopwatch.GetTimestamp();
        using Activity? activity = CallTraces.Begin(entry.Info, this);
        try
        {
            IXdrWritable result;
            try
            {
                result = await entry.ServeAsync(call, arguments);
                Count(entry, began, hasFailed: false);
            }
            catch (Exception e) when (!_ending.IsCancellationRequested)
            {
                Count(entry, began, hasFailed: true);
                CallTraces.Fail(activity, e);
                if (!FaultOf.IsExpected(e))
                {
                    _log.Failed(entry.Info.Name, e);
                }

                await ReplyAsync(call.Header, FaultOf.Exception(e));
                return;
            }

            await (call.Descriptor is { } descriptor
                ? _outgoing.SendAsync(call.Header, descriptor, _ending.Token)
                : SendAsync(call.Header, FrameStatus.Ok, result));
            Streams.Begin(call);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The client is gone; reading from it will say so.
        }
        finally
        {
            if (ReferenceEquals(_closing, call))
            {
                Close();
            }

            call.Descriptor?.Dispose();
            _places.Release();
        }
    }

    private void Count(CallEntry entry, long began, bool hasFailed)
    {
        Interlocked.Increment(ref _served);
        _meters.Count(entry.Info.Name, began, hasFailed);
    }

    private ValueTask ReplyAsync(FrameHeader call, Fault fault) => SendAsync(call, FrameStatus.Error, fault.ToError());

    private async ValueTask SendAsync(FrameHeader call, FrameStatus status, IXdrWritable payload)
    {
        FrameHeader header = call with { Type = FrameType.Reply, Status = status };
        try
        {
            await _outgoing.SendAsync(header, payload, _ending.Token);
        }
        catch (XdrException e)
        {
            // Nothing of it was sent; the client is told that the answer is too large.
            await _outgoing.SendAsync(header with { Status = FrameStatus.Error }, CommonFaults.Rpc(e.Message).ToError(), _ending.Token);
        }
    }
}
