using System.Text.Json;
using NVirt.Cpu;
using NVirt.Fleet.Mitigations;

namespace NVirt.Conformance;

/// <summary>What Linux in a guest says of flaws, and which protections a guest does not get.</summary>
internal static class FleetMitigations
{
    public static string? Vulnerabilities(FleetCase item)
    {
        JsonElement guest = item.Of("guest");
        CpuSignature signature = new(Number("family"), Number("model"), Number("stepping"));
        MitigatedGuest mitigated = new(
            FleetCase.TextOf(guest, "vendor")!, signature, FleetCase.Names(guest.GetProperty("features")).ToHashSet(StringComparer.Ordinal),
            Number("threads") > 1);
        if (LinuxVulnerabilities.Of(mitigated, Version.Parse(item.Item.Text("kernel")!)) is not { } files)
        {
            return item.Expect.ValueKind == JsonValueKind.String ? null : "not derivable for this kernel";
        }

        string[] wrong =
        [
            .. item.Expect.EnumerateObject().Where(f => files.GetValueOrDefault(f.Name) != f.Value.GetString())
                .Select(f => $"{f.Name}: expected {f.Value.GetString()}, got {files.GetValueOrDefault(f.Name, "nothing")}"),
        ];
        return wrong.Length == 0 ? null : string.Join("; ", wrong);

        uint Number(string name) => guest.TryGetProperty(name, out JsonElement value) ? value.GetUInt32() : 0;
    }

    public static string? Audit(FleetCase item)
    {
        AuditedCpu guest = AuditedCpu.Of(item.Statement("guest"), string.Empty);
        MitigationAudit audit = MitigationAudit.Of(AuditedCpu.Of(item.Statement("host"), string.Empty), guest);
        string? problem = FleetCase.Difference("withheld", item.Expect.GetProperty("withheld"), audit.Withheld)
            ?? FleetCase.Difference("invented", item.Expect.GetProperty("invented"), audit.Invented);
        if (problem is not null || !item.Expect.TryGetProperty("lies_after_migration", out JsonElement lies))
        {
            return problem;
        }

        foreach (JsonElement path in item.Of("pool").EnumerateArray())
        {
            string name = Path.GetFileNameWithoutExtension(path.GetString()!).Replace("x86_64-cpuid-", string.Empty,
                StringComparison.Ordinal);
            string[] found = [.. MitigationAudit.LiesOn(AuditedCpu.Of(item.Statements(path)[0], string.Empty), guest)];
            problem ??= lies.TryGetProperty(name, out JsonElement expected) ? FleetCase.Difference(name, expected, found)
                : found.Length == 0 ? null : $"{name}: got {FleetCase.Sorted(found)}";
        }

        return problem;
    }
}
