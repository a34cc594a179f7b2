using NVirt.Rpc.Frames;
using NVirt.Rpc.Procedures;

namespace NVirt.Rpc.Client;

/// <summary>Signs of life, as a client has them (rpc-protocol.md 4).</summary>
/// <param name="options">How long to wait, and how often.</param>
/// <param name="send">Sends a frame without a payload.</param>
/// <param name="giveUp">Ends the connection.</param>
internal sealed class ClientKeepalive(RpcClientOptions options, Action<FrameHeader> send, Action giveUp) : IDisposable
{
    private Timer? _timer;
    private long _heardAt = Environment.TickCount64;
    private int _unanswered;

    /// <summary>Begins to ask the server.</summary>
    public void Start() => _timer ??= new Timer(_ => Check(), null, options.KeepaliveInterval, options.KeepaliveInterval);

    /// <summary>Notes that something came.</summary>
    public void Heard()
    {
        Volatile.Write(ref _heardAt, Environment.TickCount64);
        Volatile.Write(ref _unanswered, 0);
    }

    /// <summary>Answers the server's question.</summary>
    public void Take(in FrameHeader header)
    {
        if (header.Procedure == KeepaliveProgram.Ping)
        {
            send(Sign(KeepaliveProgram.Pong));
        }
    }

    public void Dispose() => _timer?.Dispose();

    private void Check()
    {
        if (Environment.TickCount64 - Volatile.Read(ref _heardAt) < options.KeepaliveInterval.TotalMilliseconds / 2)
        {
            return;
        }

        if (Interlocked.Increment(ref _unanswered) > options.KeepaliveCount)
        {
            giveUp();
            return;
        }

        send(Sign(KeepaliveProgram.Ping));
    }

    private static FrameHeader Sign(int procedure) =>
        new(KeepaliveProgram.Number, FrameHeader.OnlyVersion, procedure, FrameType.Message, 0, FrameStatus.Ok);
}
