using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Domains.Capabilities.Domains;

namespace NVirt.Cli.Output.Json;

/// <summary>The JSON form of domain capabilities. A mode that is not supported is <see langword="null"/>.</summary>
internal static class DomainCapabilitiesJson
{
    public static JsonObject Of(DomainCapabilities capabilities)
    {
        JsonObject json = [];
        CpuJson.Set(json, "path", capabilities.Path);
        CpuJson.Set(json, "domainType", capabilities.DomainType);
        CpuJson.Set(json, "machine", capabilities.Machine);
        CpuJson.Set(json, "arch", capabilities.Arch == CpuArchitecture.None ? null : capabilities.Arch.ToName());
        CpuJson.Set(json, "maxVcpus", capabilities.MaxVcpus);
        CpuJson.Set(json, "cpu", capabilities.Cpu is { } cpu ? Of(cpu) : null);
        return json;
    }

    /// <summary>A model with what QEMU says of it.</summary>
    public static JsonObject Of(DomainCpuModel model)
    {
        JsonObject json = new() { ["name"] = model.Name, ["usable"] = model.IsUsable, ["deprecated"] = model.IsDeprecated };
        CpuJson.Set(json, "vendor", model.Vendor);
        CpuJson.Set(json, "canonical", model.Canonical);
        json["blockers"] = CpuJson.Of(model.Blockers.AsEnumerable());
        return json;
    }

    private static JsonObject Of(DomainCpuCapabilities cpu) => new()
    {
        ["hostPassthrough"] = Migratable(cpu.HostPassthrough),
        ["maximum"] = Migratable(cpu.Maximum),
        ["hostModel"] = cpu.HostModel is { } model ? CpuJson.Of(model) : null,
        ["custom"] = cpu.Custom.IsEmpty ? null : new JsonArray([.. cpu.Custom.Select(Of)]),
    };

    private static JsonObject? Migratable(ImmutableArray<bool>? values) => values is { } known
        ? new JsonObject { ["migratable"] = new JsonArray([.. known.Select(v => JsonValue.Create(v))]) }
        : null;
}
