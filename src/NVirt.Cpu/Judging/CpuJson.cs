using System.Text.Json;
using System.Text.Json.Nodes;

namespace NVirt.Cpu.Judging;

/// <summary>The JSON form of definitions and reasons. The names of the fields are a contract.</summary>
public static class CpuJson
{
    /// <summary>A definition; what is not given is left out.</summary>
    public static JsonObject Of(CpuDefinition cpu)
    {
        JsonObject json = new() { ["type"] = cpu.Type == CpuType.Host ? "host" : "guest" };
        if (cpu.Type == CpuType.Guest)
        {
            Set(json, "mode", cpu.Mode is { } mode ? CpuWords.Of(mode) : null);
            json["match"] = CpuWords.Of(cpu.Match);
            json["check"] = CpuWords.Of(cpu.Check);
            json["fallback"] = CpuWords.Of(cpu.Fallback);
        }

        Set(json, "migratable", cpu.Migratable);
        Set(json, "deprecatedFeatures", cpu.DeprecatedFeatures);
        Set(json, "arch", cpu.Arch == CpuArchitecture.None ? null : cpu.Arch.ToName());
        Set(json, "model", cpu.Model);
        Set(json, "vendorId", cpu.VendorId);
        Set(json, "vendor", cpu.Vendor);
        Set(json, "microcode", cpu.Microcode == 0 ? null : cpu.Microcode);
        Set(json, "signature", cpu.Signature is { } s ? Of(s) : null);
        Set(json, "tsc", cpu.Tsc is { } tsc ? Pair("frequency", tsc.Frequency, "scaling", tsc.Scaling) : null);
        Set(json, "topology", cpu.Topology is { } t ? Of(t) : null);
        Set(json, "cache", cpu.Cache is { } c ? Pair("mode", Word(c.Mode), "level", c.Level) : null);
        Set(json, "maxPhysAddr", cpu.MaxPhysAddr is { } a ? Of(a) : null);
        json["features"] = new JsonArray([.. cpu.Features.Select(Of)]);
        return json;
    }

    /// <summary>Family, model and stepping.</summary>
    public static JsonObject Of(CpuSignature signature) => new()
    {
        ["family"] = signature.Family,
        ["model"] = signature.Model,
        ["stepping"] = signature.Stepping,
    };

    /// <summary>A reason with its data and its words.</summary>
    public static JsonObject Of(CpuReason reason)
    {
        JsonObject json = new() { ["rule"] = JsonNamingPolicy.KebabCaseLower.ConvertName(reason.Rule.ToString()) };
        Set(json, "subject", reason.Subject);
        Set(json, "coordinate", reason.Coordinate);
        Set(json, "policy", reason.Policy is { } policy ? CpuWords.Of(policy) : null);
        Set(json, "model", reason.Model);
        Set(json, "side", reason.Side switch { CpuType.Host => "host", CpuType.Guest => "guest", _ => null });
        Set(json, "expected", reason.Expected);
        Set(json, "actual", reason.Actual);
        Set(json, "givenByHypervisor", reason.IsGivenByHypervisor ? true : null);
        Set(json, "lackedBy", reason.Lack is { } lack ? Word(lack) : null);
        json["text"] = reason.Describe();
        if (reason.Suggestions is { IsEmpty: false } suggestions)
        {
            json["suggestions"] = Of(suggestions.AsEnumerable());
        }

        Set(json, "remedy", reason.Remedy() is { Length: > 0 } remedy ? remedy : null);
        return json;
    }

    /// <summary>Reasons as an array.</summary>
    public static JsonArray Of(IEnumerable<CpuReason> reasons) => new([.. reasons.Select(Of)]);

    /// <summary>Names as an array.</summary>
    public static JsonArray Of(IEnumerable<string> names) => new([.. names.Select(n => JsonValue.Create(n))]);

    /// <summary>Sets a member unless the value is <see langword="null"/>.</summary>
    public static void Set(JsonObject json, string name, JsonNode? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }
    }

    /// <summary>A value's name in small letters with hyphens.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static JsonObject Of(CpuFeature feature)
    {
        JsonObject json = new() { ["name"] = feature.Name };
        Set(json, "policy", feature.Policy is { } policy ? CpuWords.Of(policy) : null);
        return json;
    }

    private static JsonObject Of(CpuTopology topology) => new()
    {
        ["sockets"] = topology.Sockets,
        ["dies"] = topology.Dies,
        ["clusters"] = topology.Clusters,
        ["cores"] = topology.Cores,
        ["threads"] = topology.Threads,
    };

    private static JsonObject Of(CpuMaxPhysAddr address)
    {
        JsonObject json = Pair("mode", Word(address.Mode), "bits", address.Bits);
        Set(json, "limit", address.Limit);
        return json;
    }

    private static JsonObject Pair(string name1, JsonNode? value1, string name2, JsonNode? value2)
    {
        JsonObject json = [];
        Set(json, name1, value1);
        Set(json, name2, value2);
        return json;
    }
}
