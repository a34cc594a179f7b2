namespace NVirt.Daemon.Handlers;

/// <summary>The numbers of what clients registered: no two of the daemon are the same. Safe for use by several threads.</summary>
internal sealed class EventNumbers
{
    private int _last;

    public int Next() => Interlocked.Increment(ref _last);
}
