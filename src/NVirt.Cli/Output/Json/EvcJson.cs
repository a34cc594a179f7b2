using System.Text.Json.Nodes;
using NVirt.Cpu.Judging;
using NVirt.VMware;

namespace NVirt.Cli.Output.Json;

/// <summary>The JSON form of EVC modes.</summary>
internal static class EvcJson
{
    /// <summary>The modes of a cluster and of its hosts.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="names">What the hosts are called, in their order.</param>
    public static JsonObject Of(EvcCluster cluster, IReadOnlyList<string> names)
    {
        JsonObject json = new() { ["mode"] = cluster.Mode?.Name };
        CpuJson.Set(json, "model", cluster.Mode?.Model);
        json["undecided"] = CpuJson.Of(cluster.Undecided.Select(m => m.Name));
        json["hosts"] = new JsonArray([.. cluster.Hosts.Select((host, i) => Of(host, names[i]))]);
        return json;
    }

    private static JsonObject Of(EvcHost host, string name) => new()
    {
        ["host"] = name,
        ["mode"] = host.Greatest?.Name,
        ["modes"] = new JsonArray([.. host.Answers.Select(Of)]),
    };

    private static JsonObject Of(EvcAnswer answer)
    {
        JsonObject json = new()
        {
            ["mode"] = answer.Mode.Name,
            ["model"] = answer.Mode.Model,
            ["admitted"] = answer.IsAdmitted,
            ["undecided"] = answer.IsUndecided,
        };
        CpuJson.Set(json, "reason", answer.Obstacle?.Message);
        json["missing"] = CpuJson.Of((answer.Obstacle?.Reasons ?? []).Select(r => r.Subject).OfType<string>());
        return json;
    }
}
