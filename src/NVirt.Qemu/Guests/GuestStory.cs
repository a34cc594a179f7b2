using NVirt.Domains.Driver.Events;
using NVirt.Qemu.Qmp;

namespace NVirt.Qemu.Guests;

/// <summary>Interprets a QEMU's events in sequence: why a guest was stopped or resumed follows from earlier events.</summary>
internal sealed class GuestStory
{
    private DomainEventDetail? _cause;
    private QmpEvent? _shutdown;
    private string? _migration;

    /// <summary>Whether the guest is being migrated here and has not run yet.</summary>
    public bool IsArriving { get; set; }

    /// <summary>How it ended, if it has.</summary>
    public DomainEventDetail End => _migration == "completed" && !IsArriving ? DomainEventDetail.Migrated : GuestEvents.EndOf(_shutdown);

    /// <summary>The meaning of the next event; <see langword="null"/> if it has none.</summary>
    public (DomainEventKind Kind, DomainEventDetail Detail, string? Text)? Next(QmpEvent happened)
    {
        _shutdown = happened.Name switch
        {
            GuestEvents.Shutdown => happened,
            // It begins anew.
            GuestEvents.Reset => null,
            _ => _shutdown,
        };
        _cause = GuestEvents.CauseOfStop(happened) ?? _cause;
        _migration = GuestEvents.MigrationOf(happened) ?? _migration;
        if (GuestEvents.Of(happened) is not var (kind, detail))
        {
            return null;
        }

        return kind switch
        {
            // One that stops since it has shut down is not suspended.
            DomainEventKind.Suspended when _shutdown is not null => null,
            DomainEventKind.Suspended => (kind, WhyStopped(), null),
            DomainEventKind.Resumed => (kind, WhyResumed(), null),
            DomainEventKind.Migrating => (kind, detail, _migration),
            _ => (kind, detail, null),
        };
    }

    private DomainEventDetail WhyStopped()
    {
        bool isSent = _migration is "active" or "pre-switchover" or "device";
        DomainEventDetail why = _cause ?? (isSent ? DomainEventDetail.Migrated : DomainEventDetail.Paused);
        _cause = null;
        _migration = isSent ? _migration : null;
        return why;
    }

    private DomainEventDetail WhyResumed()
    {
        bool isMoved = IsArriving || _migration is not null;
        IsArriving = false;
        _migration = null;
        return isMoved ? DomainEventDetail.Migrated : DomainEventDetail.Unpaused;
    }
}
