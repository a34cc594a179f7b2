using System.Text.Json;
using NVirt.Domains.Driver.Migration;
using NVirt.Xml;

namespace NVirt.Qemu.Guests;

/// <summary>A reply to <c>query-migrate</c>.</summary>
internal sealed record MigrationStatus(JsonElement Reply)
{
    /// <summary>QEMU's word, for example <c>active</c>; <c>none</c> if there was no migration.</summary>
    public string Status => JsonText.StringOf(Reply, "status") ?? "none";

    public string? Error => JsonText.StringOf(Reply, "error-desc");

    /// <summary>Why the guest cannot be sent at all, in QEMU's words.</summary>
    public IEnumerable<string> BlockedReasons => JsonText.Strings(JsonText.Member(Reply, "blocked-reasons"));

    public ulong SentBytes => Memory("transferred");

    /// <summary>In milliseconds.</summary>
    public TimeSpan? Downtime => Reply.TryGetProperty("downtime", out JsonElement time) ? TimeSpan.FromMilliseconds(time.GetDouble())
        : null;

    public bool HasEnded => Status is "completed" or "failed" or "cancelled" or "none" or "inactive";

    public MigrationProgress ToProgress(MigrationStep step) => new()
    {
        Step = step,
        SentBytes = SentBytes,
        RemainingBytes = Memory("remaining"),
        TotalBytes = Memory("total"),
        Passes = Memory("dirty-sync-count"),
    };

    private ulong Memory(string name) => JsonText.Member(Reply, "ram") is { } ram && ram.TryGetProperty(name, out JsonElement number)
        ? number.GetUInt64() : 0;
}
