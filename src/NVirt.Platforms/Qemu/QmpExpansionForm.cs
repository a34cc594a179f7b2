using NVirt.Cpu;
using NVirt.Platforms.Trees;
using NVirt.Xml;

namespace NVirt.Platforms.Qemu;

/// <summary>
/// QEMU's answer to query-cpu-model-expansion for host or max: what this QEMU can give. A property that it does not have it cannot give
/// (formats.md 23).
/// </summary>
internal static class QmpExpansionForm
{
    private const string HyperVPrefix = "hv-";
    private const string KvmPrefix = "kvm";

    public static PlatformForm Form { get; } = new("qmp-expansion", static t => t.IsJson && PropertiesOf(t.Json) is not null, Read);

    private static TreeNode? PropertiesOf(TreeNode root) => root.Find("return", "model", "props");

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        TreeNode properties = PropertiesOf(text.Json) ?? throw text.Refuse(text.Json, Text.Of(Messages.Read_Missing, "return.model.props"));
        StatementBuilder statement = new(text, options, StatementSubject.Host, StatementTruth.Hypervisor)
        {
            Line = text.PlaceOf(properties).Line,
            Class = StatementClass.Maximum,
        };
        foreach ((string key, TreeNode value) in properties.Members)
        {
            if (value.Kind == TreeKind.Switch && QemuWords.TryFind(statement.Space, key, out _, out string? feature) && feature is not null
                && value.Truth() == true)
            {
                statement.AddYes(statement.Space.SetOf(feature));
            }
            else if (key == "vendor" && value.Kind == TreeKind.Text)
            {
                statement.SetVendorId(value.Text);
            }
        }

        statement.AddNo(statement.Space.All - statement.Yes);
        statement.Signature = Linux.LinuxHost.SignatureOf(
            properties.TextOf("family"), properties.TextOf("model"), properties.TextOf("stepping"));
        statement.Axes = AxesOf(properties);
        return [statement.Build(Form.Id)];
    }

    // A number of 0 means that QEMU decides when it starts. Enlightenments are told only where all of them were asked for.
    private static StatementAxes AxesOf(TreeNode properties)
    {
        string[] on = [.. properties.Members.Where(m => m.Value.Kind == TreeKind.Switch && m.Value.Truth() == true).Select(m => m.Key)];
        return new StatementAxes
        {
            PhysBits = Number("phys-bits", 64) is { } bits ? (int)bits : null,
            GuestPhysBits = Number("guest-phys-bits", 64) is { } guest ? (int)guest : null,
            Level = Number("level", uint.MaxValue),
            ExtendedLevel = Number("xlevel", uint.MaxValue),
            Microcode = Number("ucode-rev", uint.MaxValue),
            Avx10Version = Number("avx10-version", 255),
            LbrFormat = Number("lbr-fmt", 0x3f),
            HyperV = on.Contains("hv-passthrough") ? Named(HyperVPrefix, HyperVPrefix.Length) : null,
            Paravirtual = properties.Members.Any(m => m.Key.StartsWith(KvmPrefix, StringComparison.Ordinal)) ? Named(KvmPrefix, 0) : null,
        };

        uint? Number(string key, uint most) =>
            properties.Find(key)?.Unsigned() is { } value && value > 0 && value <= most ? (uint)value : null;

        StatementNames Named(string prefix, int dropped) =>
            new(on.Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Select(n => n[dropped..].Replace('_', '-')));
    }
}
