using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using NVirt.Xml;

namespace NVirt.Qemu.Qmp;

/// <summary>
/// A connection to QEMU's machine protocol. Safe for use by several threads: any number of commands may be pending, and answers may come in
/// any order. Nothing waits longer than its timeout, whatever QEMU does, and memory use is limited.
/// </summary>
public sealed class QmpClient : IAsyncDisposable
{
    private const int MaxUnsentCommands = 16;

    private static readonly TimeSpan TurnPause = TimeSpan.FromMilliseconds(2);

    private readonly QmpOptions _options;
    private readonly NetworkStream _stream;
    private readonly QmpMessageReader _reader;
    private readonly QmpPendingCommands _pending = new();
    private readonly Channel<byte[]> _unsent = Channel.CreateBounded<byte[]>(MaxUnsentCommands);
    private readonly Channel<QmpEvent> _events;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loops;
    private long _droppedEvents;

    private QmpClient(NetworkStream stream, QmpMessageReader reader, QmpGreeting greeting, QmpOptions options)
    {
        _stream = stream;
        _reader = reader;
        _options = options;
        Greeting = greeting;
        _events = Channel.CreateBounded<QmpEvent>(
            new BoundedChannelOptions(options.MaxWaitingEvents) { FullMode = BoundedChannelFullMode.DropOldest },
            _ => Interlocked.Increment(ref _droppedEvents));
        _loops = Task.WhenAll(Task.Run(ReceiveAsync), Task.Run(SendAsync));
    }

    /// <summary>QEMU's greeting.</summary>
    public QmpGreeting Greeting { get; }

    /// <summary>How many events were dropped because nobody read them.</summary>
    public long DroppedEvents => Interlocked.Read(ref _droppedEvents);

    /// <summary>Hands QEMU an open file, which its next command is about. No other command may be pending.</summary>
    internal void Attach(SafeHandle file)
    {
        try
        {
            // Between commands, a blank means nothing.
            if (!DescriptorPassing.TrySend(_stream.Socket, file, (byte)' '))
            {
                throw new SocketException((int)SocketError.WouldBlock);
            }
        }
        catch (SocketException e)
        {
            throw QmpException.Of(QmpErrorKind.Closed, e.Message, e);
        }
    }

    /// <summary>Connects to a Unix socket, waits for the greeting, and completes the capability negotiation; none is enabled.</summary>
    /// <param name="socketPath">The socket, at most 107 bytes long on Linux.</param>
    /// <param name="options">Limits; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellation">Cancels waiting.</param>
    /// <exception cref="QmpException">QEMU cannot be reached, does not answer in time, does not speak QMP, or refuses.</exception>
    /// <exception cref="ArgumentException">The path is empty or too long.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static Task<QmpClient> ConnectAsync(
        string socketPath, QmpOptions? options = null, CancellationToken cancellation = default) =>
        ConnectAsync(socketPath, options, first: null, cancellation);

    /// <summary>The same, and commands that follow the negotiation at once.</summary>
    internal static async Task<QmpClient> ConnectAsync(
        string socketPath, QmpOptions? options, Action<QmpClient>? first, CancellationToken cancellation)
    {
        options ??= new QmpOptions();
        UnixDomainSocketEndPoint address = new(socketPath);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(options.Timeout);
        Socket? socket = null;
        QmpClient? client = null;
        try
        {
            socket = await ConnectAsync(address, patience.Token);
            client = await GreetAsync(socket, options, patience.Token);
            Task negotiated = client.ExecuteAsync("qmp_capabilities", timeout: Timeout.InfiniteTimeSpan, cancellation: patience.Token);
            first?.Invoke(client);
            await negotiated;
            return client;
        }
        catch (Exception e)
        {
            socket?.Dispose();
            if (client is not null)
            {
                await client.DisposeAsync();
            }

            throw e switch
            {
                OperationCanceledException when !cancellation.IsCancellationRequested => QmpException.Of(
                    QmpErrorKind.TimedOut, Text.Of(Messages.Qmp_GreetingTimedOut, socketPath, options.Timeout.TotalSeconds), e),
                SocketException => QmpException.Of(QmpErrorKind.Unreachable, Text.Of(Messages.Qmp_Unreachable, socketPath, e.Message), e),
                IOException => QmpException.Closed(e),
                _ => e,
            };
        }
    }

    // QEMU hears one client at a time and keeps few others waiting; who comes beside them is sent away for the moment.
    private static async Task<Socket> ConnectAsync(UnixDomainSocketEndPoint address, CancellationToken cancellation)
    {
        while (true)
        {
            Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(address, cancellation);
                return socket;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }

            await Task.Delay(TurnPause, cancellation);
        }
    }

    /// <summary>Executes a command.</summary>
    /// <param name="command">Its name, for example <c>query-version</c>.</param>
    /// <param name="arguments">Its arguments; they are read before the method returns, and not kept.</param>
    /// <param name="timeout">How long to wait; <see langword="null"/> for <see cref="QmpOptions.Timeout"/>.</param>
    /// <param name="cancellation">Cancels waiting. QEMU may still execute the command.</param>
    /// <returns>What QEMU returned: an object, often empty, or any other JSON value.</returns>
    /// <exception cref="QmpException">QEMU refuses or does not answer in time, or the connection is no longer usable.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public async Task<JsonElement> ExecuteAsync(
        string command, JsonObject? arguments = null, TimeSpan? timeout = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        TimeSpan limit = timeout ?? _options.Timeout;
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(limit);
        long id = _pending.Add(command, out Task<JsonElement> answer);
        try
        {
            await _unsent.Writer.WriteAsync(QmpCommandWriter.Write(id, command, arguments), patience.Token);
            return await answer.WaitAsync(patience.Token);
        }
        catch (ChannelClosedException)
        {
            // The connection has failed, and the answer says why.
            return await answer;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw QmpException.TimedOut(command, limit);
        }
        finally
        {
            _pending.Remove(id);
        }
    }

    /// <summary>
    /// The unread events since the connection began, and those to come. Each event goes to one reader. The stream ends when
    /// the client is disposed of.
    /// </summary>
    /// <param name="cancellation">Cancels waiting.</param>
    /// <exception cref="QmpException">The connection is no longer usable; thrown after the last event.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public IAsyncEnumerable<QmpEvent> ReadEventsAsync(CancellationToken cancellation = default) =>
        _events.Reader.ReadAllAsync(cancellation);

    /// <summary>Closes the connection; pending commands fail. QEMU continues.</summary>
    public async ValueTask DisposeAsync()
    {
        Fail(QmpException.Closed(), ofEvents: null);
        await _stop.CancelAsync();
        await _stream.DisposeAsync();
        await _loops;
    }

    private static async Task<QmpClient> GreetAsync(Socket socket, QmpOptions options, CancellationToken cancellation)
    {
        NetworkStream stream = new(socket, ownsSocket: true);
        QmpMessageReader reader = new(stream, options.MaxMessageBytes);
        return await reader.ReadAsync(cancellation) is QmpMessage.Greeting greeting
            ? new QmpClient(stream, reader, greeting.Value, options)
            : throw QmpException.Of(QmpErrorKind.Malformed, Messages.Qmp_NoGreeting);
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                Dispatch(await _reader.ReadAsync(_stop.Token));
            }
        }
        catch (Exception e)
        {
            QmpException failure = e as QmpException ?? QmpException.Closed(e);
            Fail(failure, failure);
        }
    }

    private void Dispatch(QmpMessage message)
    {
        switch (message)
        {
            case QmpMessage.Reply reply:
                _pending.Answer(reply);
                break;
            case QmpMessage.Refusal refusal:
                _pending.Answer(refusal);
                break;
            case QmpMessage.Event happened:
                _events.Writer.TryWrite(happened.Value);
                break;
            default:
                throw QmpException.Of(QmpErrorKind.Malformed, Messages.Qmp_GreetedTwice);
        }
    }

    // Only this loop writes, so a caller that gives up never leaves half a command behind.
    private async Task SendAsync()
    {
        try
        {
            await foreach (byte[] line in _unsent.Reader.ReadAllAsync(_stop.Token))
            {
                await _stream.WriteAsync(line, _stop.Token);
            }
        }
        catch (Exception e)
        {
            QmpException failure = QmpException.Closed(e);
            Fail(failure, failure);
        }
    }

    private void Fail(QmpException failure, QmpException? ofEvents)
    {
        _pending.Fail(failure);
        _unsent.Writer.TryComplete();
        _events.Writer.TryComplete(ofEvents);
    }
}
