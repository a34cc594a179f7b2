using System.Collections.Concurrent;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Guests;

/// <summary>How guests ended, as far as this process caused or saw it. Nothing of this is saved to disk.</summary>
internal sealed class GuestEnds(RunStore runs)
{
    private readonly ConcurrentDictionary<Guid, DomainStateReason> _known = new();

    /// <summary>Remembers how a guest ended.</summary>
    public void Note(Guid uuid, DomainStateReason reason) => _known[uuid] = reason;

    /// <summary>Remembers how a guest ended by itself, before its remains are removed.</summary>
    public void Note(FoundRun run)
    {
        if (Read(run) is { } reason)
        {
            Note(run.Uuid, reason);
        }
    }

    /// <summary>Forgets a domain that is no more: one that is made anew with its UUID has never run.</summary>
    public void Forget(Guid uuid) => _known.TryRemove(uuid, out _);

    /// <summary>How the last guest of a domain ended.</summary>
    /// <param name="uuid">The domain.</param>
    /// <param name="run">The remains of the guest, if there are any.</param>
    public DomainStateReason Of(Guid uuid, FoundRun? run) => Read(run) ?? _known.GetValueOrDefault(uuid);

    private DomainStateReason? Read(FoundRun? run)
    {
        if (run is not { Life: RunLife.Ended, Record.Phase: RunPhase.Ready })
        {
            return null;
        }

        try
        {
            using PrivateFolder files = runs.Open(run.Uuid);
            using JournalReader? journal = JournalReader.Open(files, isFromNow: false);
            QmpEvent? shutdown = null;
            while (journal?.ReadNew().ToArray() is { Length: > 0 } news)
            {
                shutdown = news.LastOrDefault(e => e.Name == GuestEvents.Shutdown) ?? shutdown;
            }

            return GuestEvents.EndOf(shutdown) switch
            {
                DomainEventDetail.Crashed => DomainStateReason.Crashed,
                DomainEventDetail.Shutdown => DomainStateReason.Shutdown,
                _ => DomainStateReason.Destroyed,
            };
        }
        catch (Exception e) when (e is DomainException or IOException)
        {
            return null;
        }
    }
}
