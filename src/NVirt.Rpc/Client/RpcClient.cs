using System.Collections.Concurrent;
using NVirt.Rpc.Frames;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;
using NVirt.Xml;

namespace NVirt.Rpc.Client;

/// <summary>
/// A client of libvirt's protocol on a stream: calls with their answers, in any order, and events. What a server sends is not trusted: what
/// makes no sense, and silence, end the connection with one error for everything that waits. Safe for use by several threads.
/// </summary>
public sealed class RpcClient : IAsyncDisposable
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);

    private readonly Stream _stream;
    private readonly FrameReader _frames;
    private readonly FrameBuffer _buffer = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<uint, PendingCall> _pending = new();
    private readonly ConcurrentDictionary<(uint Program, int Number), Action<ReadOnlySpan<byte>>> _listeners = new();
    private readonly ConcurrentDictionary<uint, RpcStream> _streams = new();
    private readonly RpcClientOptions _options;
    private readonly ClientKeepalive _keepalive;
    private readonly Task _reading;
    private readonly TaskCompletionSource<RpcConnectionException> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private uint _serial;

    /// <summary>Begins to read from a stream, which it closes at its end.</summary>
    /// <param name="stream">Both ways to the server.</param>
    /// <param name="options">How long to wait; <see langword="null"/> for the defaults.</param>
    public RpcClient(Stream stream, RpcClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        _options = options ?? RpcClientOptions.Default;
        _frames = new FrameReader(stream);
        _keepalive = new ClientKeepalive(_options, Tell, () => End(new RpcConnectionException(Messages.Client_Silent)));
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>Completes when the connection has ended, with the reason. Never fails.</summary>
    public Task<RpcConnectionException> Ended => _ended.Task;

    /// <summary>Begins to ask the server for signs of life. It must have said that it knows them (feature 10).</summary>
    public void StartKeepalive() => _keepalive.Start();

    /// <summary>Calls a procedure. Calls that are made one after the other are sent in this order.</summary>
    /// <param name="procedure">The procedure.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellation">Ends the waiting; the server is not told.</param>
    /// <exception cref="RpcServerException">The server answered with an error.</exception>
    /// <exception cref="RpcConnectionException">The connection has ended.</exception>
    /// <exception cref="XdrException">The arguments are larger than the protocol allows, and nothing was sent.</exception>
    public Task<TResult> CallAsync<TArgs, TResult>(
        Procedure<TArgs, TResult> procedure, TArgs arguments, CancellationToken cancellation = default)
        where TArgs : IXdrValue<TArgs>
        where TResult : IXdrValue<TResult> => CallAsync(procedure, arguments, isLong: false, cancellation);

    /// <inheritdoc cref="CallAsync{TArgs, TResult}(Procedure{TArgs, TResult}, TArgs, CancellationToken)"/>
    /// <param name="procedure">The procedure.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="isLong">Whether the answer may take any time, as long as the server gives signs of life.</param>
    /// <param name="cancellation">Ends the waiting; the server is not told.</param>
    public async Task<TResult> CallAsync<TArgs, TResult>(
        Procedure<TArgs, TResult> procedure, TArgs arguments, bool isLong, CancellationToken cancellation)
        where TArgs : IXdrValue<TArgs>
        where TResult : IXdrValue<TResult>
    {
        cancellation.ThrowIfCancellationRequested();
        return await CallAsync(procedure, arguments, Interlocked.Increment(ref _serial), isLong, cancellation).ConfigureAwait(false);
    }

    /// <summary>Calls a procedure that opens a stream in both directions.</summary>
    /// <param name="procedure">The procedure.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellation">Ends the waiting; a stream that is opened all the same is closed.</param>
    /// <exception cref="RpcServerException">The server answered with an error.</exception>
    /// <exception cref="RpcConnectionException">The connection has ended.</exception>
    /// <exception cref="XdrException">The arguments are larger than the protocol allows, and nothing was sent.</exception>
    public async Task<RpcStream> OpenStreamAsync<TArgs>(
        Procedure<TArgs, XdrNothing> procedure, TArgs arguments, CancellationToken cancellation = default)
        where TArgs : IXdrValue<TArgs>
    {
        cancellation.ThrowIfCancellationRequested();
        uint serial = Interlocked.Increment(ref _serial);
        FrameHeader header =
            new(procedure.Program, FrameHeader.OnlyVersion, procedure.Number, FrameType.Stream, serial, FrameStatus.Continue);
        RpcStream stream = new(
            (status, bytes, token) => SendAsync(header with { Status = status }, bytes, token), () => _streams.TryRemove(serial, out _));

        // Its first data may come with the answer.
        _streams[serial] = stream;
        try
        {
            await CallAsync(procedure, arguments, serial, isLong: false, cancellation).ConfigureAwait(false);
            return stream;
        }
        catch (RpcServerException)
        {
            // There is none to close.
            _streams.TryRemove(serial, out _);
            throw;
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<TResult> CallAsync<TArgs, TResult>(
        Procedure<TArgs, TResult> procedure, TArgs arguments, uint serial, bool isLong, CancellationToken cancellation)
        where TArgs : IXdrValue<TArgs>
        where TResult : IXdrValue<TResult>
    {
        PendingCall<TResult> pending = new(procedure.Program, procedure.Number);
        _pending[serial] = pending;
        if (_ended.Task.IsCompleted)
        {
            pending.Fail(await _ended.Task.ConfigureAwait(false));
        }

        FrameHeader header =
            new(procedure.Program, FrameHeader.OnlyVersion, procedure.Number, FrameType.Call, serial, FrameStatus.Ok);
        _ = SendAsync(header, arguments, pending);
        try
        {
            return await pending.Answer.WaitAsync(isLong ? Timeout.InfiniteTimeSpan : _options.AnswerPatience, cancellation)
                .ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            RpcConnectionException silent = new(Text.Of(Messages.Client_NoAnswer, _options.AnswerPatience.TotalSeconds));
            End(silent);
            throw silent;
        }
    }

    /// <summary>Hands every event of a kind to a listener, in order. It must return at once.</summary>
    /// <param name="procedure">The event.</param>
    /// <param name="listener">Gets what it tells.</param>
    public void Listen<TArgs>(Procedure<TArgs, XdrNothing> procedure, Action<TArgs> listener)
        where TArgs : IXdrValue<TArgs>
    {
        ArgumentNullException.ThrowIfNull(listener);
        _listeners[(procedure.Program, procedure.Number)] = payload =>
        {
            XdrReader reader = new(payload);
            listener(TArgs.Read(ref reader));
        };
    }

    /// <summary>Waits until the server has closed the connection, and no longer than some seconds.</summary>
    public Task WaitForEndAsync() => Task.WhenAny(_ended.Task, Task.Delay(EndPatience));

    /// <summary>Ends the connection, and the calls that wait.</summary>
    public async ValueTask DisposeAsync()
    {
        End(new RpcConnectionException(Messages.Client_Closed));
        await _reading.ConfigureAwait(false);
        _frames.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await _frames.ReadAsync(_ending.Token).ConfigureAwait(false))
            {
                _keepalive.Heard();
                if (_frames.Header.Type is FrameType.Stream or FrameType.StreamHole)
                {
                    await TakeStreamAsync(_frames.Header, _frames.Payload).ConfigureAwait(false);
                }
                else
                {
                    Take(_frames.Header, _frames.Payload.Span);
                }
            }

            End(new RpcConnectionException(Messages.Client_Closed));
        }
        catch (XdrException e)
        {
            End(RpcConnectionException.Senseless(Text.Of(Messages.Client_Senseless, e.Message), e));
        }
        catch (RpcConnectionException e)
        {
            End(e);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            End(new RpcConnectionException(Text.Of(Messages.Client_Lost, Text.OnOneLine(e.Message)), e));
        }
    }

    private void Take(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        switch (header.Type)
        {
            case FrameType.Message when header.Program == KeepaliveProgram.Number:
                _keepalive.Take(header);
                break;
            case FrameType.Message:
                if (_listeners.TryGetValue((header.Program, header.Procedure), out Action<ReadOnlySpan<byte>>? listener))
                {
                    listener(payload);
                }

                break;
            case FrameType.Reply:
                TakeAnswer(header, payload);
                break;
            default:
                throw RpcConnectionException.Senseless(Text.Of(Messages.Client_FrameType, (int)header.Type));
        }
    }

    // What is left of a stream that nobody reads is dropped.
    private ValueTask TakeStreamAsync(FrameHeader header, ReadOnlyMemory<byte> payload) =>
        _streams.TryGetValue(header.Serial, out RpcStream? stream) ? stream.TakeAsync(header, payload, _ending.Token)
            : ValueTask.CompletedTask;

    private void TakeAnswer(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (!_pending.TryRemove(header.Serial, out PendingCall? call) || !call.IsAnsweredBy(header)
            || header.Status is not (FrameStatus.Ok or FrameStatus.Error))
        {
            RpcConnectionException odd = RpcConnectionException.Senseless(
                Text.Of(Messages.Client_Unasked, header.Serial, header.Procedure, (int)header.Status));
            call?.Fail(odd);
            throw odd;
        }

        try
        {
            call.Take(header.Status, payload);
        }
        catch (XdrException e)
        {
            RpcConnectionException senseless = RpcConnectionException.Senseless(Text.Of(Messages.Client_Senseless, e.Message), e);
            call.Fail(senseless);
            throw senseless;
        }
    }

    // A frame is sent whole, or the connection ends: who called does not cancel it.
    private async Task SendAsync<TArgs>(FrameHeader header, TArgs arguments, PendingCall? pending)
        where TArgs : IXdrWritable
    {
        try
        {
            await _writing.WaitAsync(_ending.Token).ConfigureAwait(false);
            try
            {
                ReadOnlyMemory<byte> frame = _buffer.Frame(header, arguments);
                await _stream.WriteAsync(frame, _ending.Token).ConfigureAwait(false);
                await _stream.FlushAsync(_ending.Token).ConfigureAwait(false);
            }
            finally
            {
                _writing.Release();
            }
        }
        catch (XdrException e)
        {
            _pending.TryRemove(header.Serial, out _);
            pending?.Fail(e);
        }
        catch (OperationCanceledException)
        {
            // The connection has ended, and what waits was told so.
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            End(new RpcConnectionException(Text.Of(Messages.Client_Lost, Text.OnOneLine(e.Message)), e));
        }
    }

    // The same of a stream's bytes. Whoever writes to it is told that the connection has ended.
    private async Task SendAsync(FrameHeader header, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            await _writing.WaitAsync(_ending.Token).ConfigureAwait(false);
            try
            {
                await _stream.WriteAsync(_buffer.Frame(header, bytes.Span), _ending.Token).ConfigureAwait(false);
                await _stream.FlushAsync(_ending.Token).ConfigureAwait(false);
            }
            finally
            {
                _writing.Release();
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            RpcConnectionException lost = new(Text.Of(Messages.Client_Lost, Text.OnOneLine(e.Message)), e);
            End(lost);
            if (header.Status == FrameStatus.Continue)
            {
                throw lost;
            }
        }
    }

    private void Tell(FrameHeader header) => _ = SendAsync(header, XdrNothing.Value, pending: null);

    // The first reason counts. Whoever calls at the same moment sees that it has ended, or is told here.
    private void End(RpcConnectionException reason)
    {
        if (!_ended.TrySetResult(reason))
        {
            return;
        }

        _keepalive.Dispose();
        _ending.Cancel();
        _stream.Dispose();
        foreach (uint serial in _pending.Keys)
        {
            if (_pending.TryRemove(serial, out PendingCall? call))
            {
                call.Fail(reason);
            }
        }

        foreach (RpcStream stream in _streams.Values)
        {
            stream.End(reason);
        }
    }
}
