using System.Collections.Immutable;
using System.Text.Json;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe;

/// <summary>What single replies of QEMU mean.</summary>
internal static class QemuReplyReader
{
    public const string ExpansionCommand = "query-cpu-model-expansion";
    public const string DefinitionsCommand = "query-cpu-definitions";

    /// <summary>The properties of an expanded model. Anything but a boolean, a string or a 64-bit integer is dropped (hypervisors.md 1.1).</summary>
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

    /// <summary>The models of a reply to query-cpu-definitions.</summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="list">The reply's list.</param>
    /// <param name="isX86">Whether QEMU's names of features have to be translated.</param>
    /// <exception cref="CpuException">A definition has no name (internal).</exception>
    public static ImmutableArray<QemuCpuModel> Models(QemuJson source, JsonElement list, bool isX86 = true) =>
        [.. QemuJson.Items(list).Select(d => Model(source, d, isX86))];

    private static QemuCpuModel Model(QemuJson source, JsonElement definition, bool isX86)
    {
        string name = QemuJson.StringOf(definition, "name")
            ?? throw source.Refuse(definition, Text.Of(Messages.Qemu_NoName, DefinitionsCommand), CpuErrorKind.Internal);
        return new QemuCpuModel(name)
        {
            TypeName = QemuJson.StringOf(definition, "typename") is { Length: > 0 } type ? type : null,
            Blockers = QemuJson.Member(definition, "unavailable-features") is { ValueKind: JsonValueKind.Array } blockers
                ? [.. QemuJson.Strings(blockers).Select(b => isX86 ? QemuNames.ToMap(b) : b)]
                : null,
            IsDeprecated = QemuJson.IsTrue(definition, "deprecated"),
        };
    }
}
