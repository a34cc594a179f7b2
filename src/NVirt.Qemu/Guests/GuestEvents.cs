using System.Text.Json;
using NVirt.Domains.Driver.Events;
using NVirt.Qemu.Qmp;
using NVirt.Xml;

namespace NVirt.Qemu.Guests;

/// <summary>What QEMU's events mean for a domain, each on its own.</summary>
internal static class GuestEvents
{
    public const string Shutdown = "SHUTDOWN";
    public const string Reset = "RESET";

    /// <summary>The meaning, or <see langword="null"/> if it has none.</summary>
    public static (DomainEventKind Kind, DomainEventDetail Detail)? Of(QmpEvent happened) => happened.Name switch
    {
        "RESUME" => (DomainEventKind.Resumed, DomainEventDetail.Unpaused),
        "STOP" => (DomainEventKind.Suspended, DomainEventDetail.Paused),
        // Telling QEMU to quit at once is not a shutdown of the guest.
        Shutdown when JsonText.StringOf(happened.Data, "reason") != "host-qmp-quit" => (DomainEventKind.Shutdown, OriginOf(happened)),
        Reset => (DomainEventKind.Rebooted, OriginOf(happened)),
        "GUEST_PANICKED" => (DomainEventKind.Crashed, DomainEventDetail.Panicked),
        "SUSPEND" => (DomainEventKind.Slept, DomainEventDetail.None),
        "WAKEUP" => (DomainEventKind.Started, DomainEventDetail.WokenUp),
        "MIGRATION" => (DomainEventKind.Migrating, DomainEventDetail.None),
        _ => null,
    };

    /// <summary>QEMU's word for the state of a migration; <see langword="null"/> if the event is about something else.</summary>
    public static string? MigrationOf(QmpEvent happened) => happened.Name == "MIGRATION" ? JsonText.StringOf(happened.Data, "status")
        : null;

    /// <summary>Why the guest is about to be stopped, if the event says so.</summary>
    public static DomainEventDetail? CauseOfStop(QmpEvent happened) => (happened.Name, JsonText.StringOf(happened.Data, "action")) switch
    {
        ("BLOCK_IO_ERROR", "stop") => DomainEventDetail.IoError,
        ("WATCHDOG", "pause") => DomainEventDetail.Watchdog,
        _ => null,
    };

    /// <summary>
    /// Refuses an event with invalid text (an escaped lone surrogate), which is found only when the text is read.
    /// </summary>
    /// <exception cref="QmpException">The text is invalid (malformed).</exception>
    public static bool IsSound(QmpEvent happened)
    {
        try
        {
            _ = (Of(happened), MigrationOf(happened), CauseOfStop(happened));
            return true;
        }
        catch (InvalidOperationException e)
        {
            throw QmpException.Of(QmpErrorKind.Malformed, Messages.Qmp_NotText, e);
        }
    }

    /// <summary>How a guest ended, by the last thing that its QEMU reported about it.</summary>
    public static DomainEventDetail EndOf(QmpEvent? shutdown) => shutdown is null ? DomainEventDetail.Crashed
        : OriginOf(shutdown) == DomainEventDetail.Guest ? DomainEventDetail.Shutdown : DomainEventDetail.Destroyed;

    private static DomainEventDetail OriginOf(QmpEvent happened) =>
        JsonText.Member(happened.Data, "guest") is { ValueKind: JsonValueKind.True } ? DomainEventDetail.Guest : DomainEventDetail.Host;
}
