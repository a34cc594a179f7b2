using System.Collections.Immutable;
using NVirt.Cpu.Map;
using NVirt.Platforms.Trees;
using NVirt.Xml;

namespace NVirt.Platforms.Firecracker;

/// <summary>A template, or what a fingerprint says of a guest: registers as bitmaps (formats.md 15). Immutable.</summary>
internal sealed record FirecrackerConfig
{
    private static readonly string[] Fields = ["kvm_capabilities", "cpuid_modifiers", "msr_modifiers", "vcpu_features", "reg_modifiers"];

    /// <summary>Registers of CPUID, in their order.</summary>
    public required ImmutableArray<(X86Register Register, TemplateBits Bits)> Cpuid { get; init; }

    /// <summary>MSRs.</summary>
    public required ImmutableArray<(uint Index, TemplateBits Bits)> Msrs { get; init; }

    /// <summary>Registers of ARM, as the document has them.</summary>
    public required ImmutableArray<string> ArmRegisters { get; init; }

    /// <summary>Names and numbers of capabilities and features of KVM.</summary>
    public required ImmutableArray<string> Capabilities { get; init; }

    public static FirecrackerConfig Read(PlatformText text, TreeNode root)
    {
        if (!root.IsMap)
        {
            throw text.Refuse(root, Text.Of(Messages.Read_Expected, "{...}"));
        }

        OnlyFields(text, root, Fields);
        ImmutableArray<(X86Register, TemplateBits)>.Builder cpuid = ImmutableArray.CreateBuilder<(X86Register, TemplateBits)>();
        HashSet<X86Register> seen = [];
        foreach (TreeNode leaf in ListOf(text, root, "cpuid_modifiers"))
        {
            OnlyFields(text, leaf, ["leaf", "subleaf", "flags", "modifiers"]);
            uint number = (uint)TemplateBits.Number(text, leaf.Find("leaf"), leaf, "leaf", uint.MaxValue);
            uint subleaf = (uint)TemplateBits.Number(text, leaf.Find("subleaf"), leaf, "subleaf", uint.MaxValue);
            if (leaf.Find("flags") is not { } flags || flags.Unsigned() is not <= uint.MaxValue)
            {
                throw text.Refuse(leaf, Text.Of(Messages.Read_Missing, "flags"));
            }

            foreach (TreeNode modifier in ListOf(text, leaf, "modifiers"))
            {
                OnlyFields(text, modifier, ["register", "bitmap"]);
                X86Register register = new(false, number, subleaf, NameOf(text, modifier));
                if (!seen.Add(register))
                {
                    throw text.Refuse(modifier, Text.Of(Messages.Read_Twice, register.Coordinate(0)));
                }

                cpuid.Add((register, TemplateBits.Parse(text, Bitmap(text, modifier), 32)));
            }
        }

        ImmutableArray<(uint, TemplateBits)>.Builder msrs = ImmutableArray.CreateBuilder<(uint, TemplateBits)>();
        foreach (TreeNode msr in ListOf(text, root, "msr_modifiers"))
        {
            OnlyFields(text, msr, ["addr", "bitmap"]);
            uint index = (uint)TemplateBits.Number(text, msr.Find("addr"), msr, "addr", uint.MaxValue);
            if (msrs.Any(m => m.Item1 == index))
            {
                throw text.Refuse(msr, Text.Of(Messages.Read_Twice, msr.TextOf("addr")));
            }

            msrs.Add((index, TemplateBits.Parse(text, Bitmap(text, msr), 64)));
        }

        ImmutableArray<string>.Builder arm = ImmutableArray.CreateBuilder<string>();
        foreach (TreeNode register in ListOf(text, root, "reg_modifiers"))
        {
            OnlyFields(text, register, ["addr", "bitmap"]);
            TemplateBits.Number(text, register.Find("addr"), register, "addr", ulong.MaxValue);
            TreeNode bitmap = Bitmap(text, register);
            CheckWide(text, bitmap);
            arm.Add($"{register.TextOf("addr")}={bitmap.Text}");
        }

        foreach (TreeNode feature in ListOf(text, root, "vcpu_features"))
        {
            OnlyFields(text, feature, ["index", "bitmap"]);
            arm.Add($"vcpu_features[{feature.TextOf("index")}]={TemplateBits.Parse(text, Bitmap(text, feature), 32).Format(32)}");
        }

        return new FirecrackerConfig
        {
            Cpuid = cpuid.ToImmutable(),
            Msrs = msrs.ToImmutable(),
            ArmRegisters = arm.ToImmutable(),
            Capabilities = [.. ListOf(text, root, "kvm_capabilities").Select(c => Capability(text, c))],
        };
    }

    // A number, with ! in front of what must not be checked.
    private static string Capability(PlatformText text, TreeNode node) =>
        node.Kind == TreeKind.Text && Digits.TryParse(node.Text.AsSpan(node.Text.StartsWith('!') ? 1 : 0), out uint _) ? node.Text
        : throw text.Refuse(node, Text.Of(Messages.Read_Value, "kvm_capabilities", DocumentErrors.Quote(node.Text), "N, !N"));

    private static TreeNode Bitmap(PlatformText text, TreeNode owner) =>
        owner.Find("bitmap") ?? throw text.Refuse(owner, Text.Of(Messages.Read_Missing, "bitmap"));

    // Registers of ARM have up to 128 bits.
    private static void CheckWide(PlatformText text, TreeNode node)
    {
        string bits = (node.Text.StartsWith("0b", StringComparison.Ordinal) ? node.Text[2..] : node.Text).Replace("_", string.Empty,
            StringComparison.Ordinal);
        if (bits.Length is 0 or > 128 || bits.AsSpan().ContainsAnyExcept("01x"))
        {
            throw text.Refuse(node, Text.Of(Messages.Firecracker_Bitmap, DocumentErrors.Quote(node.Text), 128));
        }
    }

    private static RegisterName NameOf(PlatformText text, TreeNode modifier) => modifier.TextOf("register") switch
    {
        "eax" => RegisterName.Eax,
        "ebx" => RegisterName.Ebx,
        "ecx" => RegisterName.Ecx,
        "edx" => RegisterName.Edx,
        var other => throw text.Refuse(modifier, Text.Of(
            Messages.Read_Value, "register", DocumentErrors.Quote(other ?? string.Empty), "eax, ebx, ecx, edx")),
    };

    private static IReadOnlyList<TreeNode> ListOf(PlatformText text, TreeNode owner, string name) => owner.Find(name) switch
    {
        null or { Kind: TreeKind.Nothing } => [],
        { Kind: TreeKind.List } list => list.Items,
        var other => throw text.Refuse(other, Text.Of(Messages.Read_Expected, "[...]")),
    };

    private static void OnlyFields(PlatformText text, TreeNode owner, string[] fields)
    {
        foreach ((string key, TreeNode value) in owner.Members)
        {
            if (!fields.Contains(key))
            {
                throw text.Refuse(value, Text.Of(Messages.Read_UnknownKey, DocumentErrors.Quote(key)));
            }
        }
    }
}
