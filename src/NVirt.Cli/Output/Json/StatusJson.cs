using System.Text.Json.Nodes;
using NVirt.Cpu.Judging;
using NVirt.Remote.Status;

namespace NVirt.Cli.Output.Json;

/// <summary>The JSON form of a daemon's status. The names of the fields are a contract; what is not known is left out.</summary>
internal static class StatusJson
{
    public static JsonObject Of(DaemonStatus status)
    {
        JsonObject json = new()
        {
            ["daemonVersion"] = status.Version,
            ["pid"] = status.ProcessId,
            ["startedAt"] = status.StartedAt,
            ["clients"] = new JsonObject
            {
                ["connected"] = status.Clients.Connected,
                ["readOnly"] = status.Clients.ReadOnly,
                ["unauthenticated"] = status.Clients.Unauthenticated,
                ["limit"] = status.Clients.Limit,
                ["refused"] = status.Clients.Refused,
            },
            ["calls"] = new JsonObject
            {
                ["active"] = status.Calls.Active,
                ["served"] = status.Calls.Served,
                ["failed"] = status.Calls.Failed,
            },
            ["workers"] = new JsonObject { ["threads"] = status.Workers.Threads, ["waiting"] = status.Workers.Waiting },
            ["memory"] = new JsonObject { ["residentBytes"] = status.Memory.Resident, ["heapBytes"] = status.Memory.Heap },
        };
        if (status.Guests is { } guests)
        {
            json["guests"] = new JsonObject(guests.Select(g => KeyValuePair.Create<string, JsonNode?>(g.Key, g.Value)));
        }

        if (status.Connected is { } connected)
        {
            json["connected"] = new JsonArray([.. connected.Select(Of)]);
        }

        return json;
    }

    private static JsonObject Of(ConnectedClient client)
    {
        JsonObject json = new() { ["name"] = client.Name, ["since"] = client.Since };
        CpuJson.Set(json, "uri", client.Uri);
        json["readOnly"] = client.IsReadOnly;
        json["active"] = client.Active;
        json["served"] = client.Served;
        return json;
    }
}
