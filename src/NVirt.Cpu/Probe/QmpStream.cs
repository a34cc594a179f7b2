using System.Text.Json;

namespace NVirt.Cpu.Probe;

/// <summary>
/// A stream of QMP as it went over the socket, and as libvirt's <c>.replies</c> files have it: commands and replies one after another, paired by
/// their ids or, without, by their order. Where the commands are missing, replies are told by what they hold.
/// </summary>
internal static class QmpStream
{
    private const string Handshake = "qmp_capabilities";
    private const string KvmCommand = "query-kvm";

    /// <summary>The exchanges of each QEMU in the stream, by the accelerator that it says it runs on; none if it is no stream.</summary>
    public static IEnumerable<(string Accelerator, IReadOnlyList<QemuExchange> Exchanges)> SessionsOf(QemuJson source)
    {
        List<List<QemuExchange>> sessions = [];
        Queue<(string Name, string? Id, JsonElement Message)> asked = [];
        foreach (JsonElement message in source.Values)
        {
            if (QemuJson.StringOf(message, "execute") is { } command)
            {
                if (command == Handshake)
                {
                    sessions.Add([]);
                    asked.Clear();
                }

                asked.Enqueue((command, IdOf(message), message));
            }
            else if (QemuJson.Member(message, "return") is not null || QemuJson.Member(message, "error") is not null)
            {
                if (Answered(asked, message) is { } exchange)
                {
                    (sessions.Count > 0 ? sessions[^1] : Added(sessions)).Add(exchange);
                }
            }
        }

        return sessions.Where(s => s.Count > 0).Select(s => (AcceleratorOf(s), (IReadOnlyList<QemuExchange>)s));
    }

    private static List<QemuExchange> Added(List<List<QemuExchange>> sessions)
    {
        sessions.Add([]);
        return sessions[^1];
    }

    private static QemuExchange? Answered(Queue<(string Name, string? Id, JsonElement Message)> asked, JsonElement reply)
    {
        string? id = IdOf(reply);
        while (asked.TryDequeue(out var command))
        {
            if (id is null || command.Id is null || id == command.Id)
            {
                return new QemuExchange(command.Name, QemuJson.Member(command.Message, "arguments"), reply);
            }
        }

        return CommandOf(QemuJson.Member(reply, "return")) is { } name ? new QemuExchange(name, null, reply) : null;
    }

    private static string? IdOf(JsonElement message) => QemuJson.Member(message, "id") is { } id ? id.GetRawText() : null;

    private static string? CommandOf(JsonElement? returned) =>
        QemuJson.Member(QemuJson.Member(returned, "model"), "props") is not null ? QemuReplyReader.ExpansionCommand
        : QemuJson.Items(returned).FirstOrDefault() is { ValueKind: JsonValueKind.Object } first
            && (QemuJson.Member(first, "unavailable-features") ?? QemuJson.Member(first, "typename")) is not null ? QemuReplyReader.DefinitionsCommand
        : null;

    // Without an answer it is what people mean: QEMU on the processor of the host.
    private static string AcceleratorOf(List<QemuExchange> session) =>
        QemuJson.Member(session.Find(e => e.Command == KvmCommand)?.Return, "enabled") is { ValueKind: JsonValueKind.False } ? "tcg" : "kvm";
}
