using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NVirt.Cpu.X86.Evidence;
using NVirt.Qemu.Replies;
using NVirt.RelaxNg;

namespace NVirt.Fuzz.Targets;

/// <summary>QEMU's replies as JSON, as a pair or a recording.</summary>
internal sealed partial class QemuRepliesTarget : Target
{
    public override string Name => "qemu-json";

    public override string[] Words =>
    [
        "{", "}", "[", "]", ":", ",", "\"", "null", "true", "false", "1e400", "\\ud800", "\\u0000", "\\n", "\"return\":", "\"expansion\":",
            "\"definitions\":",
        "\"model\":", "\"props\":{\"a\":true}", "\"name\":\"x\"", "\"unavailable-features\":[\"sse4.1\"]", "\"kvm\":[", "\"tcg\":[",
            "\"command\":", "\"reply\":",
        "\"execute\":\"query-cpu-definitions\"", "\uFEFF", "//",
    ];

    public override Outcome Check(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        Attempt<QemuReplies> attempt = new(() => QemuReplies.Parse(text, "a.json"));
        if (HalfCharacter().IsMatch(text) || JsonStream.IsIn(text))
        {
            // The first is valid JSON, but not a string for .NET: whether it is refused depends on whether it is used. The second has no
            // simple search.
            return attempt.Against(accepts: null, _ => null);
        }

        return attempt.Against(IsJson(text) ? null : false, replies => Compare(replies, text)) is var outcome && attempt.Value is { } value
            ? outcome with { Signature = $"accepted {Math.Min(value.Properties.Length, 3)} {value.Definitions?.Count}" }
            : outcome;
    }

    private static bool IsJson(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text.TrimStart('\uFEFF'));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // For a pair, the names come from a simple search; a recording has the same replies one level deeper.
    private static string? Compare(QemuReplies replies, string text)
    {
        using JsonDocument document = JsonDocument.Parse(text.TrimStart('\uFEFF'));
        JsonElement? pair = At(document.RootElement, "definitions", "return");
        if (pair is null && At(document.RootElement, "expansion", "return") is null)
        {
            return null;
        }

        IEnumerable<string> expected = pair is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Select(d => At(d, "name")).Where(n => n is { ValueKind: JsonValueKind.String })
            .Select(n => n!.Value.GetString()!)
            : [];
        return expected.ToHashSet(StringComparer.Ordinal).SetEquals(replies.Definitions?.Select(d => d.Name) ?? []) ? null : "other models";
    }

    private static JsonElement? At(JsonElement element, params string[] path)
    {
        foreach (string name in path)
        {
            JsonProperty[] found = element.ValueKind == JsonValueKind.Object ? [.. element.EnumerateObject().Where(p => p.Name == name)]
                : [];
            if (found.Length == 0)
            {
                return null;
            }

            element = found[^1].Value;
        }

        return element;
    }

    [GeneratedRegex(@"\\u[dD][89a-fA-F]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex HalfCharacter();
}
