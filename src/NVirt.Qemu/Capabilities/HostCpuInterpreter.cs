using System.Collections.Immutable;
using System.Text.Json;
using NVirt.Cpu;
using NVirt.Qemu.Replies;
using NVirt.Xml;

namespace NVirt.Qemu.Capabilities;

/// <summary>Combines the expansions of one slot (hypervisor-rules.md 1.5).</summary>
internal static class HostCpuInterpreter
{
    private const string HyperVPrefix = "hv-";

    /// <summary>The host's CPU, or <see langword="null"/> if QEMU gave no plain expansion.</summary>
    public static QemuHostCpu? Read(QemuReplyReading replies, CpuArchitecture arch)
    {
        QemuExchange[] expansions = [.. replies.All(QemuReplyInterpreter.ExpansionCommand)];
        string type = QemuExpansion.TypeFor(arch);
        QemuExchange? plain = Array.Find(expansions, e => QemuExpansion.IsPlain(e) && QemuExpansion.TypeOf(e) == type);
        if (plain is null || replies.ReturnOf(plain) is not { } expansion)
        {
            return null;
        }

        JsonElement? migratable = First(replies, expansions, QemuExpansion.IsWithoutMigration);
        JsonElement? full = type == QemuExpansion.Full ? null
            : First(replies, expansions, e => QemuExpansion.IsPlain(e) && QemuExpansion.TypeOf(e) == QemuExpansion.Full);
        JsonElement? hyperV = First(replies, expansions, QemuExpansion.IsHyperV);
        QemuHostCpu host = new(ModelOf(replies, plain, expansion))
        {
            Properties = PropertiesOf(replies, plain, expansion, arch),
            Deprecated = Deprecated(full) is { Length: > 0 } list ? list : Deprecated(expansion),
            HyperV = hyperV is { } capabilities ? HyperVOf(capabilities) : [],
        };
        return migratable is { } all ? WithMigratability(host, Properties(all, arch)) : host;
    }

    private static JsonElement? First(QemuReplyReading replies, QemuExchange[] expansions, Predicate<QemuExchange> condition) =>
        Array.Find(expansions, condition) is { } found ? replies.ReturnOf(found) : null;

    private static string ModelOf(QemuReplyReading replies, QemuExchange exchange, JsonElement expansion) =>
        JsonText.StringOf(JsonText.Member(expansion, "model"), "name") ?? throw replies.Nonsense(exchange, Messages.Probe_NoModelName);

    private static ImmutableArray<QemuProperty> PropertiesOf(
        QemuReplyReading replies, QemuExchange exchange, JsonElement expansion, CpuArchitecture arch) =>
        PropsOf(expansion) is not null || arch is CpuArchitecture.S390x
            ? Properties(expansion, arch)
            : throw replies.Nonsense(exchange, Messages.Probe_NoProps);

    private static ImmutableArray<QemuProperty> Properties(JsonElement expansion, CpuArchitecture arch)
    {
        ImmutableArray<QemuProperty> properties = QemuReplyInterpreter.Properties(PropsOf(expansion));
        return arch.IsX86() ? [.. properties.Select(p => p with { Name = QemuNames.ToMap(p.Name) })] : properties;
    }

    private static JsonElement? PropsOf(JsonElement expansion) =>
        JsonText.Member(JsonText.Member(expansion, "model"), "props") is { ValueKind: JsonValueKind.Object } props ? props : null;

    private static ImmutableArray<string> Deprecated(JsonElement? expansion) =>
        [.. JsonText.Strings(JsonText.Member(expansion, "deprecated-props"))];

    // What is true only when migration is not considered does not migrate.
    private static QemuHostCpu WithMigratability(QemuHostCpu host, ImmutableArray<QemuProperty> all)
    {
        Dictionary<string, object> values = new(StringComparer.Ordinal);
        foreach (QemuProperty property in all)
        {
            values[property.Name] = property.Value;
        }

        bool IsNonMigratable(QemuProperty property) => property.Value is false && values.GetValueOrDefault(property.Name) is true;
        return host with
        {
            KnowsMigratability = true,
            NonMigratable = [.. host.Properties.Where(IsNonMigratable).Select(p => p.Name)],
            Properties = [.. host.Properties.Select(p => IsNonMigratable(p) ? p with { Value = true } : p)],
        };
    }

    private static ImmutableArray<string> HyperVOf(JsonElement expansion) =>
    [
        .. QemuReplyInterpreter.Properties(PropsOf(expansion))
            .Where(p => p.Name.StartsWith(HyperVPrefix, StringComparison.Ordinal)
            && p.Value is true or (long and not 0) or string { Length: > 0 })
            .Select(p => p.Name[HyperVPrefix.Length..].Replace('_', '-'))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];
}
