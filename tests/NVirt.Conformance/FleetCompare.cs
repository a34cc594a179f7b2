using System.Text.Json;
using NVirt.Platforms;

namespace NVirt.Conformance;

/// <summary>Compares a guest with a host by what is known.</summary>
internal static class FleetCompare
{
    public static string? Run(FleetCase item)
    {
        StatementComparison comparison = StatementComparison.Of(item.Statement("host"), item.Statement("guest"));
        string verdict = comparison.Verdict.ToString().ToLowerInvariant();
        string? wanted = FleetCase.TextOf(item.Expect, "verdict");
        return verdict != wanted ? $"expected {wanted}, got {verdict}"
            : List("missing", comparison.Missing) ?? List("unknown", comparison.Unknown);

        string? List(string name, IEnumerable<string> actual) =>
            item.Expect.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array
                ? FleetCase.Difference(name, list, actual) : null;
    }
}
