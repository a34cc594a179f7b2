using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Platforms.Registers;
using NVirt.Platforms.Trees;
using NVirt.Xml;

namespace NVirt.Platforms.CloudHypervisor;

/// <summary>
/// The data of a profile of Cloud Hypervisor, of CPUID or of MSRs, which no release takes: what is kept of the host's bits, and what stands
/// in place of the others. A register of CPUID that is not listed is zero (formats.md 16).
/// </summary>
internal static class CloudHypervisorProfileForm
{
    private const string Adjustments = "adjustments";
    private const string Vendor = "cpu_vendor";
    private const string Hex = "0x...";

    // No leaf of features has as many.
    private const uint MostSubleaves = 64;
    private const int MostAdjustments = 10_000;

    public static PlatformForm Form { get; } = new(
        "cloud-hypervisor-profile", static t => t.IsJson && t.Json.Has(Adjustments) && t.Json.Has(Vendor), Read);

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        IReadOnlyList<TreeNode> pairs = text.Json.Find(Adjustments)?.Items
            ?? throw text.Refuse(text.Json, Text.Of(Messages.Read_Missing, Adjustments));
        if (pairs.Count > MostAdjustments)
        {
            throw text.Refuse(text.Json, Text.Of(Messages.Read_TooMany, MostAdjustments));
        }

        StatementBuilder statement = new(text, options, StatementSubject.Guest, StatementTruth.Request)
        {
            Class = StatementClass.HostPassthrough,
            Line = 1,
        };
        bool isOfMsrs = pairs is [{ Items: [{ IsMap: false }, ..] }, ..];
        RegisterBits registers = new() { OmitsZero = !isOfMsrs };
        foreach (TreeNode pair in pairs)
        {
            if (pair.Items is not [var place, { IsMap: true } change])
            {
                throw text.Refuse(pair, Text.Of(Messages.Read_Expected, "[PLACE, {replacements, mask}]"));
            }

            ulong most = isOfMsrs ? ulong.MaxValue : uint.MaxValue;
            ulong ones = Number(text, change, "replacements", most);
            ulong known = ones | ~Number(text, change, "mask", most);
            if (!(isOfMsrs ? registers.TryAddMsr((uint)Number(text, place, null, uint.MaxValue), ones, known)
                : TryAdd(text, registers, place, (uint)ones, (uint)known)))
            {
                throw text.Refuse(place, Text.Of(Messages.Read_Twice, Adjustments));
            }
        }

        registers.Apply(statement);
        statement.Vendor ??= text.Json.TextOf(Vendor) switch { "Amd" => "AMD", var other => other };
        statement.Remark(StatementRemarkKind.Uncertain, "Cloud Hypervisor");
        return [statement.Build(Form.Id)];
    }

    private static bool TryAdd(PlatformText text, RegisterBits registers, TreeNode place, uint ones, uint known)
    {
        uint leaf = (uint)Number(text, place, "leaf", uint.MaxValue);
        TreeNode range = place.Find("sub_leaf") ?? throw text.Refuse(place, Text.Of(Messages.Read_Missing, "sub_leaf"));
        uint first = (uint)Number(text, range, "start", uint.MaxValue);
        uint last = (uint)Number(text, range, "end", uint.MaxValue);
        RegisterName name = place.TextOf("register") switch
        {
            "EAX" => RegisterName.Eax,
            "EBX" => RegisterName.Ebx,
            "ECX" => RegisterName.Ecx,
            "EDX" => RegisterName.Edx,
            _ => throw text.Refuse(place, Text.Of(Messages.Read_Value, "register",
                DocumentErrors.Quote(place.TextOf("register") ?? string.Empty), "EAX, EBX, ECX, EDX")),
        };
        if (last < first)
        {
            throw text.Refuse(range, Text.Of(Messages.Read_Value, "end", last, "start-"));
        }

        bool isNew = true;
        for (uint subleaf = first; subleaf - first < MostSubleaves && subleaf <= last; subleaf++)
        {
            isNew &= registers.TryAdd(leaf, subleaf, name, ones, known);
            if (subleaf == uint.MaxValue)
            {
                break;
            }
        }

        return isNew;
    }

    // Of a member, or the value itself.
    private static ulong Number(PlatformText text, TreeNode owner, string? name, ulong most)
    {
        TreeNode node = name is null ? owner : owner.Find(name) ?? throw text.Refuse(owner, Text.Of(Messages.Read_Missing, name));
        return node.Kind == TreeKind.Text && node.Text.StartsWith("0x", StringComparison.Ordinal)
            && Digits.TryParseHex(node.Text.AsSpan(2), out ulong value)
            && value <= most
            ? value
            : throw text.Refuse(node, Text.Of(Messages.Read_Value, name ?? "MSR", DocumentErrors.Quote(node.Text), Hex));
    }
}
