using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NVirt.Cpu.Xml;
using NVirt.Platforms;

namespace NVirt.Conformance;

/// <summary>Writes for a platform, and compares as the case says.</summary>
internal static partial class FleetWrite
{
    public static string? Run(FleetCase item)
    {
        string format = item.Item.Text("format")!;
        PlatformWriteRequest request = new()
        {
            Cpu = item.Item.Text("xml") is { } xml ? CpuXml.Parse(xml) : null,
            Name = item.Item.Text("name"),
            Hosts = item.Item.Has("hosts") ? [.. item.Of("hosts").EnumerateArray().SelectMany(item.Statements)] : [],
        };
        PlatformOutput output = PlatformWriter.Write(Target(format), request);
        return item.IsErrorExpected ? $"expected a refusal, got {output.Text}"
            : item.Expect.TryGetProperty("text", out JsonElement text) ? Texts(text.GetString()!, output)
            : item.Expect.TryGetProperty("ini", out JsonElement ini) ? Ini(ini, output.Text)
            : Bitmaps(item.Expect, output.Text);
    }

    // The names of the cases for platforms that have others here.
    private static string Target(string format) => format switch
    {
        "nova-conf" => "nova",
        "opennebula-template" => "opennebula",
        "firecracker-template" => "firecracker",
        "qemu-cpu" => "qemu",
        "proxmox-vm" => "proxmox",
        "kubernetes" or "kubevirt-vmi" => "kubevirt",
        "incus-group" => "incus",
        "ovirt-verb" => "ovirt",
        "cloudstack-properties" or "cloudstack-agent" => "cloudstack",
        "xapi-featureset" => "xapi",
        "xl" or "xl-cfg" => "xen",
        "vmx" => "vmware",
        _ => format,
    };

    private static string? Texts(string expected, PlatformOutput output) =>
        output.Files.Any(f => Normal(f.Text) == Normal(expected)) ? null : $"expected {expected}, got {output.Text}";

    // Blanks at the beginning of a line count as one; flags are a set.
    private static string Normal(string text) => string.Join('\n', text.TrimEnd('\n').Split('\n').Select(l =>
    {
        string line = Lead().Replace(l, " ").TrimEnd();
        return line.StartsWith(" flags ", StringComparison.Ordinal)
            ? " flags " + string.Join(';', line[7..].Split(';').Order(StringComparer.Ordinal)) : line;
    }));

    private static string? Ini(JsonElement expected, string text)
    {
        foreach (JsonProperty section in expected.EnumerateObject())
        {
            string[] lines = text.Split('\n');
            int start = Array.IndexOf(lines, $"[{section.Name}]");
            Dictionary<string, string> settings = lines.Skip(start + 1).TakeWhile(l => !l.StartsWith('[')).Where(l => l.Contains('=',
                StringComparison.Ordinal))
                .ToDictionary(l => l.Split('=')[0].Trim(), l => l[(l.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim(),
                    StringComparer.Ordinal);
            foreach (JsonProperty setting in section.Value.EnumerateObject())
            {
                string actual = settings.GetValueOrDefault(setting.Name, string.Empty);
                string? problem = setting.Value.ValueKind == JsonValueKind.Array
                    ? FleetCase.Difference(setting.Name, setting.Value,
                        actual.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                    : setting.Value.GetString() == actual ? null : $"{setting.Name}: expected {setting.Value}, got {actual}";
                if (problem is not null || start < 0)
                {
                    return problem ?? $"no section {section.Name}";
                }
            }
        }

        return null;
    }

    private static string? Bitmaps(JsonElement expected, string text)
    {
        using JsonDocument json = JsonDocument.Parse(text);
        SortedDictionary<string, string> actual = new(StringComparer.Ordinal);
        foreach (JsonElement leaf in json.RootElement.GetProperty("cpuid_modifiers").EnumerateArray())
        {
            foreach (JsonElement modifier in leaf.GetProperty("modifiers").EnumerateArray())
            {
                actual[$"cpuid {leaf.GetProperty("leaf")}.{leaf.GetProperty("subleaf")}.{modifier.GetProperty("register")}"] =
                    modifier.GetProperty("bitmap").GetString()!;
            }
        }

        foreach (JsonElement msr in json.RootElement.GetProperty("msr_modifiers").EnumerateArray())
        {
            actual[$"msr {msr.GetProperty("addr")}"] = msr.GetProperty("bitmap").GetString()!;
        }

        SortedDictionary<string, string> wanted = new(StringComparer.Ordinal);
        foreach (string kind in (string[])["cpuid", "msr"])
        {
            foreach (JsonProperty register in expected.TryGetProperty(kind, out JsonElement all) ? all.EnumerateObject() : default)
            {
                wanted[$"{kind} {register.Name}"] = register.Value.GetString()!;
            }
        }

        StringBuilder problem = new();
        foreach (string key in wanted.Keys.Union(actual.Keys).Where(k => wanted.GetValueOrDefault(k) != actual.GetValueOrDefault(k)))
        {
            problem.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"{key}: expected {wanted.GetValueOrDefault(key, "nothing")}, got {actual.GetValueOrDefault(key, "nothing")}; ");
        }

        return problem.Length == 0 ? null : problem.ToString();
    }

    [GeneratedRegex(@"^[ \t]+", RegexOptions.None, 1000)]
    private static partial Regex Lead();
}
