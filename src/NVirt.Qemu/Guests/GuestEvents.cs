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
        "SHUTDOWN" => (DomainEventKind.Shutdown, ReasonOf(happened)),
        "RESET" => (DomainEventKind.Rebooted, ReasonOf(happened)),
        "GUEST_PANICKED" => (DomainEventKind.Crashed, "panicked"),
        "SUSPEND" => (DomainEventKind.Suspended, "guest"),
        "MIGRATION" => (DomainEventKind.Migrating, QemuJson.StringOf(happened.Data, "status")),
        _ => null,
    };

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
