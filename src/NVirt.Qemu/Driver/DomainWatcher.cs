using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Driver;

/// <summary>
/// Reports what happens in the folder, whoever does it: definitions appear and disappear, guests start and end, and each QEMU keeps its
/// own log. The kernel reports what changed, in order, and only that is examined; from time to time everything is examined, for file
/// systems that do not report what others change, and for when limits were reached.
/// </summary>
internal sealed class DomainWatcher(StateFolder folder, DefinitionStore definitions, RunStore runs)
{
    private const string Definitions = "domains";
    private const string Runs = "run";

    // A process that closes its files has not ended yet.
    private const int LooksAtEnd = 200;

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);

    // For the case that the kernel reports nothing.
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<Guid, int> _ending = [];
    private readonly HashSet<Guid> _heard = [];
    private readonly Dictionary<string, (DateTime? Changed, Guid Uuid)> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, WatchedGuest> _guests = [];
    private readonly Dictionary<Guid, DateTime?> _passedOver = [];
    private readonly HashSet<Guid> _unreadable = [];
    private readonly List<DomainEvent> _news = [];
    private readonly ConcurrentQueue<TaskCompletionSource> _passing = new();
    private readonly List<TaskCompletionSource> _passed = [];
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FolderChanges? _changes;
    private volatile bool _isOver;
    private long _trimmed = Environment.TickCount64;

    public async IAsyncEnumerable<DomainEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        _changes = FolderChanges.Open(folder.Definitions.Path, Definitions);
        _ = _changes?.Add(folder.Runs.Path, Runs);

        // What already exists is not an event.
        Look(isFirst: true);
        _news.Clear();
        _begun.TrySetResult();
        try
        {
            while (true)
            {
                foreach (DomainEvent happened in _news)
                {
                    yield return happened;
                }

                _news.Clear();
                SetPassed();
                await WaitAsync(cancellation);
                Trim();
            }
        }
        finally
        {
            _isOver = true;
            _changes?.Dispose();
            TakePassing();
            SetPassed();
            foreach (WatchedGuest guest in _guests.Values)
            {
                guest.Journal?.Dispose();
            }
        }
    }

    /// <summary>Done once everything that happened before this call was told, and the next thing is asked for.</summary>
    public async Task PassAsync()
    {
        await _begun.Task;
        TaskCompletionSource passed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_changes?.Put(passed) != true)
        {
            _passing.Enqueue(passed);
            if (_isOver)
            {
                return;
            }
        }

        await passed.Task;
    }

    private void TakePassing()
    {
        while (_passing.TryDequeue(out TaskCompletionSource? passing))
        {
            _passed.Add(passing);
        }
    }

    private void SetPassed()
    {
        _passed.ForEach(p => p.TrySetResult());
        _passed.Clear();
    }

    private async Task WaitAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_changes is null)
        {
            await Task.Delay(Beat, cancellation);
            TakePassing();
            Look(isFirst: false);
            return;
        }

        Guid[] behind = [.. _guests.Where(g => g.Value.Journal is { IsBehind: true }).Select(g => g.Key)];
        await _changes.WaitAsync(behind.Length > 0 ? TimeSpan.Zero : _ending.Count > 0 ? Soon : Calm, cancellation);
        FolderChange[] changes = [.. _changes.Take()];
        foreach (FolderChange change in changes)
        {
            if (change.Mark is { } passed)
            {
                _passed.Add(passed);
            }
            else
            {
                LookAt(change);
            }
        }

        foreach (Guid uuid in behind.Concat(_ending.Keys.ToArray()))
        {
            LookAt(uuid, isFirst: false);
        }

        if (changes.Length == 0 && behind.Length == 0 && _ending.Count == 0)
        {
            TakePassing();
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
                    LookAtDefinition(change.Name[..^DefinitionStore.Extension.Length]);
                }

                break;
            case var run when Guid.TryParseExact(run == Runs ? change.Name : run, "D", out Guid uuid):
                if (run == Runs)
                {
                    // It may be another folder with the same name.
                    _heard.Remove(uuid);
                }

                if (change is { IsClosed: true, Name: GuestFolder.JournalOutFile or GuestFolder.ProcessFile })
                {
                    _ending[uuid] = LooksAtEnd;
                }

                LookAt(uuid, isFirst: false);
                break;
            default:
                break;
        }
    }

    private void Look(bool isFirst)
    {
        foreach (string name in definitions.Names().Concat(_definitions.Keys).Distinct(StringComparer.Ordinal).ToArray())
        {
            LookAtDefinition(name);
        }

        foreach (Guid uuid in runs.Uuids().Concat(_guests.Keys).Distinct().ToArray())
        {
            LookAt(uuid, isFirst);
        }
    }

    private void LookAtDefinition(string name)
    {
        bool isNew = !_definitions.TryGetValue(name, out (DateTime? Changed, Guid Uuid) known);
        DateTime? changed = definitions.ChangedAt(name);
        if (changed is null)
        {
            if (!isNew)
            {
                Add(name, known.Uuid, DomainEventKind.Undefined, DomainEventDetail.Removed);
                _definitions.Remove(name);
            }

            return;
        }

        if (!isNew && known.Changed == changed)
        {
            return;
        }

        (DomainDocument? definition, string? problem) = definitions.Look(name);
        if (definition is null && problem is null)
        {
            // It was undefined at this moment, which is reported next.
            return;
        }

        Guid uuid = definition?.Definition.Uuid ?? Guid.Empty;
        _definitions[name] = (changed, uuid);
        if (problem is null)
        {
            Add(name, uuid, DomainEventKind.Defined, isNew ? DomainEventDetail.Added : DomainEventDetail.Updated);
        }
        else
        {
            Add(name, uuid, DomainEventKind.Missed, text: problem);
        }
    }

    // A problem with one guest's files does not end the watch.
    private void LookAt(Guid uuid, bool isFirst)
    {
        try
        {
            if (folder.Runs.StatusOf(uuid.ToString()) is null)
            {
                Forget(uuid);
                return;
            }

            if (_changes is not null && !_heard.Contains(uuid) && _changes.Add(folder.RunFolder(uuid), uuid.ToString()))
            {
                _heard.Add(uuid);
            }

            LookAtGuest(uuid, isFirst);
        }
        catch (Exception e) when (e is DomainException or IOException)
        {
            Miss(uuid.ToString(), uuid, e.Message);
        }

        if (_ending.TryGetValue(uuid, out int left))
        {
            _ending[uuid] = left - 1;
            if (left <= 1 || !_guests.ContainsKey(uuid))
            {
                _ending.Remove(uuid);
            }
        }
    }

    private void Forget(Guid uuid)
    {
        if (_guests.ContainsKey(uuid))
        {
            End(uuid);
        }

        _heard.Remove(uuid);
        _ending.Remove(uuid);
        _passedOver.Remove(uuid);
        _unreadable.Remove(uuid);
    }

    private void LookAtGuest(Guid uuid, bool isFirst)
    {
        DateTime? changed = runs.ChangedAt(uuid);
        if (!_guests.TryGetValue(uuid, out WatchedGuest? guest) && _passedOver.TryGetValue(uuid, out DateTime? seen) && seen == changed)
        {
            return;
        }

        if (guest is null || guest.Changed != changed)
        {
            guest = Meet(uuid, guest, changed, isFirst);
        }

        if (guest is null)
        {
            _passedOver[uuid] = changed;
            return;
        }

        ReadOn(guest);
        if (guest.Process.IsOfThisNamespace ? !guest.Process.IsAlive && !runs.IsLocked(uuid)
            : runs.Look(uuid) is null or { Life: RunLife.Ended })
        {
            End(uuid);
        }
    }

    // A guest can make its emulator write without limit.
    private void Trim()
    {
        if (Environment.TickCount64 - _trimmed < Calm.TotalMilliseconds)
        {
            return;
        }

        _trimmed = Environment.TickCount64;
        foreach (WatchedGuest guest in _guests.Values)
        {
            try
            {
                using PrivateFolder files = runs.Open(guest.Uuid);
                GuestJournal.Trim(files);
                new GuestLog(folder.Logs, guest.Name).Cut();
            }
            catch (Exception e) when (e is DomainException or IOException)
            {
                // It has just ended.
            }
        }
    }

    // A guest whose process has changed ended and was started again. One that ended is not reported again.
    private WatchedGuest? Meet(Guid uuid, WatchedGuest? known, DateTime? changed, bool isFirst)
    {
        FoundRun? run = runs.Look(uuid);
        if (run?.Problem is { } problem)
        {
            // It continues in its known state, if there was one.
            Miss(known?.Name ?? uuid.ToString(), uuid, problem);
            return known;
        }

        _unreadable.Remove(uuid);
        if (known is not null && known.Process.IsSame(run?.Process))
        {
            known.Changed = changed;
            return known;
        }

        if (known is not null)
        {
            End(uuid);
        }

        if (run is not { Life: not RunLife.Ended, Record: { Phase: RunPhase.Ready or RunPhase.Outgoing } record })
        {
            return null;
        }

        using PrivateFolder files = runs.Open(uuid);
        WatchedGuest guest = new(record) { Journal = JournalReader.Open(files, isFirst), Changed = changed };
        _guests.Add(uuid, guest);
        QmpEvent[] news = [.. guest.Journal?.ReadNew() ?? []];

        // For a guest that was migrated here, its QEMU said so before it was ready.
        guest.Story.IsArriving = record.Phase == RunPhase.Ready && news.Any(n => GuestEvents.MigrationOf(n) == "completed");
        DateTimeOffset time = new(changed ?? DateTime.UtcNow);
        Add(guest, DomainEventKind.Started, guest.Story.IsArriving ? DomainEventDetail.Migrated : DomainEventDetail.Booted, time: time);
        if (record.Reason == DomainStateReason.User && !news.Any(n => n.Name is "RESUME" or "STOP"))
        {
            Add(guest, DomainEventKind.Suspended, DomainEventDetail.Paused, time: time);
        }

        Tell(guest, news);
        return guest;
    }

    private void End(Guid uuid)
    {
        WatchedGuest guest = _guests[uuid];
        ReadOn(guest);
        _guests.Remove(uuid);
        Add(guest.Name, uuid, DomainEventKind.Stopped, guest.Story.End);
        guest.Journal?.Dispose();
    }

    private void ReadOn(WatchedGuest guest) => Tell(guest, guest.Journal?.ReadNew() ?? []);

    private void Tell(WatchedGuest guest, IEnumerable<QmpEvent> news)
    {
        foreach (QmpEvent happened in news)
        {
            if (guest.Story.Next(happened) is not var (kind, detail, text))
            {
                continue;
            }

            // QEMU reports it once for every part that it resets.
            bool isSaidAlready = kind == DomainEventKind.Rebooted && _news is [.., { Kind: DomainEventKind.Rebooted } last]
                && last.Uuid == guest.Uuid;
            if (!isSaidAlready)
            {
                Add(guest, kind, detail, text, happened.Time);
            }
        }

        if (guest.Journal is { } journal && journal.Skipped > guest.Skipped)
        {
            guest.Skipped = journal.Skipped;
            Add(guest, DomainEventKind.Missed, text: Messages.Guest_JournalSkipped);
        }
    }

    // Once is enough.
    private void Miss(string name, Guid uuid, string problem)
    {
        if (_unreadable.Add(uuid))
        {
            Add(name, uuid, DomainEventKind.Missed, text: problem);
        }
    }

    private void Add(
        WatchedGuest guest,
        DomainEventKind kind,
        DomainEventDetail detail = DomainEventDetail.None,
        string? text = null,
        DateTimeOffset? time = null) => Add(guest.Name, guest.Uuid, kind, detail, text, time);

    private void Add(
        string name,
        Guid uuid,
        DomainEventKind kind,
        DomainEventDetail detail = DomainEventDetail.None,
        string? text = null,
        DateTimeOffset? time = null) =>
        _news.Add(new DomainEvent(
            time ?? DateTimeOffset.UtcNow, name, uuid, kind, detail)
        { Id = _guests.GetValueOrDefault(uuid)?.Id, Text = text });

    private sealed class WatchedGuest(RunRecord record)
    {
        public string Name { get; } = record.Name;

        public Guid Uuid { get; } = record.Uuid;

        public uint Id { get; } = record.Id;

        public ProcessIdentity Process { get; } = record.Process;

        public GuestStory Story { get; } = new();

        public JournalReader? Journal { get; init; }

        public DateTime? Changed { get; set; }

        public long Skipped { get; set; }
    }
}
