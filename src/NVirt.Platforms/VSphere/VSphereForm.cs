using NVirt.Cpu;
using NVirt.Platforms.Facts;
using NVirt.Platforms.Trees;
using NVirt.Xml;

namespace NVirt.Platforms.VSphere;

/// <summary>
/// Feature capabilities of a host of vSphere: what it can give, or after EVC. VMware's names were not read there: those that are not
/// known stay foreign, and what is not listed is unknown (formats.md 14).
/// </summary>
internal static class VSphereForm
{
    private const string Capability = "featureCapability";
    private const string Masked = "maskedFeatureCapability";
    private const string Prefix = "cpuid.";

    public static PlatformForm Form { get; } = new(
        "vsphere-capabilities", static t => t.IsJson && (t.Json.Has(Capability) || t.Json.Has(Masked) || t.Json.Find("config",
            Capability) is not null), Read);

    private static List<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        TreeNode root = text.Json;
        TreeNode owner = root.Has(Capability) || root.Has(Masked) ? root : root.Find("config") ?? root;
        List<CpuStatement> statements = [];
        foreach ((string key, StatementTruth truth) in
            (ReadOnlySpan<(string, StatementTruth)>)[(Capability, StatementTruth.Hypervisor), (Masked, StatementTruth.Baseline)])
        {
            if (owner.Find(key) is { } list)
            {
                statements.Add(Of(text, options, list, truth, root.TextOf("name")));
            }
        }

        return statements.Count > 0 ? statements : throw text.Refuse(root, Text.Of(Messages.Read_Missing, Capability));
    }

    private static CpuStatement Of(PlatformText text, PlatformReadOptions options, TreeNode list, StatementTruth truth, string? name)
    {
        StatementBuilder statement = new(text, options, StatementSubject.Host, truth) { Name = name, Line = text.PlaceOf(list).Line };
        Dictionary<string, string> seen = new(StringComparer.Ordinal);
        bool isUncertain = false;
        foreach (TreeNode item in list.Items)
        {
            string key = item.TextOf("featureName") ?? item.TextOf("key")
                ?? throw text.Refuse(item, Text.Of(Messages.Read_Missing, "featureName"));
            string value = item.TextOf("value") ?? throw text.Refuse(item, Text.Of(Messages.Read_Missing, "value"));
            if (!seen.TryAdd(key, value))
            {
                if (seen[key] != value)
                {
                    throw text.Refuse(item, Text.Of(Messages.Read_Both, DocumentErrors.Quote(key)));
                }

                continue;
            }

            string[]? row = key.StartsWith(Prefix, StringComparison.Ordinal)
                ? PlatformFacts.VMwareNames.Find(key[Prefix.Length..].ToUpperInvariant()) : null;
            if (row is null)
            {
                statement.AddForeign(value == "1" ? key : Text.Of("{0}={1}", key, value));
                continue;
            }

            isUncertain = true;
            switch (value)
            {
                case "1":
                    statement.AddYes(statement.Space.SetOf(row[1]));
                    break;
                case "0":
                    statement.AddNo(statement.Space.SetOf(row[1]));
                    break;
                default:
                    throw text.Refuse(item, Text.Of(Messages.Read_Value, DocumentErrors.Quote(key), DocumentErrors.Quote(value), "0, 1"));
            }
        }

        if (isUncertain)
        {
            statement.Remark(StatementRemarkKind.Uncertain, "VMware");
        }

        return statement.Build(Form.Id);
    }
}
