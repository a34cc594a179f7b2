namespace NVirt.Rpc.Frames;

/// <summary>
/// What the large frames of many peers may take of memory together, however many there are, while they come. Safe for use by several
/// threads.
/// </summary>
/// <param name="most">The most bytes.</param>
/// <param name="patience">How long one frame may take to come.</param>
public sealed class FrameBudget(long most, TimeSpan patience)
{
    private long _taken;

    /// <summary>How long one frame may take to come.</summary>
    public TimeSpan Patience { get; } = patience;

    /// <summary>How many bytes are taken.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    internal bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= most)
        {
            return true;
        }

        Return(bytes);
        return false;
    }

    internal void Return(int bytes) => Interlocked.Add(ref _taken, -bytes);
}
