using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;
using NVirt.Testing;

namespace NVirt.Cli.Tests;

/// <summary>Checks docs/json.md as a contract: every JSON document from a test has the documented fields and no others.</summary>
internal static partial class JsonContract
{
    private static readonly Lazy<Dictionary<string, Section>> Sections = new(Read);

    /// <summary>The names of all schemas and parts that are documented.</summary>
    public static IEnumerable<string> Documented => Sections.Value.Keys;

    /// <summary>Checks the output of a command: one document, or one per line.</summary>
    public static void Check(string output)
    {
        foreach (string text in output.StartsWith("{\n", StringComparison.Ordinal) ? [output]
            : output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 256 });
            Check(document.RootElement);
        }
    }

    private static void Check(JsonElement document)
    {
        string schema = document.GetProperty("schema").GetString()!;
        Assert.Equal(["schema", "version"], document.EnumerateObject().Take(2).Select(m => m.Name));
        Assert.Equal(1, document.GetProperty("version").GetInt32());
        Assert.True(Sections.Value.TryGetValue(schema, out Section? section), $"docs/json.md has no section {schema}");
        Check(document, string.Empty, section.Fields, schema);
    }

    private static void Check(JsonElement value, string path, FrozenDictionary<string, Field> fields, string schema)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in value.EnumerateArray())
            {
                Check(item, path + "[]", fields, schema);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            string prefix = path.Length == 0 ? string.Empty : path + ".";
            foreach (JsonProperty member in value.EnumerateObject())
            {
                Field? field = fields.GetValueOrDefault(prefix + member.Name);
                Assert.True(field is not null, $"{schema}: docs/json.md lacks the field {prefix}{member.Name}");
                if (!field.IsOpen)
                {
                    Check(member.Value, prefix + member.Name, fields, schema);
                }
            }

            foreach (string always in fields.Where(f => f.Value.IsAlways && f.Key.StartsWith(prefix, StringComparison.Ordinal))
                .Select(f => f.Key[prefix.Length..]))
            {
                Assert.True(always.AsSpan().ContainsAny(".[")
                    || value.TryGetProperty(always, out _), $"{schema}: {prefix}{always} is not there, which docs/json.md promises");
            }
        }
    }

    private static Dictionary<string, Section> Read()
    {
        Dictionary<string, Section> sections = new(StringComparer.Ordinal);
        string text = File.ReadAllText(Path.Combine(Places.Root, "docs", "json.md")).ReplaceLineEndings("\n");
        string[] parts = Heading().Split(text);
        for (int i = 1; i + 1 < parts.Length; i += 2)
        {
            Section section = new(parts[i + 1]);
            foreach (string name in parts[i].Split(", "))
            {
                sections.Add(name, section);
            }
        }

        foreach (Section section in sections.Values)
        {
            section.Expand(sections);
        }

        return sections;
    }

    [GeneratedRegex("^### (?<name>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Heading();

    [GeneratedRegex(
        @"^\| (?<names>`[^|]+`) \| (?<type>[^|]*) \| (?<when>[^|]*) \| ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Row();

    [GeneratedRegex(@"\[[^\]]+\]\(#(?<part>[a-z]+)\)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Link();

    [GeneratedRegex(
        @"[Tt]he fields of \[[^\]]+\]\(#(?<part>[a-z]+)\)|those of \[[^\]]+\]\(#(?<part>[a-z]+)\)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Included();

    private sealed record Field(bool IsAlways, bool IsOpen, string? Part, bool IsList);

    private sealed class Section
    {
        private readonly Dictionary<string, Field> _own = new(StringComparer.Ordinal);
        private readonly string[] _included;

        public Section(string text)
        {
            // The text ends at the next heading.
            string own = text.Split("\n## ")[0];
            _included = [.. Included().Matches(own).Select(m => m.Groups["part"].Value)];
            foreach (Match row in Row().Matches(own))
            {
                string type = row.Groups["type"].Value;
                Match link = Link().Match(type);
                Field field = new(
                    row.Groups["when"].Value == "always",
                    type.Contains("with any", StringComparison.Ordinal),
                    link.Success ? link.Groups["part"].Value : null,
                    type.StartsWith("list", StringComparison.Ordinal));
                foreach (string name in row.Groups["names"].Value.Split(", "))
                {
                    _own.Add(name.Trim('`'), field);
                }
            }
        }

        public FrozenDictionary<string, Field> Fields { get; private set; } = FrozenDictionary<string, Field>.Empty;

        public void Expand(Dictionary<string, Section> all)
        {
            Dictionary<string, Field> fields = new(StringComparer.Ordinal)
            {
                ["schema"] = new Field(IsAlways: false, IsOpen: false, Part: null, IsList: false),
                ["version"] = new Field(IsAlways: false, IsOpen: false, Part: null, IsList: false),
                ["notes"] = new Field(IsAlways: false, IsOpen: false, Part: null, IsList: true),
            };
            Add(fields, string.Empty, this, all);
            Fields = fields.ToFrozenDictionary(StringComparer.Ordinal);
        }

        private static void Add(Dictionary<string, Field> fields, string prefix, Section section, Dictionary<string, Section> all)
        {
            foreach (string part in section._included)
            {
                Add(fields, prefix, all[part], all);
            }

            foreach ((string name, Field field) in section._own)
            {
                fields[prefix + name] = field;
                if (field.Part is { } part)
                {
                    // Raw data is a list or an object, by the architecture.
                    Add(fields, $"{prefix}{name}{(field.IsList ? "[]" : string.Empty)}.", all[part], all);
                    if (part == "raw")
                    {
                        Add(fields, $"{prefix}{name}[].", all[part], all);
                    }
                }
            }
        }
    }
}
