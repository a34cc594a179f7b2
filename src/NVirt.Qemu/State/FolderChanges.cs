using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;

namespace NVirt.Qemu.State;

/// <summary>A change in a folder.</summary>
/// <param name="Folder">The folder, as it was named when it was added; <see langword="null"/> if the kernel lost events, and anything may
/// have changed.</param>
/// <param name="Name">The name in it; empty for the folder itself.</param>
/// <param name="IsClosed">Whether a file that was open for writing was closed.</param>
/// <param name="Mark">What was put behind the changes before it; then it is no change.</param>
internal readonly record struct FolderChange(string? Folder, string Name, bool IsClosed, TaskCompletionSource? Mark = null);

/// <summary>Gets changes in folders from the kernel (inotify), in the order in which they happen.</summary>
internal sealed class FolderChanges : IDisposable
{
    // A name has at most 255 bytes, after a header of 16.
    private const int MaxRead = 64 * 1024;
    private const int MaxWaiting = 16 * 1024;

    // Something that is not watched otherwise, and that nobody removes.
    private const string Anywhere = "/";

    private readonly SafeFileHandle _queue;
    private readonly ConcurrentDictionary<int, string> _folders = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _marks = new();
    private readonly ConcurrentQueue<FolderChange> _changes = new();
    private readonly SemaphoreSlim _news = new(0, 1);
    private int _anchor;
    private volatile bool _isDone;
    private volatile bool _isLost;

    private FolderChanges(SafeFileHandle queue) => _queue = queue;

    /// <summary>Starts watching a folder; <see langword="null"/> where the kernel does not support it.</summary>
    public static FolderChanges? Open(string path, string folder)
    {
        SafeFileHandle queue = new(Kernel.OpenChanges(Kernel.NotInherited), ownsHandle: true);
        FolderChanges changes = new(queue);
        if (queue.IsInvalid || !changes.Add(path, folder))
        {
            queue.Dispose();
            return null;
        }

        changes._anchor = changes._folders.Keys.Single();
        Thread reader = new(changes.Read) { IsBackground = true, Name = "nvirt-changes" };
        reader.Start();
        return changes;
    }

    /// <summary>Watches another folder, too.</summary>
    /// <returns>Whether that worked; it may not exist, or there may be too many.</returns>
    public bool Add(string path, string folder)
    {
        int number = Kernel.AddChanges(_queue, path, Kernel.AllChanges);
        if (number < 0)
        {
            return false;
        }

        _folders[number] = folder;
        return true;
    }

    /// <summary>
    /// Puts a mark behind the changes of until now. The kernel tells in their order that something is no longer watched.
    /// </summary>
    /// <returns>Whether the mark will come among the changes, or is set at the end.</returns>
    public bool Put(TaskCompletionSource mark)
    {
        // Two who watch the same thing at once share its number.
        lock (_marks)
        {
            int number = _isDone ? -1 : Kernel.AddChanges(_queue, Anywhere, Kernel.SelfRemoved);
            if (number < 0)
            {
                return false;
            }

            _marks[number] = mark;
            return Kernel.RemoveChanges(_queue, number) == 0;
        }
    }

    /// <summary>Waits for a change, up to a limit.</summary>
    public Task WaitAsync(TimeSpan limit, CancellationToken cancellation) => _news.WaitAsync(limit, cancellation);

    /// <summary>The changes since the last call, each once.</summary>
    public IEnumerable<FolderChange> Take()
    {
        if (_isLost)
        {
            _isLost = false;
            yield return new FolderChange(Folder: null, string.Empty, IsClosed: false);
            foreach (TaskCompletionSource mark in TakeMarks())
            {
                yield return new FolderChange(Folder: null, string.Empty, IsClosed: false, mark);
            }
        }

        while (_changes.TryDequeue(out FolderChange change))
        {
            yield return change;
        }
    }

    // The reader is blocked in the kernel until there is a change, so it is given one; it closes what it reads from.
    public void Dispose()
    {
        lock (_marks)
        {
            _isDone = true;
            _ = Kernel.RemoveChanges(_queue, _anchor);
        }

        foreach (TaskCompletionSource mark in TakeMarks().Concat(Take().Select(c => c.Mark).OfType<TaskCompletionSource>()))
        {
            mark.TrySetResult();
        }
    }

    private IEnumerable<TaskCompletionSource> TakeMarks()
    {
        foreach (int number in _marks.Keys)
        {
            if (_marks.TryRemove(number, out TaskCompletionSource? mark))
            {
                yield return mark;
            }
        }
    }

    private void Read()
    {
        byte[] buffer = new byte[MaxRead];
        try
        {
            while (!_isDone)
            {
                int count = RandomAccess.Read(_queue, buffer, fileOffset: 0);
                Keep(buffer.AsSpan(0, count));
                if (_news.CurrentCount == 0)
                {
                    _news.Release();
                }
            }
        }
        catch (IOException)
        {
            // Whoever waits also polls from time to time.
        }

        _queue.Dispose();
    }

    private void Keep(ReadOnlySpan<byte> events)
    {
        FolderChange last = default;
        ChangeRecords records = new(events);
        while (records.TryTake(out int number, out uint kind, out string name))
        {
            if ((kind & Kernel.LostChanges) != 0 || _changes.Count > MaxWaiting)
            {
                _isLost = true;
            }
            else if (_marks.TryRemove(number, out TaskCompletionSource? mark))
            {
                last = new FolderChange(Folder: null, string.Empty, IsClosed: false, mark);
                _changes.Enqueue(last);
            }
            else if (_folders.TryGetValue(number, out string? folder))
            {
                FolderChange change = new(folder, name, (kind & Kernel.ClosedChange) != 0);
                if (change != last)
                {
                    _changes.Enqueue(change);
                }

                last = change;
                if ((kind & Kernel.NoMoreChanges) != 0)
                {
                    _folders.TryRemove(number, out _);
                }
            }
        }
    }
}
