using System.Collections.Immutable;
using System.Text.Json;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe;

/// <summary>What QEMU said of CPUs: the properties of its host or max model, and the models it defines.</summary>
/// <param name="Properties">Properties of the expanded model, by QEMU's names; empty if there was no expansion.</param>
/// <param name="Definitions">The models with the features that block them, by the map's names; <see langword="null"/> if there was no list.</param>
public sealed record QemuReplies(ImmutableArray<QemuProperty> Properties, CpuModelList? Definitions)
{
    private const string ExpansionCommand = "query-cpu-model-expansion";
    private const string DefinitionsCommand = "query-cpu-definitions";

    // Where a literal is misspelt, .NET's own message quotes all that follows.
    private const int LongestMessage = 256;

    // The accelerators of a recording, the best first.
    private static readonly string[] Accelerators = ["kvm", "hvf", "tcg"];

    /// <summary>
    /// Reads the pair of replies <c>{"expansion": {...}, "definitions": {...}}</c>, or a recording, which has a list of commands and
    /// replies an accelerator; of a recording the first accelerator with a list of models is taken.
    /// </summary>
    /// <param name="json">The text.</param>
    /// <param name="file">Its name for messages.</param>
    /// <exception cref="CpuException">It is not JSON, or not of these forms (xml); the message has file, line and column.</exception>
    public static QemuReplies Parse(string json, string? file = null)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json.AsMemory(json.StartsWith('\uFEFF') ? 1 : 0));
            JsonElement root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object ? FromPair(root) ?? FromRecording(root) ?? throw Malformed(Messages.Qemu_NoReplies) : throw Malformed(Messages.Qemu_NoReplies);
        }
        catch (JsonException e)
        {
            string message = Text.OnOneLine(e.Message.Split(" LineNumber:")[0], LongestMessage);
            string where = $"{(file is null ? string.Empty : file + ":")}{(e.LineNumber ?? 0) + 1}:{(e.BytePositionInLine ?? 0) + 1}: {message}";
            throw new CpuException(new CpuRefusal(CpuErrorKind.Xml, new CpuReason(CpuRule.Malformed, where)), e);
        }

        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // Neither JSON nor .NET rules out half a character; it is found where the text or a string of it is used.
            throw Malformed(Messages.Qemu_HalfCharacter);
        }

        CpuException Malformed(string text) => new(CpuErrorKind.Xml, CpuRule.Malformed, (file is null ? string.Empty : file + ": ") + text);
    }

    private static QemuReplies? FromPair(JsonElement root)
    {
        JsonElement? expansion = Return(root, "expansion");
        JsonElement? definitions = Return(root, "definitions");
        return expansion is null && definitions is null ? null : new QemuReplies(ReadProperties(expansion), ReadDefinitions(definitions));
    }

    private static QemuReplies? FromRecording(JsonElement root)
    {
        foreach (string accelerator in Accelerators)
        {
            if (root.TryGetProperty(accelerator, out JsonElement session) && session.ValueKind == JsonValueKind.Array
                && Reply(session, DefinitionsCommand) is { } definitions)
            {
                return new QemuReplies(ReadProperties(Reply(session, ExpansionCommand)), ReadDefinitions(definitions));
            }
        }

        return null;
    }

    private static JsonElement? Reply(JsonElement session, string command)
    {
        foreach (JsonElement step in session.EnumerateArray())
        {
            if (Member(Member(step, "command"), "execute") is { ValueKind: JsonValueKind.String } name && name.GetString() == command)
            {
                return Return(step, "reply");
            }
        }

        return null;
    }

    private static JsonElement? Return(JsonElement owner, string reply) => Member(Member(owner, reply), "return");

    private static JsonElement? Member(JsonElement? owner, string name) =>
        owner is { ValueKind: JsonValueKind.Object } element && element.TryGetProperty(name, out JsonElement member) ? member : null;

    private static ImmutableArray<QemuProperty> ReadProperties(JsonElement? expansion)
    {
        ImmutableArray<QemuProperty>.Builder properties = ImmutableArray.CreateBuilder<QemuProperty>();
        if (Member(Member(expansion, "model"), "props") is { ValueKind: JsonValueKind.Object } props)
        {
            foreach (JsonProperty property in props.EnumerateObject())
            {
                // Anything but a boolean, a string or a 64-bit integer is dropped (hypervisors.md 1.1).
                object? value = property.Value.ValueKind switch
                {
                    JsonValueKind.True => true,
                    JsonValueKind.False => false,
                    JsonValueKind.String => property.Value.GetString(),
                    JsonValueKind.Number when property.Value.TryGetInt64(out long number) => number,
                    _ => null,
                };
                if (value is not null)
                {
                    properties.Add(new QemuProperty(property.Name, value));
                }
            }
        }

        return properties.ToImmutable();
    }

    private static CpuModelList? ReadDefinitions(JsonElement? definitions)
    {
        if (definitions is not { ValueKind: JsonValueKind.Array } list)
        {
            return null;
        }

        List<CpuHypervisorModel> models = [];
        foreach (JsonElement definition in list.EnumerateArray())
        {
            if (Member(definition, "name") is { ValueKind: JsonValueKind.String } name)
            {
                models.Add(new CpuHypervisorModel(name.GetString()!, ReadBlockers(definition)));
            }
        }

        return new CpuModelList(models);
    }

    private static ImmutableArray<string> ReadBlockers(JsonElement definition) =>
        Member(definition, "unavailable-features") is { ValueKind: JsonValueKind.Array } blockers
            ? [.. blockers.EnumerateArray().Where(b => b.ValueKind == JsonValueKind.String).Select(b => QemuNames.ToMap(b.GetString()!))]
            : [];
}

/// <summary>A property of a QEMU CPU model.</summary>
/// <param name="Name">QEMU's name.</param>
/// <param name="Value">A <see cref="bool"/>, a <see cref="string"/> or a <see cref="long"/>.</param>
public sealed record QemuProperty(string Name, object Value);
