using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using NVirt.Cli.Output.Json;
using NVirt.Cpu.Judging;
using NVirt.Cpu.Probe;
using NVirt.Cpu.Probe.Arm;
using NVirt.Cpu.Probe.Power;
using NVirt.Cpu.Probe.X86;
using NVirt.RelaxNg;
using NVirt.RelaxNg.Patterns;
using NVirt.Xml;

namespace NVirt.Cli.Output;

/// <summary>What only one architecture's processors tell, for the page about a host and its JSON form.</summary>
internal static class HostFacts
{
    /// <summary>Rows of a title and a text; a text may be empty.</summary>
    public static IEnumerable<string[]> Rows(HostReading reading) => reading switch
    {
        X86HostReading x86 => x86.Hybrid.IsHybrid ? x86.Hybrid.Groups.Select(Row) : [],
        Ppc64HostReading ppc64 => [[Messages.Title_Pvr, ppc64.Data is { } data ? Hex(data.Pvrs[0].Value, 8)! : string.Empty]],
        ArmHostReading arm =>
        [
            [Messages.Title_Identification, Listed(("implementer", Hex(arm.Vendor, 2)), ("part", Hex(arm.Part, 3)))],
            .. Rows(arm.Groups),
        ],
        S390HostReading s390 =>
        [
            [Messages.Title_MachineType, s390.Machine ?? string.Empty],
            [Messages.Title_Facilities, string.Join(' ', s390.Facilities)],
        ],
        RiscVHostReading riscV =>
        [
            [Messages.Title_Isa, riscV.Isa ?? string.Empty],
            [
                Messages.Title_Identification,
                Listed(("mvendorid", Hex(riscV.VendorId)), ("marchid", Hex(riscV.ArchitectureId)), ("mimpid", Hex(riscV.ImplementationId))),
            ],
            .. Rows(riscV.Groups),
        ],
        GenericHostReading generic => [[Messages.Title_Processor, generic.ModelName ?? string.Empty]],
        _ => [],
    };

    /// <summary>Adds the same to the JSON form.</summary>
    public static void AddTo(JsonObject json, HostReading reading)
    {
        switch (reading)
        {
            case X86HostReading x86:
                json["msrs"] = new JsonArray(
                    [.. x86.Msrs.Select(m => new JsonObject { ["index"] = $"0x{m.Index:x}", ["source"] = HostJson.Word(m.Source) })]);
                json["hybrid"] = x86.Hybrid.IsHybrid;
                json["groups"] = new JsonArray([.. x86.Hybrid.Groups.Select(Json)]);
                break;
            case Ppc64HostReading ppc64:
                CpuJson.Set(json, "pvr", ppc64.Data is { } data ? Hex(data.Pvrs[0].Value, 8) : null);
                break;
            case ArmHostReading arm:
                CpuJson.Set(json, "implementer", Hex(arm.Vendor, 2));
                CpuJson.Set(json, "part", Hex(arm.Part, 3));
                AddTo(json, arm.Groups);
                break;
            case S390HostReading s390:
                CpuJson.Set(json, "machine", s390.Machine);
                json["facilities"] = Numbers(s390.Facilities);
                break;
            case RiscVHostReading riscV:
                CpuJson.Set(json, "isa", riscV.Isa);
                CpuJson.Set(json, "mvendorid", Hex(riscV.VendorId));
                CpuJson.Set(json, "marchid", Hex(riscV.ArchitectureId));
                CpuJson.Set(json, "mimpid", Hex(riscV.ImplementationId));
                AddTo(json, riscV.Groups);
                break;
            case GenericHostReading generic:
                CpuJson.Set(json, "processor", generic.ModelName);
                break;
        }
    }

    private static void AddTo(JsonObject json, ImmutableArray<HostCpuGroup> groups)
    {
        json["hybrid"] = groups.Length > 1;
        json["groups"] = new JsonArray([.. groups.Select(g => new JsonObject { ["cpus"] = Numbers(g.Cpus), ["identity"] = g.Identity })]);
    }

    private static JsonObject Json(X86CpuGroup group) => new()
    {
        ["cpus"] = Numbers(group.Cpus),
        ["signature"] = CpuJson.Of(group.Signature),
        ["missing"] = CpuJson.Of(group.Missing.AsEnumerable()),
    };

    private static JsonArray Numbers(ImmutableArray<int> numbers) => new([.. numbers.Select(n => JsonValue.Create(n))]);

    private static string[] Row(X86CpuGroup group) =>
    [
        Messages.Title_Differs,
        Text.Of(Messages.Host_Differs, string.Join(',', group.Cpus), group.Missing.Length == 0 ? Messages.Host_Nothing
            : string.Join(' ', group.Missing)),
    ];

    private static IEnumerable<string[]> Rows(ImmutableArray<HostCpuGroup> groups) => groups.Length > 1
        ? groups.Select(g => new[] { Messages.Title_Differs, Text.Of(Messages.Host_Group, string.Join(',', g.Cpus), g.Identity) })
        : [];

    private static string Listed(params IEnumerable<(string Name, string? Value)> facts) =>
        string.Join(", ", facts.Where(f => f.Value is not null).Select(f => $"{f.Name} {f.Value}"));

    private static string? Hex(ulong? value, int digits = 1) =>
        value is { } number ? $"0x{number.ToString("x" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)}"
            : null;
}
