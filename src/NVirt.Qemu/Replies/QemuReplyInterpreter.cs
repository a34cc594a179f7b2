using System.Collections.Immutable;
using System.Text.Json;
using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Qemu.Replies;

/// <summary>Interprets single replies of QEMU.</summary>
internal static class QemuReplyInterpreter
{
    public const string ExpansionCommand = "query-cpu-model-expansion";
    public const string DefinitionsCommand = "query-cpu-definitions";

    /// <summary>
    /// The properties of an expanded model. Anything but a boolean, a string or a 64-bit integer is dropped (hypervisor-rules.md 1.1).
    /// </summary>
    public static ImmutableArray<QemuProperty> Properties(JsonElement? props)
    {
        if (props is not { ValueKind: JsonValueKind.Object } all)
        {
            return [];
        }

        ImmutableArray<QemuProperty>.Builder properties = ImmutableArray.CreateBuilder<QemuProperty>();
        foreach (JsonProperty property in all.EnumerateObject())
        {
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

        return properties.ToImmutable();
    }

    /// <summary>The models in a reply to query-cpu-definitions.</summary>
    /// <param name="source">The recording it comes from.</param>
    /// <param name="list">The reply's list.</param>
    /// <param name="isX86">Whether QEMU's feature names have to be translated.</param>
    /// <exception cref="CpuException">A definition has no name (internal).</exception>
    public static ImmutableArray<QemuCpuModel> Models(JsonText source, JsonElement list, bool isX86 = true) =>
        [.. JsonText.Items(list).Select(d => Model(source, d, isX86))];

    private static QemuCpuModel Model(JsonText source, JsonElement definition, bool isX86)
    {
        string name = JsonText.StringOf(definition, "name")
            ?? throw source.Refuse(definition, Text.Of(Messages.Qemu_NoName, DefinitionsCommand), MistakeKind.Contradiction);
        return new QemuCpuModel(name)
        {
            TypeName = JsonText.StringOf(definition, "typename") is { Length: > 0 } type ? type : null,
            Blockers = JsonText.Member(definition, "unavailable-features") is { ValueKind: JsonValueKind.Array } blockers
                ? [.. JsonText.Strings(blockers).Select(b => isX86 ? QemuNames.ToMap(b) : b)]
                : null,
            IsDeprecated = JsonText.IsTrue(definition, "deprecated"),
        };
    }
}
