using NVirt.Daemon.Faults;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Frames;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Sessions;

/// <summary>
/// A stream between a client and something here (rpc-protocol.md 5). Data is read only as fast as the client takes it, and what the client
/// sends is taken only as fast as it can be written.
/// </summary>
internal sealed class ServerStream : IAsyncDisposable
{
    private const int Chunk = 64 * 1024;

    private readonly Outgoing _outgoing;
    private readonly FrameHeader _header;
    private readonly Stream? _source;
    private readonly Stream? _sink;
    private readonly IAsyncDisposable _end;
    private readonly Action _forget;
    private readonly CancellationTokenSource _ending = new();
    private readonly bool _isWhole;
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isOver;

    public ServerStream(
        Outgoing outgoing, FrameHeader call, Stream? source, Stream? sink, IAsyncDisposable end, Action forget, bool isWhole)
    {
        _isWhole = isWhole;
        _outgoing = outgoing;
        _header = call with { Type = FrameType.Stream };
        _source = source;
        _sink = sink;
        _end = end;
        _forget = forget;
    }

    /// <summary>Whether a frame belongs to it.</summary>
    public bool IsOf(FrameHeader header) => header.Program == _header.Program && header.Procedure == _header.Procedure;

    /// <summary>Begins to send.</summary>
    public void Begin()
    {
        if (_source is not null)
        {
            _ = Task.Run(() => SendAsync(_source));
        }
    }

    /// <summary>Takes what the client sends: data, its end, or the wish to end all.</summary>
    public async ValueTask TakeAsync(FrameHeader header, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        switch (header.Status)
        {
            case FrameStatus.Continue when header.Type == FrameType.Stream:
                await WriteAsync(payload, cancellation);
                break;
            case FrameStatus.Ok or FrameStatus.Error:
                if (_isWhole && header.Status == FrameStatus.Ok)
                {
                    await _sent.Task.WaitAsync(cancellation);
                }

                await FinishAsync();
                await _outgoing.SendAsync(_header with { Status = FrameStatus.Ok }, ReadOnlyMemory<byte>.Empty, cancellation);
                break;
            default:
                await FailAsync(CommonFaults.Rpc(Messages.Stream_Hole));
                break;
        }
    }

    public ValueTask DisposeAsync() => FinishAsync();

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        try
        {
            if (_sink is not null && data.Length > 0)
            {
                await _sink.WriteAsync(data, cancellation);
                await _sink.FlushAsync(cancellation);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            await FailAsync(Fault.Of(VirErrorNumber.SystemError, VirErrorDomain.Streams, e.Message));
        }
    }

    private async Task SendAsync(Stream source)
    {
        byte[] buffer = new byte[Chunk];
        try
        {
            int read;
            while ((read = await source.ReadAsync(buffer, _ending.Token)) > 0)
            {
                await _outgoing.SendAsync(_header with { Status = FrameStatus.Continue }, buffer.AsMemory(0, read), _ending.Token);
            }

            await _outgoing.SendAsync(_header with { Status = FrameStatus.Continue }, ReadOnlyMemory<byte>.Empty, _ending.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The client has ended it.
        }
        catch (IOException e)
        {
            await FailAsync(Fault.Of(VirErrorNumber.SystemError, VirErrorDomain.Streams, e.Message));
        }
        finally
        {
            _sent.TrySetResult();
        }
    }

    private async ValueTask FailAsync(Fault fault)
    {
        if (_isOver == 0)
        {
            await FinishAsync();
            try
            {
                await _outgoing.SendAsync(_header with { Status = FrameStatus.Error }, fault.ToError(), CancellationToken.None);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or XdrException)
            {
                // There is nobody to tell.
            }
        }
    }

    private async ValueTask FinishAsync()
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            _forget();
            await _ending.CancelAsync();
            await _end.DisposeAsync();
            _ending.Dispose();
        }
    }
}
