using System.Runtime.ExceptionServices;

namespace NVirt.Xml;

/// <summary>
/// Reading that may hang where nothing can end it, such as on a network file system whose server is gone. It has a thread of its own, which
/// nobody waits for any more after that: a pool of threads takes longer to start than most files take to read.
/// </summary>
public static class PatientRead
{
    /// <summary>Reads, and waits until everything is there.</summary>
    /// <param name="read">Reads everything, and says whenever something came.</param>
    /// <param name="patience">How long nothing may come.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>What was read.</returns>
    /// <exception cref="TimeoutException">Nothing came for that long. The thread goes on, and what it returns is lost.</exception>
    public static T Run<T>(Func<Action, T> read, TimeSpan patience, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(read);

        // It is not disposed of: the thread may still set it when nobody waits any more.
        ManualResetEventSlim done = new(initialState: false, spinCount: 0);
        long cameAt = Environment.TickCount64;
        T? content = default;
        ExceptionDispatchInfo? problem = null;
        new Thread(Read) { IsBackground = true }.Start();
        for (TimeSpan left = patience; !done.Wait(left, cancellation);)
        {
            left = patience - TimeSpan.FromMilliseconds(Environment.TickCount64 - Interlocked.Read(ref cameAt));
            if (left <= TimeSpan.Zero)
            {
                throw new TimeoutException();
            }
        }

        problem?.Throw();
        return content!;

        void Read()
        {
            try
            {
                content = read(() => Interlocked.Exchange(ref cameAt, Environment.TickCount64));
            }
#pragma warning disable CA1031 // Whoever waits gets it.
            catch (Exception e)
            {
                problem = ExceptionDispatchInfo.Capture(e);
            }
#pragma warning restore CA1031
            finally
            {
                done.Set();
            }
        }
    }
}
