namespace NVirt.Fleet.Agent.Running;

/// <summary>
/// How long to wait after failures: twice as long each time, up to five minutes, and shortened by chance by up to a half, so that many
/// hosts do not come back at once. Not for use by several threads.
/// </summary>
/// <param name="chance">A number from 0 up to, but not including, 1.</param>
internal sealed class RetryPause(Func<double> chance)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private TimeSpan _next = First;

    /// <summary>After something worked.</summary>
    public void Reset() => _next = First;

    /// <summary>After one more failure.</summary>
    /// <param name="wanted">How long the service wants to be left alone; <see langword="null"/> if it does not say.</param>
    public TimeSpan Next(TimeSpan? wanted)
    {
        TimeSpan pause = _next * (1 - (chance() / 2));
        _next = _next * 2 < Longest ? _next * 2 : Longest;

        // Never earlier than it was asked for; somewhat later, for all others were asked the same.
        return wanted > pause ? wanted.Value + (First * chance()) : pause;
    }
}
