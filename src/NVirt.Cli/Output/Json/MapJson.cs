using System.Text.Json.Nodes;
using NVirt.Cli.Output.Pages;
using NVirt.Cpu;
using NVirt.Cpu.Judging;

namespace NVirt.Cli.Output.Json;

/// <summary>The JSON form of what the map says.</summary>
internal static class MapJson
{
    /// <summary>A feature.</summary>
    public static JsonObject Of(CpuFeatureInfo feature)
    {
        JsonObject json = new()
        {
            ["name"] = feature.Name,
            ["group"] = feature.Group,
            ["coordinate"] = feature.Coordinate,
            ["description"] = feature.Description,
            ["migratable"] = feature.Migratable,
            ["aliases"] = new JsonArray([.. feature.Aliases.Select(a => new JsonObject { ["name"] = a.Name, ["origin"] = a.Origin })]),
        };
        CpuJson.Set(json, "homonym", feature.Homonym is { Length: > 0 } homonym ? homonym : null);
        return json;
    }

    /// <summary>A bit that libvirt does not know.</summary>
    public static JsonObject Of(CpuKnownBit bit)
    {
        JsonObject json = new()
        {
            ["name"] = bit.Name,
            ["coordinate"] = bit.Coordinate,
            ["description"] = bit.Description,
            ["kind"] = CpuJson.Word(bit.Kind)
        };
        CpuJson.Set(json, "source", bit.Source.Length == 0 ? null : bit.Source);
        json["uncertain"] = bit.IsUncertain;
        json["vendors"] = CpuJson.Of(bit.Vendors.AsEnumerable());
        return json;
    }

    /// <summary>A model without its lists of features.</summary>
    public static JsonObject Summary(CpuModelInfo model)
    {
        JsonObject json = new() { ["name"] = model.Name };
        CpuJson.Set(json, "vendor", model.Vendor);
        CpuJson.Set(json, "canonical", model.CanonicalName);
        json["decodesToHost"] = model.DecodesToHost;
        json["decodesToGuest"] = model.DecodesToGuest;
        return json;
    }

    /// <summary>A model with everything.</summary>
    public static JsonObject Of(CpuModelInfo model)
    {
        JsonObject json = Summary(model);
        CpuJson.Set(json, "ancestor", model.Ancestor);
        json["compatibilityCheck"] = model.UsesCompatibilityCheck;
        json["signatures"] = new JsonArray([.. model.Signatures.Select(Of)]);
        json["pvrs"] = new JsonArray([.. model.Pvrs.Select(Of)]);
        CpuJson.Set(json, "level", Levels.NameOf(model.PsAbi));
        CpuJson.Set(json, "missingForNextLevel", model.PsAbi is { } report ? CpuJson.Of(report.MissingForNext.AsEnumerable()) : null);
        json["features"] = CpuJson.Of(model.Features.AsEnumerable());
        json["added"] = CpuJson.Of(model.AddedFeatures.AsEnumerable());
        json["removed"] = CpuJson.Of(model.RemovedFeatures.AsEnumerable());
        return json;
    }

    private static JsonObject Of(CpuPvrInfo pvr) => new() { ["value"] = DataJson.Hex(pvr.Value), ["mask"] = DataJson.Hex(pvr.Mask) };

    private static JsonObject Of(CpuSignatureInfo signature) => new()
    {
        ["family"] = signature.Family,
        ["model"] = signature.Model,
        ["steppings"] = new JsonArray([.. signature.Steppings.Select(s => JsonValue.Create(s))]),
    };
}
