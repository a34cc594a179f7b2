using NVirt.Cpu;
using NVirt.Platforms.Trees;

namespace NVirt.Platforms.Proxmox;

/// <summary>
/// The answer of <c>GET /nodes/N/capabilities/qemu/cpu</c>: models that the node's QEMU knows. It says nothing of what the node's processor
/// has, so nothing is known of any feature, and no model is usable by it (formats.md 4).
/// </summary>
internal static class ProxmoxNodeForm
{
    public static PlatformForm Form { get; } = new(
        "proxmox-cpu-models", static t => t.IsJson && ListOf(t) is [var first, ..] && first.Has("custom") && first.Has("name"), Read);

    private static IReadOnlyList<TreeNode> ListOf(PlatformText text) => (text.Json.Find("data") ?? text.Json).Items;

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        StatementBuilder statement = new(text, options, StatementSubject.Host, StatementTruth.Hypervisor) { Line = 1 };
        foreach (TreeNode model in ListOf(text))
        {
            statement.AddForeign(model.TextOf("name") ?? throw text.Refuse(model, NVirt.Xml.Text.Of(Messages.Read_Missing, "name")));
        }

        return [statement.Build(Form.Id)];
    }
}
