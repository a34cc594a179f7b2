using System.Text.Json;
using NVirt.Xml;

namespace NVirt.Qemu.Replies;

/// <summary>A command and QEMU's answer to it.</summary>
/// <param name="Command">The command's name.</param>
/// <param name="Arguments">Its arguments, if it had any.</param>
/// <param name="Reply">The object with <c>return</c> or <c>error</c>.</param>
internal sealed record QemuExchange(string Command, JsonElement? Arguments, JsonElement Reply)
{
    /// <summary>What QEMU returned; <see langword="null"/> if it refused.</summary>
    public JsonElement? Return => JsonText.Member(Reply, "return");

    /// <summary>QEMU's error class, or <see langword="null"/>.</summary>
    public string? ErrorClass => JsonText.StringOf(JsonText.Member(Reply, "error"), "class");

    /// <summary>QEMU's error text, or <see langword="null"/>.</summary>
    public string? ErrorText => JsonText.StringOf(JsonText.Member(Reply, "error"), "desc");
}

/// <summary>
/// The commands sent to a binary and its answers, one list per accelerator: <c>{"kvm": [{"command": {"execute": ...}, "reply": ...}]}</c>;
/// or a stream of the commands and replies themselves (<see cref="QmpStream"/>).
/// </summary>
internal sealed class QemuRecording
{
    private readonly Dictionary<string, QemuExchange[]> _sessions = new(StringComparer.Ordinal);

    private QemuRecording(JsonText source)
    {
        Source = source;
        foreach ((string accelerator, IReadOnlyList<QemuExchange> exchanges) in QmpStream.SessionsOf(source))
        {
            _sessions.TryAdd(accelerator, [.. exchanges]);
        }

        foreach (string accelerator in Accelerators)
        {
            if (JsonText.Member(source.Root, accelerator) is { ValueKind: JsonValueKind.Array } session)
            {
                _sessions.TryAdd(accelerator, [.. session.EnumerateArray().Select(Exchange).OfType<QemuExchange>()]);
            }
        }
    }

    /// <summary>The names of accelerators in recordings, the best first.</summary>
    public static string[] Accelerators { get; } = ["kvm", "hvf", "tcg"];

    /// <summary>The text it was read from.</summary>
    public JsonText Source { get; }

    /// <summary>The accelerators that were used, the best first.</summary>
    public IEnumerable<string> Sessions => Accelerators.Where(_sessions.ContainsKey);

    /// <summary>The recording in a text, or <see langword="null"/> if it has no session.</summary>
    public static QemuRecording? Find(JsonText source) => new QemuRecording(source) is { _sessions.Count: > 0 } recording ? recording
        : null;

    /// <summary>The exchanges with an accelerator, in order.</summary>
    public IReadOnlyList<QemuExchange> Session(string accelerator) => _sessions[accelerator];

    private static QemuExchange? Exchange(JsonElement step)
    {
        JsonElement? command = JsonText.Member(step, "command");
        return JsonText.StringOf(command, "execute") is { } name && JsonText.Member(step, "reply") is { } reply
            ? new QemuExchange(name, JsonText.Member(command, "arguments"), reply)
            : null;
    }
}
