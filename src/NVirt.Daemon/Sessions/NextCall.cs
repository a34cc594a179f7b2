using System.Diagnostics;
using System.Net.Sockets;

namespace NVirt.Daemon.Sessions;

/// <summary>
/// Waits for a client's next call without sleeping, for a moment: to sleep and be woken takes longer than most calls. It does so only
/// while no other client is served, and the less often the less it was of use.
/// </summary>
internal sealed class NextCall(Stream stream)
{
    private const int LongestPause = 15;

    private static readonly long Moment = Stopwatch.Frequency / 10_000;
    private static NextCall? s_last;

    private readonly Socket? _socket = Environment.ProcessorCount > 1 ? (stream as NetworkStream)?.Socket : null;
    private int _pause;
    private int _left;

    private bool IsAlone => ReferenceEquals(Volatile.Read(ref s_last), this);

    /// <summary>A call was answered: waits for the next one, at most 100 microseconds.</summary>
    public void Await()
    {
        if (!IsAlone)
        {
            Volatile.Write(ref s_last, this);
        }
        else if (_left > 0)
        {
            _left--;
        }
        else if (_socket is not null)
        {
            _pause = HasCome(_socket) ? 0 : Math.Min((2 * _pause) + 1, LongestPause);
            _left = _pause;
        }
    }

    private bool HasCome(Socket socket)
    {
        long began = Stopwatch.GetTimestamp();
        while (socket.Available == 0)
        {
            if (!IsAlone || Stopwatch.GetTimestamp() - began > Moment)
            {
                return false;
            }
        }

        return true;
    }
}
