using System.Text;
using System.Text.Json;
using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Platforms;
using NVirt.Platforms.Libvirt;

namespace NVirt.Conformance;

/// <summary>A case about platforms or the fleet: its documents as statements.</summary>
internal sealed class FleetCase(Case item)
{
    public Case Item => item;

    /// <summary>The features of x86, of which all cases are.</summary>
    public static FeatureSpace Space => FeatureSpace.Of(CpuMap.Default, CpuArchitecture.X86_64);

    public JsonElement Expect => item.Json.GetProperty("expect");

    public bool IsErrorExpected => Expect.ValueKind == JsonValueKind.String && Expect.GetString() == "error";

    public JsonElement Of(string name) => item.Json.GetProperty(name);

    /// <summary>What a member says, as <see cref="Statements(JsonElement)"/>.</summary>
    public CpuStatement Statement(string name) => Statements(Of(name))[0];

    /// <summary>A path, or an object with a file, a text or a definition, and perhaps a form.</summary>
    public IReadOnlyList<CpuStatement> Statements(JsonElement input)
    {
        if (input.ValueKind == JsonValueKind.String)
        {
            return PlatformReader.Read(File.ReadAllBytes(item.PathOf(input.GetString()!)), input.GetString());
        }

        PlatformReadOptions options = OptionsOf(input);
        return input.TryGetProperty("xml", out JsonElement xml) ? [LibvirtForm.Of(CpuXml.Parse(xml.GetString()!), options)]
            : PlatformReader.Read(Content(input), TextOf(input, "file") ?? "text", options, Form(TextOf(input, "format")));
    }

    /// <summary>The bytes of its file or text.</summary>
    public byte[] Content(JsonElement input) => TextOf(input, "file") is { } file ? File.ReadAllBytes(item.PathOf(file))
        : Encoding.UTF8.GetBytes(TextOf(input, "text") ?? string.Empty);

    public static string? TextOf(JsonElement input, string name) =>
        input.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public PlatformReadOptions OptionsOf(JsonElement input) => new()
    {
        Kernel = TextOf(input, "kernel") is { } kernel ? Version.Parse(kernel) : null,
        IsKvmHost = TextOf(input, "truth") switch { "kernel" or "hypervisor" => true, "physical" => false, _ => null },
        Kvm = TextOf(input, "accel") switch { "kvm" => true, "tcg" => false, _ => null },
        Policy = TextOf(input, "policy"),
        ProxmoxModels = TextOf(input, "models") is { } models ? File.ReadAllText(item.PathOf(models)) : null,
    };

    // The names of the cases for forms that have others here.
    private static string? Form(string? format) => format switch
    {
        null => null,
        "psabi" => "level",
        _ => format,
    };

    public static string Sorted(IEnumerable<string> names) => string.Join(' ', names.Order(StringComparer.Ordinal));

    public static IEnumerable<string> Names(JsonElement list) => list.EnumerateArray().Select(n => n.GetString()!);

    /// <summary>What differs in two lists, whatever their order; <see langword="null"/> if nothing does.</summary>
    public static string? Difference(string what, JsonElement expected, IEnumerable<string> actual)
    {
        string[] wanted = [.. Names(expected)];
        string[] got = [.. actual];
        string lacking = Sorted(wanted.Except(got, StringComparer.Ordinal));
        string extra = Sorted(got.Except(wanted, StringComparer.Ordinal));
        return lacking.Length + extra.Length == 0 ? null : $"{what}: lacks [{lacking}], has besides [{extra}]";
    }
}
