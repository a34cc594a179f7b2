using System.Text.Json;
using NVirt.Xml;

namespace NVirt.Qemu.Replies;

/// <summary>
/// A stream of QMP as sent over the socket, and as in libvirt's <c>.replies</c> files: commands and replies one after another,
/// paired by their ids or, without ids, by their order. Where commands are missing, replies are recognized by their content.
/// </summary>
internal static class QmpStream
{
    private const string Handshake = "qmp_capabilities";
    private const string KvmCommand = "query-kvm";

    /// <summary>The exchanges of each QEMU in the stream, by the accelerator that it reports; none if it is not a stream.</summary>
    public static IEnumerable<(string Accelerator, IReadOnlyList<QemuExchange> Exchanges)> SessionsOf(JsonText source)
    {
        List<List<QemuExchange>> sessions = [];
        Queue<(string Name, string? Id, JsonElement Message)> asked = [];
        foreach (JsonElement message in source.Values)
        {
            if (JsonText.StringOf(message, "execute") is { } command)
            {
                if (command == Handshake)
                {
                    sessions.Add([]);
                    asked.Clear();
                }

                asked.Enqueue((command, IdOf(message), message));
            }
            else if (JsonText.Member(message, "return") is not null || JsonText.Member(message, "error") is not null)
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
                return new QemuExchange(command.Name, JsonText.Member(command.Message, "arguments"), reply);
            }
        }

        return CommandOf(JsonText.Member(reply, "return")) is { } name ? new QemuExchange(name, null, reply) : null;
    }

    private static string? IdOf(JsonElement message) => JsonText.Member(message, "id") is { } id ? id.GetRawText() : null;

    private static string? CommandOf(JsonElement? returned) =>
        JsonText.Member(JsonText.Member(returned, "model"), "props") is not null ? QemuReplyInterpreter.ExpansionCommand
        : JsonText.Items(returned).FirstOrDefault() is { ValueKind: JsonValueKind.Object } first
            && (JsonText.Member(first, "unavailable-features") ?? JsonText.Member(first, "typename")) is not null
            ? QemuReplyInterpreter.DefinitionsCommand
        : null;

    // Without an answer, this is what people mean: QEMU on the host's processor.
    private static string AcceleratorOf(List<QemuExchange> session) =>
        JsonText.Member(session.Find(e => e.Command == KvmCommand)?.Return, "enabled") is { ValueKind: JsonValueKind.False } ? "tcg"
            : "kvm";
}
