using System.Collections.Concurrent;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Driver.Watching;

/// <summary>
/// Those who wait until everything that happened before was told. They stand among the changes that the kernel reports, or wait for the
/// next look at everything where it reports none. <see cref="PassAsync"/> is safe for use by several threads; the rest is the watcher's.
/// </summary>
internal sealed class WatchBarrier
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<TaskCompletionSource> _waiting = new();
    private readonly List<TaskCompletionSource> _passed = [];
    private FolderChanges? _changes;
    private volatile bool _isOver;

    /// <summary>From now on, what happens is seen.</summary>
    public void Begin(FolderChanges? changes)
    {
        _changes = changes;
        _begun.TrySetResult();
    }

    /// <summary>Done once everything that happened before this call was told, and the next thing is asked for.</summary>
    public async Task PassAsync()
    {
        await _begun.Task;
        TaskCompletionSource passed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_changes?.Put(passed) != true)
        {
            _waiting.Enqueue(passed);
            if (_isOver)
            {
                return;
            }
        }

        await passed.Task;
    }

    /// <summary>One that stood among the changes was reached.</summary>
    public void Reach(TaskCompletionSource passed) => _passed.Add(passed);

    /// <summary>Everything is about to be looked at, for those who wait for that.</summary>
    public void ReachAll()
    {
        while (_waiting.TryDequeue(out TaskCompletionSource? waiting))
        {
            _passed.Add(waiting);
        }
    }

    /// <summary>What was seen until now was told.</summary>
    public void Release()
    {
        _passed.ForEach(p => p.TrySetResult());
        _passed.Clear();
    }

    /// <summary>Nothing is told any more.</summary>
    public void End()
    {
        _isOver = true;
        ReachAll();
        Release();
    }
}
