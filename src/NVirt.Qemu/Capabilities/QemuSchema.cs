using System.Text.Json;
using NVirt.Cpu.Probe;

namespace NVirt.Qemu.Capabilities;

/// <summary>The reply to <c>query-qmp-schema</c>: which commands there are, and what their replies contain.</summary>
internal sealed class QemuSchema
{
    private readonly Dictionary<string, JsonElement> _entries = new(StringComparer.Ordinal);

    public QemuSchema(JsonElement entries)
    {
        foreach (JsonElement entry in QemuJson.Items(entries))
        {
            if (QemuJson.StringOf(entry, "name") is { } name)
            {
                _entries[name] = entry;
            }
        }
    }

    /// <summary>Whether there is a command of this name.</summary>
    public bool HasCommand(string name) => Entry(name, "command") is not null;

    /// <summary>Whether a command's reply, or each item of it where it is a list, has a member, looked for along a path.</summary>
    public bool ReplyHas(string command, params ReadOnlySpan<string> path)
    {
        string? type = QemuJson.StringOf(Entry(command, "command"), "ret-type");
        foreach (string member in path)
        {
            type = MemberType(type, member);
        }

        return type is not null;
    }

    // Types of lists are named after their items' with brackets, and say so.
    private string? MemberType(string? type, string member)
    {
        if (type is not null && Entry(type, "array") is { } list)
        {
            type = QemuJson.StringOf(list, "element-type");
        }

        JsonElement? members = type is null ? null : QemuJson.Member(Entry(type, "object"), "members");
        return QemuJson.Items(members).Where(m => QemuJson.StringOf(m, "name") == member).Select(m => QemuJson.StringOf(m, "type")).FirstOrDefault();
    }

    private JsonElement? Entry(string name, string kind) =>
        _entries.TryGetValue(name, out JsonElement entry) && QemuJson.StringOf(entry, "meta-type") == kind ? entry : null;
}
