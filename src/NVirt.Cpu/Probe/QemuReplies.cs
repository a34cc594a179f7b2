using System.Collections.Immutable;
using System.Text.Json;

namespace NVirt.Cpu.Probe;

/// <summary>What QEMU said of CPUs: the properties of its host or max model, and the models it defines.</summary>
/// <param name="Properties">Properties of the expanded model, by QEMU's names; empty if there was no expansion.</param>
/// <param name="Definitions">The models with the features that block them, by the map's names; <see langword="null"/> if there was no list.</param>
public sealed record QemuReplies(ImmutableArray<QemuProperty> Properties, CpuModelList? Definitions)
{
    /// <summary>
    /// Reads the pair of replies <c>{"expansion": {...}, "definitions": {...}}</c>, or a recording, which has a list of commands and
    /// replies an accelerator, or a stream of QMP; of a recording the first accelerator with a list of models is taken, without
    /// any the first expansion.
    /// </summary>
    /// <param name="json">The text.</param>
    /// <param name="file">Its name for messages.</param>
    /// <exception cref="CpuException">
    /// It is not JSON, or not of these forms (xml), or a definition has no name (internal); the message has file, line and column.
    /// </exception>
    public static QemuReplies Parse(string json, string? file = null) => QemuJson.Read(
        json,
        file,
        source => FromPair(source) ?? FromRecording(source) ?? throw source.Refuse(source.Root, Messages.Qemu_NoReplies));

    private static QemuReplies? FromPair(QemuJson source)
    {
        JsonElement? expansion = QemuJson.Member(QemuJson.Member(source.Root, "expansion"), "return");
        JsonElement? definitions = QemuJson.Member(QemuJson.Member(source.Root, "definitions"), "return");
        return expansion is null && definitions is null ? null : Of(source, expansion, definitions);
    }

    private static QemuReplies? FromRecording(QemuJson source)
    {
        QemuRecording? recording = QemuRecording.Find(source);
        foreach (IReadOnlyList<QemuExchange> session in recording?.Sessions.Select(recording.Session) ?? [])
        {
            if (Reply(session, QemuReplyReader.DefinitionsCommand) is { } definitions)
            {
                return Of(source, Reply(session, QemuReplyReader.ExpansionCommand), definitions);
            }
        }

        return recording?.Sessions.Select(recording.Session).Select(s => Reply(s, QemuReplyReader.ExpansionCommand)).FirstOrDefault(e => e is not null)
            is { } expansion ? Of(source, expansion, null) : null;
    }

    private static JsonElement? Reply(IReadOnlyList<QemuExchange> session, string command) => session.FirstOrDefault(e => e.Command == command)?.Return;

    private static QemuReplies Of(QemuJson source, JsonElement? expansion, JsonElement? definitions) => new(
        QemuReplyReader.Properties(QemuJson.Member(QemuJson.Member(expansion, "model"), "props")),
        definitions is { ValueKind: JsonValueKind.Array } list ? ListOf(QemuReplyReader.Models(source, list)) : null);

    /// <summary>The models as operations take them: where QEMU does not name blockers, there are none.</summary>
    internal static CpuModelList ListOf(IEnumerable<QemuCpuModel> models) => new(models.Select(m => new CpuHypervisorModel(m.Name, m.Blockers ?? [])));
}

/// <summary>A property of a QEMU CPU model.</summary>
/// <param name="Name">QEMU's name.</param>
/// <param name="Value">A <see cref="bool"/>, a <see cref="string"/> or a <see cref="long"/>.</param>
public sealed record QemuProperty(string Name, object Value);
