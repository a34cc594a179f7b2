using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;
using NVirt.Platforms.Facts;
using NVirt.Platforms.Registers;
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

    private const string Requirement = "featureRequirement";
    private const string OldIds = "cpuFeature";
    private const string Needed = "Bool:Min:1";

    // Objects of the API have their parts in these.
    private static readonly string[] Owners = ["config", "runtime", "hardware"];

    private static readonly (string Key, StatementTruth Truth)[] Lists =
        [(Capability, StatementTruth.Hypervisor), (Masked, StatementTruth.Baseline)];

    public static PlatformForm Form { get; } = new("vsphere-capabilities", Recognises, Read);

    private static bool Recognises(PlatformText text) =>
        text.IsJson && (text.Json.Items is [var first, ..] ? first.Has("featureName") && first.Has("value") : Found(text.Json).Any());

    private static IEnumerable<(string Key, TreeNode List)> Found(TreeNode root) =>
        from key in (string[])[Capability, Masked, Requirement, OldIds]
        let list = root.Find(key) ?? Owners.Select(o => root.Find(o, key)).FirstOrDefault(l => l is not null)
        where list is { Kind: TreeKind.List }
        select (key, list);

    private static List<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        TreeNode root = text.Json;
        string? name = root.TextOf("name");
        List<CpuStatement> statements = root.Kind == TreeKind.List
            ? [Of(text, options, root, IsNeeded(root) ? StatementTruth.Live : StatementTruth.Hypervisor, name)]
            : [.. Found(root).Select(f => f.Key == OldIds ? OfIds(text, options, f.List, name)
                : Of(text, options, f.List, f.Key == Requirement ? StatementTruth.Live : Array.Find(Lists, l => l.Key == f.Key).Truth,
                    name))];
        return statements.Count > 0 ? statements : throw text.Refuse(root, Text.Of(Messages.Read_Missing, Capability));
    }

    private static bool IsNeeded(TreeNode list) => list.Items.Any(i => i.TextOf("value") == Needed);

    // Registers as masks have them: 0, 1, and what is not known.
    private static CpuStatement OfIds(PlatformText text, PlatformReadOptions options, TreeNode list, string? name)
    {
        StatementBuilder statement = new(text, options, StatementSubject.Host, StatementTruth.Physical)
        {
            Name = name,
            Line = text.PlaceOf(list).Line,
        };
        RegisterBits registers = new();
        foreach (TreeNode id in list.Items)
        {
            if (id.Find("level")?.Unsigned() is not { } level || level > uint.MaxValue)
            {
                throw text.Refuse(id, Text.Of(Messages.Read_Missing, "level"));
            }

            foreach ((string word, RegisterName register) in
                (ReadOnlySpan<(string, RegisterName)>)[("eax", RegisterName.Eax), ("ebx", RegisterName.Ebx), ("ecx", RegisterName.Ecx),
                    ("edx", RegisterName.Edx)])
            {
                if (id.Find(word) is { Text.Length: > 0 } bits)
                {
                    (uint ones, uint known) = Bits(text, bits);
                    if (!registers.TryAdd((uint)level, 0, register, ones, known))
                    {
                        throw text.Refuse(id, Text.Of(Messages.Read_Twice, Text.Of("{0:x}.{1}", level, word)));
                    }
                }
            }
        }

        registers.Apply(statement);
        return statement.Build(Form.Id);
    }

    private static (uint Ones, uint Known) Bits(PlatformText text, TreeNode node)
    {
        uint ones = 0;
        uint known = 0;
        int count = 0;
        foreach (char c in node.Text.Where(c => c != ':'))
        {
            if (++count > 32 || c is not ('0' or '1' or '-'))
            {
                count = 0;
                break;
            }

            ones = (ones << 1) | (c == '1' ? 1u : 0);
            known = (known << 1) | (c == '-' ? 0 : 1u);
        }

        return count == 32 ? (ones, known)
            : throw text.Refuse(node, Text.Of(Messages.Firecracker_Bitmap, DocumentErrors.Quote(node.Text), 32));
    }

    private static CpuStatement Of(PlatformText text, PlatformReadOptions options, TreeNode list, StatementTruth truth, string? name)
    {
        bool isGuest = truth == StatementTruth.Live;
        StatementBuilder statement = new(text, options, isGuest ? StatementSubject.Guest : StatementSubject.Host, truth)
        {
            Name = name,
            Line = text.PlaceOf(list).Line,
            Class = isGuest ? StatementClass.HostPassthrough : StatementClass.None,
        };
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
                statement.AddForeign(value is "1" or Needed ? key : Text.Of("{0}={1}", key, value));
                continue;
            }

            isUncertain = true;
            switch (value)
            {
                case Needed when isGuest:
                    statement.AddPolicy(row[1], CpuPolicy.Require);
                    break;
                case "1" when !isGuest:
                    statement.AddYes(statement.Space.SetOf(row[1]));
                    break;
                case "0" when !isGuest:
                    statement.AddNo(statement.Space.SetOf(row[1]));
                    break;
                default:
                    throw text.Refuse(item, Text.Of(
                        Messages.Read_Value, DocumentErrors.Quote(key), DocumentErrors.Quote(value), isGuest ? Needed : "0, 1"));
            }
        }

        if (isUncertain)
        {
            statement.Remark(StatementRemarkKind.Uncertain, "VMware");
        }

        statement.ApplyPolicies();
        return statement.Build(Form.Id);
    }
}
