using System.Text.Json;
using System.Text.Json.Nodes;

namespace NVirt.Qemu.Qmp;

/// <summary>A command as the line that is sent.</summary>
internal static class QmpCommandWriter
{
    public static byte[] Write(long id, string command, JsonObject? arguments)
    {
        using MemoryStream line = new();
        using (Utf8JsonWriter json = new(line))
        {
            json.WriteStartObject();
            json.WriteString("execute", command);
            if (arguments is not null)
            {
                json.WritePropertyName("arguments");
                arguments.WriteTo(json);
            }

            json.WriteNumber("id", id);
            json.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        return line.ToArray();
    }
}
