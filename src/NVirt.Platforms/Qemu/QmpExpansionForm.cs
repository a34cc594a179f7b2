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
        return [statement.Build(Form.Id)];
    }
}
