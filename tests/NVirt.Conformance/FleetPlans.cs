using System.Text.Json;
using NVirt.Cpu.Map;
using NVirt.Fleet.Plans;
using NVirt.Platforms;

namespace NVirt.Conformance;

/// <summary>How guests fit what is promised.</summary>
internal static class FleetPlans
{
    private static readonly string[] Kinds = ["fit", "kind", "verdict", "class", "state", "expect"];

    public static string? Fit(FleetCase item)
    {
        FeatureSet target = TargetOf(item);
        (string Name, JsonElement Guest)[] guests = CaseWords.Any(item.Item.Json, "guests") is { } all ? [.. CaseWords.Named(all)]
            : [("guest", CaseWords.Any(item.Item.Json, "guest", "live", "cpu")
                ?? throw new InvalidDataException("the case has no guest"))];
        foreach ((string name, JsonElement guest) in guests)
        {
            GuestFit fit = FitOf(item, guest, target);
            string wanted = WantedOf(item.Expect, name);
            if (!string.Equals(wanted, fit.Kind.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                return $"{name}: expected {wanted}, got {fit.Kind}";
            }

            JsonElement own = CaseWords.Any(item.Expect, name) ?? item.Expect;
            string? problem = Lists(own, "exceeding", fit.Exceeding, "excess", "exceedingFeatures", "extra")
                ?? Lists(own, "lacking", fit.Lacking, "gains", "missing", "below");
            if (problem is not null)
            {
                return $"{name}: {problem}";
            }
        }

        return null;
    }

    private static string? Lists(JsonElement expect, string word, IEnumerable<string> actual, params string[] others) =>
        AreGuestsNamed(expect) ? null
        : CaseWords.Any(expect, [word, .. others]) is { ValueKind: JsonValueKind.Array } list
            ? FleetCase.Difference(word, list, actual) : null;

    // Lists of guests by kind have the same words.
    private static bool AreGuestsNamed(JsonElement expect) => CaseWords.TextOf(expect, Kinds) is null;

    // A list of features, a document, or the hosts that promise what they have in common.
    private static FeatureSet TargetOf(FleetCase item)
    {
        if (CaseWords.Any(item.Item.Json, "baseline", "target", "promised", "pool") is { } target)
        {
            return CaseWords.Any(target, "hosts") is { } members ? Common(item, members)
                : FeaturesOf(target) is { } listed ? FleetCase.Space.SetOf(CaseWords.All(listed)) : item.Statements(target)[0].Bits.YesSet;
        }

        return Common(item, item.Of("hosts"));
    }

    private static FeatureSet Common(FleetCase item, JsonElement hosts) =>
        hosts.EnumerateArray().Select(h => item.Statements(h)[0].Bits.YesSet).Aggregate((a, b) => a & b);

    private static GuestFit FitOf(FleetCase item, JsonElement guest, in FeatureSet target)
    {
        JsonElement cpu = CaseWords.Any(guest, "live", "cpu") ?? guest;
        if (FeaturesOf(cpu) is { } listed)
        {
            FeatureSet unknown = CaseWords.Any(guest, "unknown") is { } open ? FleetCase.Space.SetOf(CaseWords.All(open)) : default;
            return GuestFit.Of(FleetCase.Space, FleetCase.Space.SetOf(CaseWords.All(listed)), unknown, target);
        }

        StatementBits bits = item.Statements(cpu)[0].Bits;
        return GuestFit.Of(FleetCase.Space, bits.YesSet, bits.UnknownSet, target);
    }

    private static JsonElement? FeaturesOf(JsonElement cpu) => cpu.ValueKind == JsonValueKind.Array ? cpu
        : CaseWords.Any(cpu, "features", "yes", "bits") is { ValueKind: JsonValueKind.Array } list ? list : null;

    private static string WantedOf(JsonElement expect, string name)
    {
        if (expect.ValueKind == JsonValueKind.String)
        {
            return expect.GetString()!;
        }

        JsonElement all = CaseWords.Any(expect, "fits", "guests", "cells", "plan") ?? expect;
        if (all.ValueKind == JsonValueKind.Array)
        {
            return CaseWords.TextOf(all.EnumerateArray().First(g => CaseWords.NameOf(g) == name), Kinds)!;
        }

        return CaseWords.Any(all, name) is { ValueKind: not JsonValueKind.Array } own
            ? own.ValueKind == JsonValueKind.String ? own.GetString()! : CaseWords.TextOf(own, Kinds)!
            : CaseWords.TextOf(expect, Kinds) ?? all.EnumerateObject().First(l => l.Value.ValueKind == JsonValueKind.Array
                && l.Value.EnumerateArray().Any(n => CaseWords.NameOf(n) == name)).Name;
    }
}
