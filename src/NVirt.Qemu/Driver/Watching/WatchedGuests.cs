using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Driver.Watching;

/// <summary>Guests that start and end, and what their QEMUs log.</summary>
internal sealed class WatchedGuests(StateFolder folder, RunStore runs, WatchNews news)
{
    // A process that closes its files has not ended yet.
    private const int LooksAtEnd = 200;

    private readonly Dictionary<Guid, WatchedGuest> _guests = [];
    private readonly Dictionary<Guid, int> _ending = [];
    private readonly HashSet<Guid> _heard = [];
    private readonly Dictionary<Guid, DateTime?> _passedOver = [];
    private readonly HashSet<Guid> _unreadable = [];
    private FolderChanges? _changes;

    /// <summary>Guests with more in their journals than was read at once.</summary>
    public IEnumerable<Guid> Behind => _guests.Where(g => g.Value.Journal is { IsBehind: true }).Select(g => g.Key);

    /// <summary>Guests whose processes seem to be ending.</summary>
    public IReadOnlyCollection<Guid> Ending => _ending.Keys;

    /// <summary>Has the kernel report what changes in the folders of guests.</summary>
    public void Hear(FolderChanges? changes) => _changes = changes;

    /// <summary>The folder of a guest appeared or disappeared. It may be another one with the same name.</summary>
    public void Replace(Guid uuid) => _heard.Remove(uuid);

    /// <summary>A guest's process closed its files.</summary>
    public void Expect(Guid uuid) => _ending[uuid] = LooksAtEnd;

    /// <summary>Looks at all.</summary>
    /// <param name="isFirst">Whether what already exists is not an event.</param>
    public void LookAtAll(bool isFirst)
    {
        foreach (Guid uuid in runs.Uuids().Concat(_guests.Keys).Distinct().ToArray())
        {
            LookAt(uuid, isFirst);
        }
    }

    /// <summary>Looks at one. A problem with its files does not end the watch.</summary>
    public void LookAt(Guid uuid, bool isFirst = false)
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

            LookAtFiles(uuid, isFirst);
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

    /// <summary>Frees the space of old data: a guest can make its emulator write without limit.</summary>
    public void Trim()
    {
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

    /// <summary>Closes the journals.</summary>
    public void Close()
    {
        foreach (WatchedGuest guest in _guests.Values)
        {
            guest.Journal?.Dispose();
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

    private void LookAtFiles(Guid uuid, bool isFirst)
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
        news.SetId(uuid, guest.Id);
        QmpEvent[] told = [.. guest.Journal?.ReadNew() ?? []];

        // For a guest that was migrated here, its QEMU said so before it was ready.
        guest.Story.IsArriving = record.Phase == RunPhase.Ready && told.Any(n => GuestEvents.MigrationOf(n) == "completed");
        DateTimeOffset time = new(changed ?? DateTime.UtcNow);
        DomainEventDetail how = guest.Story.IsArriving ? DomainEventDetail.Migrated : DomainEventDetail.Booted;
        news.Add(guest, DomainEventKind.Started, how, time: time);
        if (record.Reason == DomainStateReason.User && !told.Any(n => n.Name is "RESUME" or "STOP"))
        {
            news.Add(guest, DomainEventKind.Suspended, DomainEventDetail.Paused, time: time);
        }

        Tell(guest, told);
        return guest;
    }

    private void End(Guid uuid)
    {
        WatchedGuest guest = _guests[uuid];
        ReadOn(guest);
        _guests.Remove(uuid);
        news.SetId(uuid, null);
        news.Add(guest, DomainEventKind.Stopped, guest.Story.End);
        guest.Journal?.Dispose();
    }

    private void ReadOn(WatchedGuest guest) => Tell(guest, guest.Journal?.ReadNew() ?? []);

    private void Tell(WatchedGuest guest, IEnumerable<QmpEvent> told)
    {
        foreach (QmpEvent happened in told)
        {
            if (guest.Story.Next(happened) is not var (kind, detail, text))
            {
                continue;
            }

            // QEMU reports it once for every part that it resets.
            bool isSaidAlready = kind == DomainEventKind.Rebooted && news.Events is [.., { Kind: DomainEventKind.Rebooted } last]
                && last.Uuid == guest.Uuid;
            if (!isSaidAlready)
            {
                news.Add(guest, kind, detail, text, happened.Time);
            }
        }

        if (guest.Journal is { } journal && journal.Skipped > guest.Skipped)
        {
            guest.Skipped = journal.Skipped;
            news.Add(guest, DomainEventKind.Missed, text: Messages.Guest_JournalSkipped);
        }
    }

    // Once is enough.
    private void Miss(string name, Guid uuid, string problem)
    {
        if (_unreadable.Add(uuid))
        {
            news.Add(name, uuid, DomainEventKind.Missed, text: problem);
        }
    }
}
