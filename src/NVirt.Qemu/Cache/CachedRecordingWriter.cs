using System.Text.Encodings.Web;
using System.Text.Json;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.Replies;
using NVirt.Xml;

namespace NVirt.Qemu.Cache;

/// <summary>
/// Writes a recording without what capabilities are not made of: most of it is QEMU's description of its own protocol and types, which each
/// start of a guest would have to read. The result is a recording too, and says the same.
/// </summary>
internal static class CachedRecordingWriter
{
    /// <summary>It changes with what is kept, so that a file with less is not taken for one with more.</summary>
    public const int Form = 1;

    // Of a list of objects, the members that are read; those that are false are left out as well, which means the same.
    private static readonly Dictionary<string, string[]> Kept = new(StringComparer.Ordinal)
    {
        [QemuCommands.Properties] = ["name"],
        [QemuCommands.Machines] =
        [
            "name", "alias", "cpu-max", "default-cpu-type", "default-ram-id", "hotpluggable-cpus", "is-default", "deprecated",
        ],
        [QemuReplyInterpreter.DefinitionsCommand] = ["name", "typename", "unavailable-features", "deprecated"],
    };

    /// <summary>The recording, in UTF-8.</summary>
    /// <param name="json">The whole recording, in UTF-8.</param>
    /// <param name="file">Its name for messages.</param>
    /// <exception cref="NVirt.Cpu.CpuException">It is not JSON.</exception>
    public static byte[] Write(ReadOnlyMemory<byte> json, string? file) => JsonText.Read(json, file, NVirt.Cpu.CpuException.Of, source =>
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter writer = new(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            foreach (JsonProperty part in source.Root.EnumerateObject())
            {
                writer.WritePropertyName(part.Name);
                if (part.Value.ValueKind == JsonValueKind.Array)
                {
                    WriteSession(writer, part.Value);
                }
                else
                {
                    part.Value.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        return bytes.ToArray();
    });

    private static void WriteSession(Utf8JsonWriter writer, JsonElement session)
    {
        writer.WriteStartArray();
        foreach (JsonElement step in session.EnumerateArray())
        {
            string? command = JsonText.StringOf(JsonText.Member(step, "command"), "execute");
            if (command == QemuCommands.Types)
            {
                continue;
            }

            if (JsonText.Member(JsonText.Member(step, "reply"), "return") is { ValueKind: JsonValueKind.Array } list)
            {
                WriteStep(writer, step.GetProperty("command"), command, list);
            }
            else
            {
                step.WriteTo(writer);
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteStep(Utf8JsonWriter writer, JsonElement command, string? name, JsonElement list)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("command");
        command.WriteTo(writer);
        writer.WriteStartObject("reply");
        writer.WriteStartArray("return");
        string[]? members = Kept.GetValueOrDefault(name ?? string.Empty);
        foreach (JsonElement item in name == QemuCommands.Schema
            ? QemuSchema.OfReplies(list, QemuCommands.Described) : JsonText.Items(list))
        {
            WriteItem(writer, item, members);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteItem(Utf8JsonWriter writer, JsonElement item, string[]? kept)
    {
        if (kept is null || item.ValueKind != JsonValueKind.Object)
        {
            item.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        foreach (JsonProperty member in item.EnumerateObject()
            .Where(m => kept.Contains(m.Name) && m.Value.ValueKind != JsonValueKind.False))
        {
            member.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
