using System.Text.Json;
using NVirt.Cpu;
using NVirt.Platforms;
using NVirt.Platforms.Registers;

namespace NVirt.Conformance;

/// <summary>Reads a document, and checks what the case says of the statement.</summary>
internal static class FleetRead
{
    public static string? Run(FleetCase item)
    {
        IReadOnlyList<CpuStatement> statements = item.Statements(item.Item.Json);
        return item.IsErrorExpected ? $"expected a refusal, got a statement of {statements[0].Form}"
            : item.Expect.TryGetProperty("hosts", out JsonElement hosts) ? Hosts(hosts, statements)
            : Check(item.Expect, statements[0]);
    }

    private static string? Hosts(JsonElement hosts, IReadOnlyList<CpuStatement> statements) =>
        hosts.ValueKind == JsonValueKind.Object
            ? hosts.EnumerateObject().Select(h => statements.FirstOrDefault(s => s.Name == h.Name) is { } one ? Check(h.Value, one)
                : $"no host {h.Name}")
                .FirstOrDefault(p => p is not null)
            : hosts.EnumerateArray().Zip(statements).Select(p => Check(p.First, p.Second)).FirstOrDefault(p => p is not null);

    private static string? Check(JsonElement expect, CpuStatement statement) =>
        expect.EnumerateObject().Select(e => Check(e.Name, e.Value, statement)).FirstOrDefault(p => p is not null);

    private static string? Check(string name, JsonElement value, CpuStatement statement)
    {
        const string partial = "_includes";
        if (name.EndsWith(partial, StringComparison.Ordinal))
        {
            string what = name[..^partial.Length];
            string lacking = FleetCase.Sorted(FleetCase.Names(value).Except(Set(what, statement), StringComparer.Ordinal));
            return lacking.Length == 0 ? null : $"{what} lacks [{lacking}]";
        }

        return name switch
        {
            "vendor" => Text(name, value, statement.Vendor),
            "model" => Text(name, value, statement.Model),
            "name" => Text(name, value, statement.Name),
            "arch" => Text(name, value, statement.Arch.ToName()),
            "class" => Text(name, value, statement.Class switch
            {
                StatementClass.HostPassthrough => "host-passthrough",
                StatementClass.HostModel => "host-model",
                StatementClass.Maximum => "maximum",
                StatementClass.Minimum => "minimum",
                StatementClass.Default => "none",
                StatementClass.Level => "level",
                _ => null,
            }),
            "truth" => Text(name, value, statement.Truth.ToString().ToLowerInvariant()),
            "migratable" => Text(name, value, statement.Axes.Migratable switch { true => "on", false => "off", _ => null }),
            "signature" => Signature(value, statement.Signature),
            "axes" => value.EnumerateObject().Select(a => Axis(a.Name, a.Value, statement.Axes)).FirstOrDefault(p => p is not null),
            "unknown_count" => statement.Bits.Unknown.Length == value.GetInt32() ? null
                : $"unknown_count: expected {value.GetInt32()}, got {statement.Bits.Unknown.Length}",
            "notes" => FleetCase.Names(value).Any(n => n == "ambiguous"
                && !statement.Remarks.Any(r => r.Kind == StatementRemarkKind.Ambiguous))
                ? "no note that it is ambiguous" : null,
            _ => FleetCase.Difference(name, value, Set(name, statement)),
        };
    }

    private static IEnumerable<string> Set(string name, CpuStatement statement) => name switch
    {
        "yes" => statement.Bits.Yes,
        "no" => statement.Bits.No,
        "unknown" => statement.Bits.Unknown,
        "foreign" => statement.Foreign,
        "usable_models" => statement.UsableModels,
        "cleared" => Places(statement, '-', CpuPolicy.Disable),
        "set" => Places(statement, '+', CpuPolicy.Force),
        _ => CpuWords.TryParse(name, out CpuPolicy policy)
            ? statement.Policies.Where(f => f.Policy == policy).Select(f => f.Name)
            : throw new InvalidDataException($"the case asks for {name}, which the runner does not know"),
    };

    // Bits without a name, and those of features.
    private static IEnumerable<string> Places(CpuStatement statement, char sign, CpuPolicy policy) =>
        statement.Foreign.Where(f => f[0] == sign).Select(f => f[1..]).Concat(statement.Policies.Where(f => f.Policy == policy)
            .Select(f => BitPlace.Of(CpuMap.Default.X86, CpuMap.Default.X86.FindFeature(f.Name))));

    private static string? Text(string name, JsonElement expected, string? actual) =>
        expected.GetString() == actual ? null : $"{name}: expected {expected}, got {actual ?? "nothing"}";

    private static string? Signature(JsonElement expected, CpuSignature? actual)
    {
        CpuSignature wanted = new(Part("family"), Part("model"), Part("stepping"));
        return actual == wanted ? null : $"signature: expected {wanted}, got {actual}";

        uint Part(string part) => expected.TryGetProperty(part, out JsonElement value) ? value.GetUInt32() : 0;
    }

    private static string? Axis(string name, JsonElement expected, StatementAxes axes)
    {
        object? actual = name switch
        {
            "physBits" => axes.PhysBits,
            "guestPhysBits" => axes.GuestPhysBits,
            "hostPhysBits" => axes.HostPhysBits,
            "maxPhysBits" => axes.MaxPhysBits,
            "tscHz" => axes.TscHz,
            "tscScaling" => axes.TscScaling,
            "level" => axes.Level,
            "xlevel" => axes.ExtendedLevel,
            "microcode" => axes.Microcode,
            "hidden" => axes.Hidden,
            "enforce" => axes.Enforce,
            "pmu" => axes.Pmu,
            _ => throw new InvalidDataException($"the case asks for the axis {name}, which the runner does not know"),
        };
        string text = actual switch { null => "null", bool b => b ? "true" : "false", _ => FormattableString.Invariant($"{actual}") };
        return text == expected.GetRawText() ? null : $"{name}: expected {expected.GetRawText()}, got {text}";
    }
}
