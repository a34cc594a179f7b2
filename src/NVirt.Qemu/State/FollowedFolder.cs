using Microsoft.Win32.SafeHandles;

namespace NVirt.Qemu.State;

/// <summary>
/// A folder of which the kernel remembers what changed, until it is asked: an answer is never older than the question. Not safe for
/// concurrent use.
/// </summary>
internal sealed class FollowedFolder : IDisposable
{
    private const int MaxRead = 16 * 1024;

    private readonly SafeFileHandle _queue;
    private readonly byte[] _records = new byte[MaxRead];

    private FollowedFolder(SafeFileHandle queue) => _queue = queue;

    /// <summary>Begins to follow a folder; <see langword="null"/> where the kernel does not support it.</summary>
    public static FollowedFolder? Open(PrivateFolder folder)
    {
        SafeFileHandle queue = new(Kernel.OpenChanges(Kernel.NotInherited | Kernel.WithoutWaiting), ownsHandle: true);
        if (!queue.IsInvalid && folder.TryFollow(queue))
        {
            return new FollowedFolder(queue);
        }

        queue.Dispose();
        return null;
    }

    /// <summary>Takes the names of what changed since the last call.</summary>
    /// <param name="changed">Where to.</param>
    /// <returns>Whether the kernel remembers all of it; if not, anything may have changed.</returns>
    public bool TryTake(ISet<string> changed)
    {
        bool isWhole = true;
        int count;
        while ((count = Kernel.Read(_queue, _records, _records.Length)) > 0)
        {
            ChangeRecords records = new(_records.AsSpan(0, count));
            while (records.TryTake(out _, out uint kind, out string name))
            {
                isWhole &= (kind & Kernel.LostChanges) == 0;
                changed.Add(name);
            }
        }

        return isWhole;
    }

    public void Dispose() => _queue.Dispose();
}
