using System.Collections.Immutable;
using System.Text.Json;
using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Qemu.Replies;

/// <summary>What QEMU reports about CPUs: the properties of its host or max model, and the models it defines.</summary>
/// <param name="Properties">Properties of the expanded model, by QEMU's names; empty without an expansion.</param>
/// <param name="Definitions">The models with the features that block them, by the map's names; <see langword="null"/> without a
/// list.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record QemuReplies(ImmutableArray<QemuProperty> Properties, CpuModelList? Definitions)
{
    /// <summary>
    /// Reads the pair of replies <c>{"expansion": {...}, "definitions": {...}}</c>, or a recording, which has one list of commands and
    /// replies per accelerator, or a QMP stream. From a recording it takes the first accelerator with a list of models, or without
    /// any, the first expansion.
    /// </summary>
    /// <param name="json">The text.</param>
    /// <param name="file">Its name for messages.</param>
    /// <exception cref="CpuException">
    /// It is not JSON, or not of these forms (xml), or a definition has no name (internal); the message has file, line and column.
    /// </exception>
    public static QemuReplies Parse(string json, string? file = null) => JsonText.Read(
        json,
        file,
        CpuException.Of,
        source => FromPair(source) ?? FromRecording(source) ?? throw source.Refuse(source.Root, Messages.Qemu_NoReplies));

    /// <summary>Reads a stream to its end, as <see cref="Parse"/>.</summary>
    /// <param name="stream">The stream: at most 64 MiB, in UTF-8, or in UTF-16 with a byte order mark; it stays open.</param>
    /// <param name="file">The document's name for messages, or <see langword="null"/>.</param>
    /// <exception cref="CpuException">As for <see cref="Parse"/>; or it is too large or not text (xml).</exception>
    public static QemuReplies Read(Stream stream, string? file = null) =>
        Parse(DocumentContent.ReadText(stream, file, CpuException.Of), file);

    /// <summary>Reads a file, as <see cref="Parse"/>.</summary>
    /// <param name="path">The path, and the name in messages; at most 64 MiB, in UTF-8, or in UTF-16 with a byte order mark.</param>
    /// <param name="cancellation">Cancels reading.</param>
    /// <exception cref="CpuException">As for <see cref="Parse"/>; or it is too large or not text (xml).</exception>
    /// <exception cref="IOException">The file cannot be read, or is a pipe, for which only the caller knows how long to wait.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to read the file.</exception>
    public static async Task<QemuReplies> ReadFileAsync(string path, CancellationToken cancellation = default) =>
        Parse(await DocumentContent.ReadTextFileAsync(path, CpuException.Of, cancellation).ConfigureAwait(false), path);

    /// <summary>The host's CPU according to this QEMU, as a guest definition with fallback forbid (cpu-rules.md 4.12).</summary>
    /// <param name="driver">The driver of the architecture.</param>
    /// <param name="useDefinitions">Whether only models that this QEMU defines may be chosen, taking their blockers into account.</param>
    /// <exception cref="CpuException">No model fits (internal), or the architecture is not x86 (no support).</exception>
    public CpuDefinition HostModelOf(CpuDriver driver, bool useDefinitions = true)
    {
        ArgumentNullException.ThrowIfNull(driver);
        CpuDefinition stub = new() { Fallback = CpuFallback.Forbid };
        return driver.Decode(stub, QemuModelData.Of(driver, this), useDefinitions ? Definitions : null);
    }

    private static QemuReplies? FromPair(JsonText source)
    {
        JsonElement? expansion = JsonText.Member(JsonText.Member(source.Root, "expansion"), "return");
        JsonElement? definitions = JsonText.Member(JsonText.Member(source.Root, "definitions"), "return");
        return expansion is null && definitions is null ? null : Of(source, expansion, definitions);
    }

    private static QemuReplies? FromRecording(JsonText source)
    {
        QemuRecording? recording = QemuRecording.Find(source);
        foreach (IReadOnlyList<QemuExchange> session in recording?.Sessions.Select(recording.Session) ?? [])
        {
            if (Reply(session, QemuReplyInterpreter.DefinitionsCommand) is { } definitions)
            {
                return Of(source, Reply(session, QemuReplyInterpreter.ExpansionCommand), definitions);
            }
        }

        return recording?.Sessions.Select(recording.Session).Select(s => Reply(s, QemuReplyInterpreter.ExpansionCommand))
            .FirstOrDefault(e => e is not null)
            is { } expansion ? Of(source, expansion, null) : null;
    }

    private static JsonElement? Reply(IReadOnlyList<QemuExchange> session, string command) =>
        session.FirstOrDefault(e => e.Command == command)?.Return;

    private static QemuReplies Of(JsonText source, JsonElement? expansion, JsonElement? definitions) => new(
        QemuReplyInterpreter.Properties(JsonText.Member(JsonText.Member(expansion, "model"), "props")),
        definitions is { ValueKind: JsonValueKind.Array } list ? ListOf(QemuReplyInterpreter.Models(source, list)) : null);

    /// <summary>The models in the form that operations take: if QEMU names no blockers, there are none.</summary>
    internal static CpuModelList ListOf(IEnumerable<QemuCpuModel> models) =>
        new(models.Select(m => new CpuHypervisorModel(m.Name, m.Blockers ?? [])));
}

/// <summary>A property of a QEMU CPU model.</summary>
/// <param name="Name">QEMU's name.</param>
/// <param name="Value">A <see cref="bool"/>, a <see cref="string"/> or a <see cref="long"/>.</param>
public sealed record QemuProperty(string Name, object Value);
