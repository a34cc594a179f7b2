using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Qemu.Guests;
using NVirt.Xml;

namespace NVirt.Qemu.Guests;

/// <summary>
/// QEMU's migration capabilities (hypervisor-rules.md 5.5). All known ones are set on or off once, before anything is sent.
/// </summary>
internal static class MigrationCapabilities
{
    public const string ReturnPath = "return-path";
    private const string Events = "events";
    private const string PauseBeforeSwitchover = "pause-before-switchover";
    private const string LateBlockActivate = "late-block-activate";
    private const string AutoConverge = "auto-converge";

    private static readonly string[] Known =
    [
        Events, AutoConverge, LateBlockActivate, "multifd", PauseBeforeSwitchover, "postcopy-ram", "rdma-pin-all", ReturnPath, "xbzrle",
        "zero-copy-send",
    ];

    /// <summary>For the source.</summary>
    /// <exception cref="DomainException">This QEMU does not have what was requested.</exception>
    public static Task SetForSourceAsync(GuestMonitor monitor, MigrationOptions options, CancellationToken cancellation) => SetAsync(
        monitor,
        wanted: [Events, PauseBeforeSwitchover, ReturnPath, .. options.AutoConverge ? [AutoConverge] : Array.Empty<string>()],
        required: options.AutoConverge ? [AutoConverge] : [],
        cancellation);

    /// <summary>For the destination.</summary>
    public static Task SetForDestinationAsync(GuestMonitor monitor, CancellationToken cancellation) =>
        SetAsync(monitor, [Events, LateBlockActivate, ReturnPath], required: [], cancellation);

    /// <summary>For every start.</summary>
    public static Task SetForStartAsync(GuestMonitor monitor, CancellationToken cancellation) => monitor.ExecuteAsync(
        "migrate-set-capabilities", new JsonObject { ["capabilities"] = new JsonArray(Switch(Events, isOn: true)) }, cancellation);

    private static async Task SetAsync(GuestMonitor monitor, string[] wanted, string[] required, CancellationToken cancellation)
    {
        JsonElement list = await monitor.ExecuteAsync("query-migrate-capabilities", cancellation: cancellation);
        HashSet<string> offered = [.. JsonText.Items(list).Select(c => JsonText.StringOf(c, "capability")).OfType<string>()];
        if (Array.Find(required, r => !offered.Contains(r)) is { } missing)
        {
            throw new DomainException(DomainErrorKind.NoSupport, Text.Of(Messages.Migration_NoCapability, monitor.Version, missing));
        }

        JsonArray switches = [.. Known.Where(offered.Contains).Select(c => (JsonNode)Switch(c, wanted.Contains(c)))];
        await monitor.ExecuteAsync("migrate-set-capabilities", new JsonObject { ["capabilities"] = switches }, cancellation);
    }

    private static JsonObject Switch(string capability, bool isOn) => new() { ["capability"] = capability, ["state"] = isOn };
}
