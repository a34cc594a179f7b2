using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cpu.Probe;
using NVirt.Domains;

namespace NVirt.Qemu.Migration;

/// <summary>The form in which another host tells of a domain.</summary>
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

    /// <summary>Reads it. A state that only a newer version has is unknown here.</summary>
    /// <returns>The domain; <see langword="null"/> if it is none.</returns>
    public static DomainSummary? Read(JsonElement domain) =>
        QemuJson.StringOf(domain, "name") is { } name && Guid.TryParseExact(QemuJson.StringOf(domain, "uuid"), "D", out Guid uuid)
        && QemuJson.StringOf(domain, "state") is { } state
        ? new DomainSummary
        {
            Name = PeerText.Show(name),
            Uuid = uuid,
            Id = QemuJson.Member(domain, "id") is { ValueKind: JsonValueKind.Number } id && id.TryGetUInt32(out uint number) ? number : null,
            State = PeerProtocol.WordOf<DomainState>(state) ?? DomainState.Unknown,
            IsPersistent = QemuJson.IsTrue(domain, "isPersistent"),
            ProcessId = PeerProtocol.NumberOf(domain, "processId"),
        }
        : null;
}
