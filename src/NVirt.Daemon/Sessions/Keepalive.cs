using NVirt.Rpc.Frames;
using NVirt.Rpc.Procedures;

namespace NVirt.Daemon.Sessions;

/// <summary>Signs of life, both ways (rpc-protocol.md 4). A client that never asked for them is never asked.</summary>
/// <param name="outgoing">The way to the client.</param>
/// <param name="limits">How long to wait, and how often.</param>
/// <param name="close">Lets the client go.</param>
internal sealed class Keepalive(Outgoing outgoing, SessionLimits limits, Action close) : IAsyncDisposable
{
    private Timer? _timer;
    private long _heardAt = Environment.TickCount64;
    private int _unanswered;

    /// <summary>Begins to ask the client.</summary>
    public void Start() => _timer ??= new Timer(_ => Check(), null, limits.KeepaliveInterval, limits.KeepaliveInterval);

    /// <summary>Notes that something came from the client.</summary>
    public void Heard()
    {
        _heardAt = Environment.TickCount64;
        _unanswered = 0;
    }

    /// <summary>Answers the client's question; an answer that it gives is noted already.</summary>
    public ValueTask TakeAsync(FrameHeader header, CancellationToken cancellation) => header.Procedure == KeepaliveProgram.Ping
        ? outgoing.SendAsync(Sign(KeepaliveProgram.Pong), ReadOnlyMemory<byte>.Empty, cancellation)
        : ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _timer?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Check()
    {
        if (Environment.TickCount64 - _heardAt < limits.KeepaliveInterval.TotalMilliseconds / 2)
        {
            return;
        }

        if (++_unanswered > limits.KeepaliveCount)
        {
            close();
            return;
        }

        _ = AskAsync();
    }

    private async Task AskAsync()
    {
        try
        {
            await outgoing.SendAsync(Sign(KeepaliveProgram.Ping), ReadOnlyMemory<byte>.Empty, CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            close();
        }
    }

    private static FrameHeader Sign(int procedure) =>
        new(KeepaliveProgram.Number, FrameHeader.OnlyVersion, procedure, FrameType.Message, 0, FrameStatus.Ok);
}
