using System.Globalization;
using System.Text.Json.Nodes;
using NVirt.Cli.Output.Json;
using NVirt.Cpu.Judging;
using NVirt.Domains.Driver.Events;
using CpuText = NVirt.Xml.Text;

namespace NVirt.Cli.Output.Domains;

/// <summary>Events as <c>virsh event</c> writes them, and as JSON, an object a line.</summary>
internal static class DomainEventText
{
    private const string Lifecycle = "lifecycle";
    private const string Reboot = "reboot";
    private const string Migration = "migration";

    /// <summary>The types of events, virsh's and one of ours: <c>migration</c>.</summary>
    public static string[] Types { get; } = [Lifecycle, Reboot, Migration];

    public static string TypeOf(DomainEvent happened) => happened.Kind switch
    {
        DomainEventKind.Rebooted => Reboot,
        DomainEventKind.Migrating => Migration,
        _ => Lifecycle,
    };

    /// <summary>A line for people.</summary>
    /// <param name="happened">What happened.</param>
    /// <param name="hasTime">Whether the line begins with the time, as universal time.</param>
    public static string Line(DomainEvent happened, bool hasTime)
    {
        string type = TypeOf(happened);
        string time = hasTime ? happened.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff'+0000: '", CultureInfo.InvariantCulture)
            : string.Empty;
        string what = type switch
        {
            Lifecycle => $": {happened.Kind} {DetailOf(happened)}",
            Migration => $": {happened.Text}",
            _ => string.Empty,
        };
        return CpuText.OnOneLine(time + CpuText.Of(Messages.Event_Line, type, happened.Domain) + what).TrimEnd() + "\n";
    }

    /// <summary>The event for programs.</summary>
    public static JsonObject Json(DomainEvent happened)
    {
        JsonObject json = new()
        {
            ["time"] = happened.Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["domain"] = happened.Domain,
            ["uuid"] = happened.Uuid.ToString("D"),
            ["type"] = TypeOf(happened),
            ["event"] = CpuJson.Word(happened.Kind),
        };
        CpuJson.Set(json, "detail", happened.Text ?? (happened.Detail == DomainEventDetail.None ? null : CpuJson.Word(happened.Detail)));
        return json;
    }

    // libvirt's words, which programs read that know virsh: they are the same in every language.
    private static string DetailOf(DomainEvent happened) => (happened.Kind, happened.Detail) switch
    {
        (DomainEventKind.Shutdown, DomainEventDetail.Guest) => "Finished after guest request",
        (DomainEventKind.Shutdown, DomainEventDetail.Host) => "Finished after host request",
        (_, DomainEventDetail.IoError) => "I/O Error",
        (_, DomainEventDetail.WokenUp) => "Event wakeup",
        (_, DomainEventDetail.None) => happened.Text ?? string.Empty,
        (_, var detail) => detail.ToString(),
    };
}
