using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Peers;
using NVirt.Xml;

namespace NVirt.Qemu.Migration;

/// <summary>The JSON form of a domain summary.</summary>
internal static class SummaryJson
{
    public static JsonObject Write(DomainSummary domain) => new()
    {
        ["name"] = domain.Name,
        ["uuid"] = domain.Uuid,
        ["id"] = domain.Id,
        ["state"] = domain.State.ToString(),
        ["isPersistent"] = domain.IsPersistent,
        ["processId"] = domain.ProcessId,
    };

    /// <summary>Reads it. A state that only a newer version knows counts as unknown.</summary>
    /// <returns>The domain; <see langword="null"/> if it is malformed.</returns>
    public static DomainSummary? Read(JsonElement domain) =>
        JsonText.StringOf(domain, "name") is { } name && Guid.TryParseExact(JsonText.StringOf(domain, "uuid"), "D", out Guid uuid)
        && JsonText.StringOf(domain, "state") is { } state
        ? new DomainSummary
        {
            Name = PeerText.Show(name),
            Uuid = uuid,
            Id = JsonText.Member(domain, "id") is { ValueKind: JsonValueKind.Number } id && id.TryGetUInt32(out uint number) ? number
                : null,
            State = JsonText.WordOf<DomainState>(state) ?? DomainState.Unknown,
            IsPersistent = JsonText.IsTrue(domain, "isPersistent"),
            ProcessId = PeerProtocol.NumberOf(domain, "processId"),
        }
        : null;
}
