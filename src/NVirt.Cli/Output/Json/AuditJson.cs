using System.Text.Json.Nodes;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Mitigations;

namespace NVirt.Cli.Output.Json;

/// <summary>The JSON form of audits.</summary>
internal static class AuditJson
{
    public static JsonObject Of(IEnumerable<AuditedGuest> audits) =>
        new() { ["guests"] = new JsonArray([.. audits.Select(Of)]) };

    private static JsonObject Of(AuditedGuest audited)
    {
        JsonObject json = Of(audited.Name, audited.Audit);
        json["platform"] = audited.Platform;
        if (audited.Repaired is { } repaired)
        {
            json["repaired"] = new JsonArray(
                [.. repaired.Files.Select(f => new JsonObject { ["place"] = f.Place, ["text"] = f.Text })]);
            json["losses"] = CpuJson.Of(audited.Losses.Where(r => r.IsLoss).Select(r => r.Subject));
        }

        CpuJson.Set(json, "limit", audited.Limit);
        return json;
    }

    private static JsonObject Of(string name, GuestAudit audit) => new()
    {
        ["guest"] = name,
        ["kernel"] = audit.Kernel.ToString(2),
        ["answer"] = audit.Answer switch
        {
            CpuAnswer.Yes => "no-fix-needed",
            CpuAnswer.No => "fix-needed",
            _ => "undecided",
        },
        ["fix"] = CpuJson.Of(audit.Fix.AsEnumerable()),
        ["hosts"] = new JsonArray([.. audit.Hosts.Select(Of)]),
        ["files"] = FilesOf(audit),
    };

    /// <summary>What Linux in the guest says.</summary>
    public static JsonArray FilesOf(GuestAudit audit) => new([.. audit.Files.Select(Of)]);

    private static JsonObject Of(AuditedHost host) => new()
    {
        ["host"] = host.Name,
        ["withheld"] = CpuJson.Of(host.Withheld.AsEnumerable()),
        ["invented"] = CpuJson.Of(host.Invented.AsEnumerable()),
        ["lies"] = CpuJson.Of(host.Lies.AsEnumerable()),
        ["open"] = CpuJson.Of(host.Open.AsEnumerable()),
    };

    private static JsonObject Of(VulnerabilityFile file)
    {
        JsonObject json = new() { ["file"] = file.Name };
        CpuJson.Set(json, "says", file.Text);
        CpuJson.Set(json, "possible", file.Text is null ? CpuJson.Of(file.Possible.AsEnumerable()) : null);
        CpuJson.Set(json, "open", file.Open.IsEmpty ? null : CpuJson.Of(file.Open.AsEnumerable()));
        CpuJson.Set(json, "vulnerable", file.IsVulnerable);
        json["sourceOnly"] = file.IsFromSource;
        CpuJson.Set(json, "fix", file.Fix.IsEmpty ? null : CpuJson.Of(file.Fix.AsEnumerable()));
        CpuJson.Set(json, "possibleFix", file.PossibleFix.IsEmpty ? null : CpuJson.Of(file.PossibleFix.AsEnumerable()));
        CpuJson.Set(json, "fixed", file.Fixed);
        return json;
    }
}
