using System.Runtime.CompilerServices;
using NVirt.Domains.Driver.Events;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Driver.Watching;

/// <summary>
/// Reports what happens in the folder, whoever does it: definitions appear and disappear, guests start and end, and each QEMU keeps its
/// own log. The kernel reports what changed, in order, and only that is examined; from time to time everything is examined, for file
/// systems that do not report what others change, and for when limits were reached.
/// </summary>
internal sealed class DomainWatcher
{
    private const string Definitions = "domains";
    private const string Runs = "run";

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);

    // For the case that the kernel reports nothing.
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    private readonly StateFolder _folder;
    private readonly WatchNews _news = new();
    private readonly WatchedDefinitions _definitions;
    private readonly WatchedGuests _guests;
    private readonly WatchBarrier _barrier = new();
    private FolderChanges? _changes;
    private long _trimmed = Environment.TickCount64;

    public DomainWatcher(StateFolder folder, DefinitionStore definitions, RunStore runs)
    {
        _folder = folder;
        _definitions = new WatchedDefinitions(definitions, _news);
        _guests = new WatchedGuests(folder, runs, _news);
    }

    public async IAsyncEnumerable<DomainEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        _changes = FolderChanges.Open(_folder.Definitions.Path, Definitions);
        _ = _changes?.Add(_folder.Runs.Path, Runs);
        _guests.Hear(_changes);

        // What already exists is not an event.
        Look(isFirst: true);
        _news.Clear();
        _barrier.Begin(_changes);
        try
        {
            while (true)
            {
                foreach (DomainEvent happened in _news.Events)
                {
                    yield return happened;
                }

                _news.Clear();
                _barrier.Release();
                await WaitAsync(cancellation);
                Trim();
            }
        }
        finally
        {
            _changes?.Dispose();
            _barrier.End();
            _guests.Close();
        }
    }

    /// <summary>Done once everything that happened before this call was told, and the next thing is asked for.</summary>
    public Task PassAsync() => _barrier.PassAsync();

    private async Task WaitAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_changes is null)
        {
            await Task.Delay(Beat, cancellation);
            _barrier.ReachAll();
            Look(isFirst: false);
            return;
        }

        Guid[] behind = [.. _guests.Behind];
        await _changes.WaitAsync(behind.Length > 0 ? TimeSpan.Zero : _guests.Ending.Count > 0 ? Soon : Calm, cancellation);
        FolderChange[] changes = [.. _changes.Take()];
        foreach (FolderChange change in changes)
        {
            if (change.Mark is { } passed)
            {
                _barrier.Reach(passed);
            }
            else
            {
                LookAt(change);
            }
        }

        foreach (Guid uuid in behind.Concat([.. _guests.Ending]))
        {
            _guests.LookAt(uuid);
        }

        if (changes.Length == 0 && behind.Length == 0 && _guests.Ending.Count == 0)
        {
            _barrier.ReachAll();
            Look(isFirst: false);
        }
    }

    private void LookAt(FolderChange change)
    {
        switch (change.Folder)
        {
            case null:
                Look(isFirst: false);
                break;
            case Definitions:
                if (change.Name.EndsWith(DefinitionStore.Extension, StringComparison.Ordinal))
                {
                    _definitions.LookAt(change.Name[..^DefinitionStore.Extension.Length]);
                }

                break;
            case var run when Guid.TryParseExact(run == Runs ? change.Name : run, "D", out Guid uuid):
                if (run == Runs)
                {
                    _guests.Replace(uuid);
                }

                if (change is { IsClosed: true, Name: GuestFolder.JournalOutFile or GuestFolder.ProcessFile })
                {
                    _guests.Expect(uuid);
                }

                _guests.LookAt(uuid);
                break;
            default:
                break;
        }
    }

    private void Look(bool isFirst)
    {
        _definitions.LookAtAll();
        _guests.LookAtAll(isFirst);
    }

    private void Trim()
    {
        if (Environment.TickCount64 - _trimmed >= Calm.TotalMilliseconds)
        {
            _trimmed = Environment.TickCount64;
            _guests.Trim();
        }
    }
}
