using System.Text.Json;
using System.Text.Json.Nodes;
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

    public static DomainSummary Read(JsonElement domain) => new()
    {
        Name = domain.GetProperty("name").GetString()!,
        Uuid = domain.GetProperty("uuid").GetGuid(),
        Id = domain.GetProperty("id") is { ValueKind: JsonValueKind.Number } id ? id.GetUInt32() : null,
        State = Enum.Parse<DomainState>(domain.GetProperty("state").GetString()!),
        IsPersistent = domain.GetProperty("isPersistent").GetBoolean(),
        ProcessId = domain.GetProperty("processId") is { ValueKind: JsonValueKind.Number } process ? process.GetInt32() : null,
    };
}
