using System.Text.Json;
using NVirt.Cpu;
using NVirt.Cpu.X86;
using NVirt.Cpu.Xml;
using NVirt.Qemu.Replies;

namespace NVirt.Conformance;

/// <summary>One line of cases.jsonl, and the files it names.</summary>
internal sealed class Case(string folder, JsonElement json)
{
    public string Id => Text("id")!;

    public string Op => Text("op")!;

    /// <summary>Whether it is one of the platforms' and the fleet's, which have no architecture.</summary>
    public bool IsOfFleet => !json.TryGetProperty("arch", out _)
        && (Id.StartsWith("format/", StringComparison.Ordinal) || Id.StartsWith("fleet/", StringComparison.Ordinal)
            || Id.StartsWith("mitigation/", StringComparison.Ordinal));

    /// <summary>The whole line.</summary>
    public JsonElement Json => json;

    public CpuArchitecture Arch => CpuArchitectures.TryParse(Text("arch"), out CpuArchitecture arch)
        ? arch
        : throw new InvalidDataException($"{Id}: unknown architecture {Text("arch")}");

    public CpuDriver Driver => CpuDriver.For(Arch);

    /// <summary>The <c>expect</c> member as text: a verdict, or <c>error</c>; <see langword="null"/> if a document is expected.</summary>
    public string? Expect => json.TryGetProperty("expect", out JsonElement value)
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()
        : null;

    public string? Text(string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public bool Flag(string name, bool absent = false) =>
        json.TryGetProperty(name, out JsonElement value) ? value.ValueKind == JsonValueKind.True : absent;

    public bool Has(string name) => json.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    public IReadOnlyList<string>? Names(string name) =>
        Has(name) ? [.. json.GetProperty(name).EnumerateArray().Select(n => n.GetString()!)] : null;

    /// <summary>The items of a required list.</summary>
    public IEnumerable<JsonElement> Items(string name) => json.GetProperty(name).EnumerateArray();

    public string Read(string name) => File.ReadAllText(PathOf(Text(name)!));

    public CpuDefinition Cpu(string name) => CpuXml.Parse(Read(name), file: Text(name));

    public CpuDefinition? OptionalCpu(string name) => Has(name) ? Cpu(name) : null;

    public X86CpuData Data(string name) => CpuDataXml.Parse(Read(name), Text(name));

    public QemuReplies Qmp(string name) => QemuReplies.Parse(Read(name), Text(name));

    /// <summary>The CPUs of a baseline: one file with several, or several files.</summary>
    public IReadOnlyList<CpuDefinition> Cpus()
    {
        IEnumerable<string> files = Names("cpu_files") ?? [Text("cpus")!];
        return [.. files.SelectMany(f => CpuDocuments.Parse(File.ReadAllText(PathOf(f)), f)).Select(d => d.Definition!)];
    }

    /// <summary>A list of allowed models: names, or an object of names with blockers; <see langword="null"/> for all.</summary>
    public CpuModelList? Models(string name)
    {
        if (!Has(name))
        {
            return null;
        }

        JsonElement list = json.GetProperty(name);
        return list.ValueKind == JsonValueKind.Array
            ? CpuModelList.Of(Names(name)!)
            : new CpuModelList(list.EnumerateObject().Select(m => new CpuHypervisorModel(m.Name, [.. Blockers(m.Value)])));
    }

    /// <summary>A file of the folder; <c>conformance/</c> is the folder of that name beside it.</summary>
    public string PathOf(string file) => file.StartsWith("conformance/", StringComparison.Ordinal)
        ? Path.Combine(folder, "..", file) : Path.Combine(folder, file);

    private static IEnumerable<string> Blockers(JsonElement model) =>
        model.TryGetProperty("blockers", out JsonElement blockers) && blockers.ValueKind == JsonValueKind.Array
            ? blockers.EnumerateArray().Select(b => b.GetString()!)
            : [];
}
