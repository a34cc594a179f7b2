using System.Runtime.CompilerServices;
using NVirt.Domains;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;

namespace NVirt.Qemu;

/// <summary>
/// Tells what happens in the folder, whoever does it: definitions come and go, guests start and end, and each QEMU keeps a list of its own. It
/// looks ten times a second, at what changed only.
/// </summary>
internal sealed class DomainWatcher(StateFolder folder, DefinitionStore definitions, RunStore runs)
{
    private const int BeatsOfTrim = 50;

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<string, (DateTime? Changed, Guid Uuid)> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, WatchedGuest> _guests = [];
    private readonly Dictionary<Guid, DateTime?> _passedOver = [];
    private readonly HashSet<Guid> _unreadable = [];
    private readonly List<DomainEvent> _news = [];
    private int _beats;

    public async IAsyncEnumerable<DomainEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        // What is there already is no news.
        Look(isFirst: true);
        _news.Clear();
        try
        {
            while (true)
            {
                foreach (DomainEvent happened in _news)
                {
                    yield return happened;
                }

                _news.Clear();
                await Task.Delay(Beat, cancellation);
                Look(isFirst: false);
            }
        }
        finally
        {
            foreach (WatchedGuest guest in _guests.Values)
            {
                guest.Journal?.Dispose();
            }
        }
    }

    // Whatever is wrong with one guest's files ends nobody's watch.
    private void Look(bool isFirst)
    {
        LookAtDefinitions();
        Guid[] there = [.. runs.Uuids()];
        foreach (Guid uuid in there)
        {
            try
            {
                LookAtGuest(uuid, isFirst);
            }
            catch (Exception e) when (e is DomainException or IOException)
            {
                Miss(uuid.ToString(), uuid, e.Message);
            }
        }

        foreach (Guid gone in _guests.Keys.Except(there).ToArray())
        {
            End(gone);
        }

        _beats++;
    }

    private void LookAtDefinitions()
    {
        HashSet<string> names = [.. definitions.Names()];
        foreach (string name in names)
        {
            DateTime? changed = definitions.ChangedAt(name);
            if (_definitions.TryGetValue(name, out (DateTime? Changed, Guid) known) && known.Changed == changed)
            {
                continue;
            }

            (DomainDocument? definition, string? problem) = definitions.Look(name);
            Guid uuid = definition?.Definition.Uuid ?? Guid.Empty;
            _definitions[name] = (changed, uuid);
            if (problem is null)
            {
                Add(name, uuid, DomainEventKind.Defined);
            }
            else
            {
                Add(name, uuid, DomainEventKind.Missed, problem);
            }
        }

        foreach (string name in _definitions.Keys.Where(n => !names.Contains(n)).ToArray())
        {
            Add(name, _definitions[name].Uuid, DomainEventKind.Undefined);
            _definitions.Remove(name);
        }
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

        ReadOn(uuid, guest);
        if (guest.Process.IsOfThisNamespace ? !guest.Process.IsAlive && !runs.IsLocked(uuid) : runs.Look(uuid) is null or { Life: RunLife.Ended })
        {
            End(uuid);
        }
        else if (_beats % BeatsOfTrim == 0)
        {
            using PrivateFolder files = runs.Open(uuid);
            GuestJournal.Trim(files);
            new GuestLog(folder.Logs, guest.Name).Cut();
        }
    }

    // A guest whose process is another one ended, and was started anew. One that ended is met no more.
    private WatchedGuest? Meet(Guid uuid, WatchedGuest? known, DateTime? changed, bool isFirst)
    {
        FoundRun? run = runs.Look(uuid);
        if (run?.Problem is { } problem)
        {
            // It goes on as it was known, if it was.
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
        WatchedGuest guest = new(record.Name, record.Process) { Journal = JournalReader.Open(files, isFirst), Changed = changed };
        _guests.Add(uuid, guest);
        QmpEvent[] news = [.. guest.Journal?.ReadNew() ?? []];

        // Of a guest that came from elsewhere, its QEMU said so before it was ready.
        bool hasArrived = record.Phase == RunPhase.Ready && news.Any(n => GuestEvents.Of(n) is (DomainEventKind.Migrating, "completed"));
        _news.Add(new DomainEvent(new DateTimeOffset(changed ?? DateTime.UtcNow), record.Name, uuid, DomainEventKind.Started, hasArrived ? "migrated" : "booted"));
        Tell(uuid, guest, news);
        return guest;
    }

    private void End(Guid uuid)
    {
        WatchedGuest guest = _guests[uuid];
        ReadOn(uuid, guest);
        Add(guest.Name, uuid, DomainEventKind.Stopped, GuestEvents.EndOf(guest.Shutdown, guest.Migration));
        guest.Journal?.Dispose();
        _guests.Remove(uuid);
    }

    private void ReadOn(Guid uuid, WatchedGuest guest) => Tell(uuid, guest, guest.Journal?.ReadNew() ?? []);

    private void Tell(Guid uuid, WatchedGuest guest, IEnumerable<QmpEvent> news)
    {
        foreach (QmpEvent happened in news)
        {
            guest.Shutdown = happened.Name == "SHUTDOWN" ? happened : guest.Shutdown;
            if (GuestEvents.Of(happened) is not var (kind, detail))
            {
                continue;
            }

            guest.Migration = kind == DomainEventKind.Migrating ? detail : guest.Migration;

            // QEMU says it once for every part that it resets.
            bool isSaidAlready = kind == DomainEventKind.Rebooted && _news is [.., { Kind: DomainEventKind.Rebooted } last] && last.Uuid == uuid;
            if (!isSaidAlready)
            {
                _news.Add(new DomainEvent(happened.Time ?? DateTimeOffset.UtcNow, guest.Name, uuid, kind, detail));
            }
        }

        if (guest.Journal is { } journal && journal.Skipped > guest.Skipped)
        {
            guest.Skipped = journal.Skipped;
            Add(guest.Name, uuid, DomainEventKind.Missed, Messages.Guest_JournalSkipped);
        }
    }

    // Once is enough.
    private void Miss(string name, Guid uuid, string problem)
    {
        if (_unreadable.Add(uuid))
        {
            Add(name, uuid, DomainEventKind.Missed, problem);
        }
    }

    private void Add(string name, Guid uuid, DomainEventKind kind, string? detail = null) =>
        _news.Add(new DomainEvent(DateTimeOffset.UtcNow, name, uuid, kind, detail));

    private sealed class WatchedGuest(string name, ProcessIdentity process)
    {
        public string Name { get; } = name;

        public ProcessIdentity Process { get; } = process;

        public JournalReader? Journal { get; init; }

        public DateTime? Changed { get; set; }

        public long Skipped { get; set; }

        public QmpEvent? Shutdown { get; set; }

        public string? Migration { get; set; }
    }
}
