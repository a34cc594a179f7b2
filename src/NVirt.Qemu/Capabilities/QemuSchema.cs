using System.Text.Json;
using NVirt.Xml;

namespace NVirt.Qemu.Capabilities;

/// <summary>The reply to <c>query-qmp-schema</c>: which commands exist, and what their replies contain.</summary>
internal sealed class QemuSchema
{
    private readonly Dictionary<string, JsonElement> _entries = new(StringComparer.Ordinal);

    public QemuSchema(JsonElement entries)
    {
        foreach (JsonElement entry in JsonText.Items(entries))
        {
            if (JsonText.StringOf(entry, "name") is { } name)
            {
                _entries[name] = entry;
            }
        }
    }

    /// <summary>The entries of commands and of all types in their replies.</summary>
    public static IEnumerable<JsonElement> OfReplies(JsonElement entries, IEnumerable<string> commands)
    {
        QemuSchema schema = new(entries);
        HashSet<string> seen = new(StringComparer.Ordinal);
        Queue<string> todo = new(commands);
        while (todo.TryDequeue(out string? name))
        {
            if (!seen.Add(name) || !schema._entries.TryGetValue(name, out JsonElement entry))
            {
                continue;
            }

            yield return entry;
            string?[] next =
            [
                JsonText.StringOf(entry, "ret-type"), JsonText.StringOf(entry, "element-type"),
                .. JsonText.Items(JsonText.Member(entry, "members")).Select(m => JsonText.StringOf(m, "type")),
            ];
            Array.ForEach([.. next.OfType<string>()], todo.Enqueue);
        }
    }

    /// <summary>Whether there is a command of this name.</summary>
    public bool HasCommand(string name) => Entry(name, "command") is not null;

    /// <summary>Whether a command's reply, or each item of it if it is a list, has a member, found along a path.</summary>
    public bool ReplyHas(string command, params ReadOnlySpan<string> path)
    {
        string? type = JsonText.StringOf(Entry(command, "command"), "ret-type");
        foreach (string member in path)
        {
            type = MemberType(type, member);
        }

        return type is not null;
    }

    // List types are named after their items' type with brackets, and are marked as such.
    private string? MemberType(string? type, string member)
    {
        if (type is not null && Entry(type, "array") is { } list)
        {
            type = JsonText.StringOf(list, "element-type");
        }

        JsonElement? members = type is null ? null : JsonText.Member(Entry(type, "object"), "members");
        return JsonText.Items(members).Where(m => JsonText.StringOf(m, "name") == member).Select(m => JsonText.StringOf(m, "type"))
            .FirstOrDefault();
    }

    private JsonElement? Entry(string name, string kind) =>
        _entries.TryGetValue(name, out JsonElement entry) && JsonText.StringOf(entry, "meta-type") == kind ? entry : null;
}
