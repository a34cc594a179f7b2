using System.Text.Json;
using NVirt.Cpu.Probe;
using NVirt.Domains;
using NVirt.Qemu.Qmp;

namespace NVirt.Qemu.Guests;

/// <summary>What QEMU's events mean for a domain.</summary>
internal static class GuestEvents
{
    /// <summary>The meaning, or <see langword="null"/> if there is none.</summary>
    public static (DomainEventKind Kind, string? Detail)? Of(QmpEvent happened) => happened.Name switch
    {
        "RESUME" => (DomainEventKind.Resumed, null),
        "STOP" => (DomainEventKind.Suspended, null),
        // That QEMU is told to end at once shuts no guest down.
        "SHUTDOWN" when QemuJson.StringOf(happened.Data, "reason") != "host-qmp-quit" => (DomainEventKind.Shutdown, ReasonOf(happened)),
        "RESET" => (DomainEventKind.Rebooted, ReasonOf(happened)),
        "GUEST_PANICKED" => (DomainEventKind.Crashed, "panicked"),
        "SUSPEND" => (DomainEventKind.Suspended, "guest"),
        "MIGRATION" => (DomainEventKind.Migrating, QemuJson.StringOf(happened.Data, "status")),
        _ => null,
    };

    /// <summary>Refuses an event whose words are no text (half a character as an escape), which is found only where they are read.</summary>
    /// <exception cref="QmpException">It is so (malformed).</exception>
    public static bool IsSound(QmpEvent happened)
    {
        try
        {
            _ = Of(happened);
            return true;
        }
        catch (InvalidOperationException e)
        {
            throw QmpException.Of(QmpErrorKind.Malformed, Messages.Qmp_NotText, e);
        }
    }

    /// <summary>How a guest ended, by the last that its QEMU said.</summary>
    public static string EndOf(QmpEvent? shutdown, string? migration) => (migration, ReasonOf(shutdown)) switch
    {
        ("completed", _) => "migrated",
        (_, null) => "crashed",
        (_, "guest") => "shutdown",
        _ => "destroyed",
    };

    private static string? ReasonOf(QmpEvent? happened) => happened is null ? null
        : QemuJson.Member(happened.Data, "guest") is { ValueKind: JsonValueKind.True } ? "guest" : "host";
}
