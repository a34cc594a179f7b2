using System.Text;
using System.Text.Json.Nodes;
using NVirt.Qemu.Capabilities;

namespace NVirt.Qemu.Probing;

/// <summary>Writes a recording, one exchange per line.</summary>
internal static class RecordingWriter
{
    public static string Write(string binary, IEnumerable<(QemuAccelerator Accelerator, ProbeLog Log)> sessions)
    {
        StringBuilder text = new();
        text.Append("{\n\"recording\": ").Append(Quote(Path.GetFileName(binary)));
        text.Append(",\n\"binary\": ").Append(Quote(binary));
        foreach ((QemuAccelerator accelerator, ProbeLog log) in sessions)
        {
            text.Append(",\n").Append(Quote(accelerator.ToName())).Append(": [\n");
            text.AppendJoin(",\n", log.Exchanges.Select(Exchange)).Append("\n]");
        }

        return text.Append("\n}\n").ToString();
    }

    private static string Exchange((string Command, string? Arguments, string Reply) exchange)
    {
        string arguments = exchange.Arguments is null ? string.Empty : $", \"arguments\": {exchange.Arguments}";
        return $"{{\"command\": {{\"execute\": {Quote(exchange.Command)}{arguments}}}, \"reply\": {exchange.Reply}}}";
    }

    private static string Quote(string text) => JsonValue.Create(text).ToJsonString();
}
