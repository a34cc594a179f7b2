using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Cpu.Probe;

namespace NVirt.Cli.Output;

/// <summary>The JSON form of the page about a host.</summary>
internal static class HostJson
{
    public static JsonObject Of(HostCpu host)
    {
        X86HostReading reading = host.Reading;
        JsonObject json = new() { ["cpu"] = CpuJson.Of(host.Definition) };
        CpuJson.Set(json, "level", host.PsAbi is { Level: not PsAbiLevel.None } level ? $"x86-64-v{(int)level.Level}" : null);
        CpuJson.Set(json, "missingForNextLevel", host.PsAbi is { } report ? CpuJson.Of(report.MissingForNext.AsEnumerable()) : null);
        CpuJson.Set(json, "physicalBits", reading.PhysicalBits);
        CpuJson.Set(json, "virtualBits", reading.VirtualBits);
        json["features"] = CpuJson.Of(host.Features.AsEnumerable());
        json["unknown"] = CpuJson.Of(host.Unknown.AsEnumerable());
        json["sources"] = new JsonArray([.. reading.Sources.Select(Of)]);
        json["msrs"] = new JsonArray([.. reading.Msrs.Select(Of)]);
        json["hybrid"] = reading.Hybrid.IsHybrid;
        json["groups"] = new JsonArray([.. reading.Hybrid.Groups.Select(Of)]);
        CpuJson.Set(json, "safeGuest", host.SafeGuest is null ? null : CpuJson.Of(host.SafeGuest));
        return json;
    }

    private static JsonObject Of(ProbeSource source)
    {
        JsonObject json = new() { ["kind"] = Word(source.Kind), ["place"] = source.Place, ["state"] = Word(source.State) };
        CpuJson.Set(json, "failure", source.Failure);
        return json;
    }

    private static JsonObject Of(X86MsrReading msr) => new() { ["index"] = $"0x{msr.Index:x}", ["source"] = Word(msr.Source) };

    private static JsonObject Of(X86CpuGroup group) => new()
    {
        ["cpus"] = new JsonArray([.. group.Cpus.Select(c => JsonValue.Create(c))]),
        ["signature"] = CpuJson.Of(group.Signature),
        ["missing"] = CpuJson.Of(group.Missing.AsEnumerable()),
    };

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
