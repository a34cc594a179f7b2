using System.Diagnostics;
using System.Net.Sockets;

namespace NVirt.Daemon.Sessions;

/// <summary>
/// Waits for a client's next call without sleeping, for a moment: to sleep and be woken takes longer than most calls. It does so only for a
/// client that asked again at once the last time, and for one client at a time, so that a processor is left for the client itself.
/// </summary>
internal sealed class NextCall(Stream stream)
{
    private static readonly long Moment = Stopwatch.Frequency / 20_000;
    private static int s_waiting;

    private readonly Socket? _socket = Environment.ProcessorCount > 1 ? (stream as NetworkStream)?.Socket : null;
    private long _answered;
    private bool _comesAtOnce;

    /// <summary>A call has come.</summary>
    public void Came() => _comesAtOnce = Stopwatch.GetTimestamp() - _answered < 2 * Moment;

    /// <summary>A call was answered: waits for the next one, at most 50 microseconds.</summary>
    public void Await()
    {
        _answered = Stopwatch.GetTimestamp();
        if (!_comesAtOnce || _socket is null || Interlocked.CompareExchange(ref s_waiting, 1, 0) != 0)
        {
            return;
        }

        try
        {
            while (_socket.Available == 0 && Stopwatch.GetTimestamp() - _answered < Moment)
            {
            }
        }
        finally
        {
            Volatile.Write(ref s_waiting, 0);
        }
    }
}
