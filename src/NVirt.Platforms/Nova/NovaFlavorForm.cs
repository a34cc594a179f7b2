using System.Text;
using NVirt.Cpu;
using NVirt.Platforms.Facts;
using NVirt.Platforms.Trees;
using NVirt.Xml;

namespace NVirt.Platforms.Nova;

/// <summary>
/// A flavor or an image of OpenStack: the traits that it requires or forbids, and its address bits (formats.md 6). Which model the guest
/// gets is the compute node's.
/// </summary>
internal static class NovaFlavorForm
{
    private const string Trait = "trait";
    private const string Mode = "hw:maxphysaddr_mode";
    private const string Bits = "hw:maxphysaddr_bits";

    private static readonly string[] Places = ["extra_specs", "properties", "OS-FLV-WITH-EXT-SPECS:extra_specs"];

    public static PlatformForm Form { get; } = new("nova-flavor", static t => t.IsJson && SpecsOf(t.Json) is not null, Read);

    /// <summary>The features whose traits a flavor requires, once each; other traits do not choose models.</summary>
    /// <exception cref="CpuException">It is no flavor.</exception>
    public static IReadOnlyList<string> RequiredBy(string flavor)
    {
        using PlatformText text = new(Encoding.UTF8.GetBytes(flavor), "flavor");
        return
        [
            .. Specs(text).Where(s => IsTrait(s.Key) && s.Value == "required").Select(s => FeatureOf(TraitOf(s.Key))).OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>The feature that Nova takes for a trait; <see langword="null"/> if it is none of a processor that libvirt knows.</summary>
    public static string? FeatureOf(string trait) => PlatformFacts.NovaTraits.Find(trait)?[1];

    private static TreeNode? SpecsOf(TreeNode root)
    {
        TreeNode flavor = root.Find("flavor") ?? root;
        return Array.ConvertAll(Places, flavor.Find).FirstOrDefault(
            s => s is not null && SpecsIn(s).Any(p => IsTrait(p.Key) || p.Key is Mode or Bits));
    }

    // A map, or as older clients print it: KEY='value', KEY='value'.
    private static IEnumerable<(string Key, string Value, TreeNode At)> SpecsIn(TreeNode specs) => specs.IsMap
        ? specs.Members.Select(m => (m.Key, m.Value.Text, m.Value))
        : specs.Text.Split(", ").Select(p => p.Split('=', 2)).Where(p => p.Length == 2)
            .Select(p => (p[0].Trim(), p[1].Trim().Trim('\''), specs));

    private static IEnumerable<(string Key, string Value, TreeNode At)> Specs(PlatformText text) => SpecsIn(
        (text.IsJson ? SpecsOf(text.Json) : null)
            ?? throw text.Refuse(1, 1, Text.Of(Messages.Read_Missing, "extra_specs, properties")));

    // A group of requests has a word of its own before the colon.
    private static bool IsTrait(string key) => key.StartsWith(Trait, StringComparison.Ordinal)
        && key.IndexOf(':', StringComparison.Ordinal) is >= 5 and var colon
        && key.AsSpan(5, colon - 5) is var group && (group.IsEmpty || group[0] == '_' || char.IsAsciiDigit(group[0]));

    private static string TraitOf(string key) => key[(key.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        TreeNode root = text.Json.Find("flavor") ?? text.Json;
        StatementBuilder statement = new(text, options, StatementSubject.Guest, StatementTruth.Request)
        {
            Name = root.TextOf("name"),
            Line = text.PlaceOf(root).Line,
            Class = StatementClass.Default,
        };
        Dictionary<string, CpuPolicy> seen = new(StringComparer.Ordinal);
        foreach ((string key, string value, TreeNode at) in Specs(text))
        {
            if (IsTrait(key))
            {
                Take(text, statement, seen, TraitOf(key), value, at);
            }
            else if (key is Mode or Bits)
            {
                TakeBits(text, statement, key, value, at);
            }
        }

        statement.ResolveGuest();
        return [statement.Build(Form.Id)];
    }

    private static void Take(
        PlatformText text, StatementBuilder statement, Dictionary<string, CpuPolicy> seen, string trait, string value, TreeNode at)
    {
        CpuPolicy policy = value switch
        {
            "required" => CpuPolicy.Require,
            "forbidden" => CpuPolicy.Forbid,
            _ => throw text.Refuse(at, Text.Of(
                Messages.Read_Value, DocumentErrors.Quote(trait), DocumentErrors.Quote(value), "required, forbidden")),
        };
        if (FeatureOf(trait) is not { } feature || statement.Space.Find(feature) < 0)
        {
            statement.AddForeign((policy == CpuPolicy.Require ? "+" : "-") + trait);
            return;
        }

        if (!seen.TryAdd(feature, policy) && seen[feature] != policy)
        {
            throw text.Refuse(at, Text.Of(Messages.Read_Both, feature));
        }

        statement.AddPolicy(feature, policy);
    }

    private static void TakeBits(PlatformText text, StatementBuilder statement, string key, string value, TreeNode at)
    {
        statement.Axes = (key, value) switch
        {
            (Mode, "passthrough") => statement.Axes with { HostPhysBits = true },
            (Mode, "emulate") => statement.Axes,
            (Mode, _) => throw text.Refuse(at, Text.Of(
                Messages.Read_Value, key, DocumentErrors.Quote(value), "emulate, passthrough")),
            _ => Digits.TryParse(value, out byte bits) && bits is >= 32 and <= 64
                ? statement.Axes with { PhysBits = bits }
                : throw text.Refuse(at, Text.Of(Messages.Read_Value, key, DocumentErrors.Quote(value), "32-64")),
        };
    }
}
