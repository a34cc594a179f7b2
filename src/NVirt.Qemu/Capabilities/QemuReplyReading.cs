using System.Text.Json;
using NVirt.Cpu;
using NVirt.Qemu.Replies;
using NVirt.Xml;

namespace NVirt.Qemu.Capabilities;

/// <summary>The exchanges of one session, and what a refused command means (hypervisor-rules.md 1.1, "Errors").</summary>
internal sealed class QemuReplyReading(JsonText source, IReadOnlyList<QemuExchange> session)
{
    private const int LongestQuote = 256;

    /// <summary>The exchanges of a command, in order.</summary>
    public IEnumerable<QemuExchange> All(string command) => session.Where(e => e.Command == command);

    /// <summary>What a command returned; <see langword="null"/> if it was not sent, or is not available.</summary>
    /// <exception cref="CpuException">QEMU refused it for another reason (internal).</exception>
    public JsonElement? ReturnOf(string command) => All(command).FirstOrDefault() is { } exchange ? ReturnOf(exchange) : null;

    /// <summary>What QEMU returned; <see langword="null"/> if it is not available.</summary>
    /// <exception cref="CpuException">QEMU refused for another reason, or the reply is malformed (internal).</exception>
    public JsonElement? ReturnOf(QemuExchange exchange) => exchange switch
    {
        { Return: { } value } => value,
        { ErrorClass: "GenericError" }
            when exchange.Command is QemuReplyInterpreter.DefinitionsCommand or QemuReplyInterpreter.ExpansionCommand => null,
        { ErrorClass: { } errorClass } =>
            throw Nonsense(exchange, Text.Of(Messages.Probe_Refused, Quote(errorClass), Quote(exchange.ErrorText))),
        _ => throw Nonsense(exchange, Messages.Probe_NoReply),
    };

    /// <summary>What a command returned; it is required.</summary>
    /// <exception cref="CpuException">It was not sent (xml), or QEMU refused it (internal).</exception>
    public JsonElement Required(string command) =>
        ReturnOf(command) ?? throw source.Refuse(source.Root, Text.Of(Messages.Recording_NotAsked, command));

    /// <summary>An error about a reply.</summary>
    public Exception Nonsense(QemuExchange exchange, string text, MistakeKind kind = MistakeKind.Contradiction) =>
        source.Refuse(exchange.Reply, $"{exchange.Command}: {text}", kind);

    private static string Quote(string? text) => Text.OnOneLine(text ?? string.Empty, LongestQuote);
}
