using System.Globalization;
using System.Text.Json.Nodes;
using NVirt.Cpu.Judging;
using NVirt.Xen;

namespace NVirt.Cli.Output.Json;

/// <summary>The JSON form of what Xen is told of a CPU.</summary>
internal static class XenJson
{
    /// <summary>The lines of xl.cfg.</summary>
    public static JsonObject Of(XenConfigCpu config)
    {
        JsonObject json = new() { ["cpuid"] = config.Line };
        if (config.Line is null && config.Policies.Length > 0)
        {
            json["cpuid"] = new JsonArray([.. config.Policies.Select(p => JsonValue.Create(p.ToString()))]);
        }

        CpuJson.Set(json, "nestedhvm", config.NestedHvm);
        json["warnings"] = CpuJson.Of(config.Warnings);
        return json;
    }

    /// <summary>libxl's policies; registers that nothing is said of are left out.</summary>
    public static JsonObject Of(XenCpuidPolicies policies)
    {
        JsonObject json = new() { ["policies"] = new JsonArray([.. policies.Policies.Select(Of)]) };
        CpuJson.Set(json, "nestedHvm", policies.NestedHvm);
        json["warnings"] = CpuJson.Of(policies.Warnings);
        return json;
    }

    private static JsonObject Of(XenCpuidPolicy policy)
    {
        JsonObject json = new() { ["leaf"] = Hex(policy.Leaf) };
        CpuJson.Set(json, "subleaf", policy.Subleaf is { } subleaf ? Hex(subleaf) : null);
        CpuJson.Set(json, "eax", policy.Eax);
        CpuJson.Set(json, "ebx", policy.Ebx);
        CpuJson.Set(json, "ecx", policy.Ecx);
        CpuJson.Set(json, "edx", policy.Edx);
        return json;
    }

    private static string Hex(uint value) => string.Create(CultureInfo.InvariantCulture, $"0x{value:x8}");
}
