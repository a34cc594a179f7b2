using System.Text.Json;

namespace NVirt.Cpu.Probe;

/// <summary>A command and QEMU's answer to it.</summary>
/// <param name="Command">The command's name.</param>
/// <param name="Arguments">Its arguments, if it had any.</param>
/// <param name="Reply">The object with <c>return</c> or <c>error</c>.</param>
internal sealed record QemuExchange(string Command, JsonElement? Arguments, JsonElement Reply)
{
    /// <summary>What QEMU returned; <see langword="null"/> if it refused.</summary>
    public JsonElement? Return => QemuJson.Member(Reply, "return");

    /// <summary>QEMU's class of the refusal, or <see langword="null"/>.</summary>
    public string? ErrorClass => QemuJson.StringOf(QemuJson.Member(Reply, "error"), "class");

    /// <summary>QEMU's words, or <see langword="null"/>.</summary>
    public string? ErrorText => QemuJson.StringOf(QemuJson.Member(Reply, "error"), "desc");
}

/// <summary>
/// What a binary was asked and answered, a list of exchanges an accelerator: <c>{"kvm": [{"command": {"execute": ...}, "reply": ...}]}</c>; or
/// a stream of the commands and replies themselves (<see cref="QmpStream"/>).
/// </summary>
internal sealed class QemuRecording
{
    private readonly Dictionary<string, QemuExchange[]> _sessions = new(StringComparer.Ordinal);

    private QemuRecording(QemuJson source)
    {
        Source = source;
        foreach ((string accelerator, IReadOnlyList<QemuExchange> exchanges) in QmpStream.SessionsOf(source))
        {
            _sessions.TryAdd(accelerator, [.. exchanges]);
        }

        foreach (string accelerator in Accelerators)
        {
            if (QemuJson.Member(source.Root, accelerator) is { ValueKind: JsonValueKind.Array } session)
            {
                _sessions.TryAdd(accelerator, [.. session.EnumerateArray().Select(Exchange).OfType<QemuExchange>()]);
            }
        }
    }

    /// <summary>The names of accelerators in recordings, the best first.</summary>
    public static string[] Accelerators { get; } = ["kvm", "hvf", "tcg"];

    /// <summary>The text it was read from.</summary>
    public QemuJson Source { get; }

    /// <summary>The accelerators that were asked, the best first.</summary>
    public IEnumerable<string> Sessions => Accelerators.Where(_sessions.ContainsKey);

    /// <summary>The recording in a text, or <see langword="null"/> if it has no session.</summary>
    public static QemuRecording? Find(QemuJson source) => new QemuRecording(source) is { _sessions.Count: > 0 } recording ? recording : null;

    /// <summary>The exchanges with an accelerator, in order.</summary>
    public IReadOnlyList<QemuExchange> Session(string accelerator) => _sessions[accelerator];

    private static QemuExchange? Exchange(JsonElement step)
    {
        JsonElement? command = QemuJson.Member(step, "command");
        return QemuJson.StringOf(command, "execute") is { } name && QemuJson.Member(step, "reply") is { } reply
            ? new QemuExchange(name, QemuJson.Member(command, "arguments"), reply)
            : null;
    }
}
