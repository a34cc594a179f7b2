using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cli.Output.Pages;
using NVirt.Cpu.Judging;
using NVirt.Cpu.Probe;
using NVirt.Cpu.Probe.X86;
using NVirt.Cpu.X86;
using NVirt.Fleet.Mitigations;

namespace NVirt.Cli.Output.Json;

/// <summary>The JSON form of the page about a host.</summary>
internal static class HostJson
{
    public static JsonObject Of(Session session, HostCpu host)
    {
        HostReading reading = host.Reading;
        JsonObject json = [];
        HostIdentity.AddTo(session, json, host);
        json["cpu"] = CpuJson.Of(host.Definition);
        CpuJson.Set(json, "level", host.PsAbi is { Level: not PsAbiLevel.None } level ? $"x86-64-v{(int)level.Level}" : null);
        CpuJson.Set(json, "missingForNextLevel", host.PsAbi is { } report ? CpuJson.Of(report.MissingForNext.AsEnumerable()) : null);
        CpuJson.Set(json, "physicalBits", reading.PhysicalBits);
        CpuJson.Set(json, "virtualBits", reading.VirtualBits);
        json["features"] = CpuJson.Of(host.Features.AsEnumerable());
        if (reading is X86HostReading)
        {
            json["notInLibvirt"] = CpuJson.Of(session.Map.KnownBitsOf(host.ToSource()).Select(b => b.Name));
        }

        if (reading is X86HostReading)
        {
            GuestAudit audit = HostAudit.Of(session, host);
            json["mitigations"] = new JsonObject { ["kernel"] = audit.Kernel.ToString(2), ["files"] = AuditJson.FilesOf(audit) };
        }

        json["unknown"] = CpuJson.Of(host.Unknown.AsEnumerable());
        json["sources"] = new JsonArray([.. reading.Sources.Select(Of)]);
        HostFacts.AddTo(json, reading);
        CpuJson.Set(json, "safeGuest", host.SafeGuest is null ? null : CpuJson.Of(host.SafeGuest));
        return json;
    }

    private static JsonObject Of(ProbeSource source)
    {
        JsonObject json = new() { ["kind"] = Word(source.Kind), ["place"] = source.Place, ["state"] = Word(source.State) };
        CpuJson.Set(json, "failure", source.Failure);
        return json;
    }

    /// <summary>The word of a value.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
