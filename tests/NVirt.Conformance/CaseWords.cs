using System.Text.Json;

namespace NVirt.Conformance;

/// <summary>Looks for what a case says under any of the words that it may have for it.</summary>
internal static class CaseWords
{
    /// <summary>The first member that is there and not null.</summary>
    public static JsonElement? Any(JsonElement element, params string[] names)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (string name in names)
            {
                if (element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null)
                {
                    return value;
                }
            }
        }

        return null;
    }

    /// <summary>The same where it is text.</summary>
    public static string? TextOf(JsonElement element, params string[] names) =>
        Any(element, names) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>The same where it is a whole number.</summary>
    public static long? NumberOf(JsonElement element, params string[] names) =>
        Any(element, names) is { ValueKind: JsonValueKind.Number } value ? value.GetInt64() : null;

    /// <summary>Things with their names: a list of names or of objects, or an object of things by name.</summary>
    public static IEnumerable<(string Name, JsonElement Thing)> Named(JsonElement things) => things.ValueKind == JsonValueKind.Object
        ? things.EnumerateObject().Select(m => (m.Name, m.Value))
        : things.EnumerateArray().Select(t => (NameOf(t), t));

    /// <summary>The name of a thing that is text or an object.</summary>
    public static string NameOf(JsonElement thing) => thing.ValueKind == JsonValueKind.String ? thing.GetString()!
        : TextOf(thing, "name", "guest", "host", "id") ?? throw new InvalidDataException($"no name: {thing}");

    /// <summary>The texts of a list, of lists in an object, or of objects with names.</summary>
    public static IEnumerable<string> All(JsonElement list) => list.ValueKind == JsonValueKind.Object
        ? list.EnumerateObject().SelectMany(m => All(m.Value)) : list.EnumerateArray().Select(NameOf);
}
