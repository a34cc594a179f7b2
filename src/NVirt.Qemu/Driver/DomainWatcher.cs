using System.Runtime.CompilerServices;
using NVirt.Cpu;
using NVirt.Domains;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;

namespace NVirt.Qemu;

/// <summary>
/// Tells what happens in the folder, whoever does it: definitions come and go, guests start and end, and each QEMU keeps a list of its own. It
/// looks ten times a second, at what changed only.
/// </summary>
internal sealed class DomainWatcher(StateFolder folder, RunStore runs, GuestRecovery recovery)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<string, (DateTime Changed, Guid Uuid)> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, WatchedGuest> _guests = [];
    private readonly List<DomainEvent> _news = [];

    public async IAsyncEnumerable<DomainEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        // What is there already is no news.
        await LookAsync(isFirst: true, cancellation);
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
                await LookAsync(isFirst: false, cancellation);
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

    private async Task LookAsync(bool isFirst, CancellationToken cancellation)
    {
        LookAtDefinitions();
        HashSet<Guid> there = [.. runs.Uuids()];
        foreach (Guid uuid in there)
        {
            await LookAtGuestAsync(uuid, isFirst, cancellation);
        }

        foreach (Guid gone in _guests.Keys.Where(u => !there.Contains(u)).ToArray())
        {
            End(gone);
        }
    }

    private void LookAtDefinitions()
    {
        Dictionary<string, DateTime> files = new DirectoryInfo(folder.Definitions).EnumerateFiles("*.xml")
            .ToDictionary(f => Path.GetFileNameWithoutExtension(f.Name), f => f.LastWriteTimeUtc, StringComparer.Ordinal);
        foreach ((string name, DateTime changed) in files)
        {
            if (!(_definitions.TryGetValue(name, out (DateTime Changed, Guid) known) && known.Changed == changed))
            {
                Guid uuid = UuidOf(name);
                _definitions[name] = (changed, uuid);
                Add(name, uuid, DomainEventKind.Defined);
            }
        }

        foreach (string name in _definitions.Keys.Where(n => !files.ContainsKey(n)).ToArray())
        {
            Add(name, _definitions[name].Uuid, DomainEventKind.Undefined);
            _definitions.Remove(name);
        }
    }

    private Guid UuidOf(string name)
    {
        try
        {
            return new DefinitionStore(folder).Read(name)?.Definition.Uuid ?? Guid.Empty;
        }
        catch (CpuException)
        {
            return Guid.Empty;
        }
    }

    private async Task LookAtGuestAsync(Guid uuid, bool isFirst, CancellationToken cancellation)
    {
        DateTime changed = runs.ChangedAt(uuid);
        if (!_guests.TryGetValue(uuid, out WatchedGuest? guest) || guest.Changed != changed)
        {
            guest = Meet(uuid, guest, changed, isFirst);
        }

        if (guest is null)
        {
            return;
        }

        ReadOn(uuid, guest);
        if (!guest.Process.IsAlive)
        {
            await recovery.RefreshAsync(uuid, cancellation);
        }
    }

    // A guest whose process is another one ended, and was started anew.
    private WatchedGuest? Meet(Guid uuid, WatchedGuest? known, DateTime changed, bool isFirst)
    {
        RunRecord? record = runs.Read(uuid);
        if (known is not null && known.Process == record?.Process)
        {
            known.Changed = changed;
            return known;
        }

        if (known is not null)
        {
            End(uuid);
        }

        if (record is not { Phase: RunPhase.Ready or RunPhase.Outgoing })
        {
            return null;
        }

        WatchedGuest guest = new(record.Name, record.Process) { Journal = JournalReader.Open(runs.FilesOf(uuid).JournalOut, isFirst), Changed = changed };
        _guests.Add(uuid, guest);
        QmpEvent[] news = [.. guest.Journal?.ReadNew() ?? []];

        // Of a guest that came from elsewhere, its QEMU said so before it was ready.
        bool hasArrived = record.Phase == RunPhase.Ready && news.Any(n => GuestEvents.Of(n) is (DomainEventKind.Migrating, "completed"));
        _news.Add(new DomainEvent(new DateTimeOffset(changed), record.Name, uuid, DomainEventKind.Started, hasArrived ? "migrated" : "booted"));
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
    }

    private void Add(string name, Guid uuid, DomainEventKind kind, string? detail = null) =>
        _news.Add(new DomainEvent(DateTimeOffset.UtcNow, name, uuid, kind, detail));

    private sealed class WatchedGuest(string name, ProcessIdentity process)
    {
        public string Name { get; } = name;

        public ProcessIdentity Process { get; } = process;

        public JournalReader? Journal { get; init; }

        public DateTime Changed { get; set; }

        public QmpEvent? Shutdown { get; set; }

        public string? Migration { get; set; }
    }
}
