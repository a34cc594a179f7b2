using NVirt.Cpu;
using NVirt.Platforms.Qemu;
using NVirt.Platforms.Trees;
using NVirt.Xml;

namespace NVirt.Platforms.Proxmox;

/// <summary>
/// The answer of <c>GET /nodes/N/capabilities/qemu/cpu-flags</c>: which node can give which flag. Flags that it does not name are unknown.
/// </summary>
internal static class ProxmoxFlagsForm
{
    private const string Nodes = "supported-on";

    public static PlatformForm Form { get; } = new("proxmox-cpu-flags", static t => t.IsJson && ListOf(t).Any(i => i.Has(Nodes)), Read);

    private static IReadOnlyList<TreeNode> ListOf(PlatformText text) => (text.Json.Find("data") ?? text.Json).Items;

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        IReadOnlyList<TreeNode> flags = ListOf(text);
        SortedDictionary<string, StatementBuilder> hosts = new(StringComparer.Ordinal);
        foreach (string node in flags.SelectMany(f => f.Find(Nodes)?.Items ?? []).Select(n => n.Text))
        {
            hosts.TryAdd(node, new StatementBuilder(text, options, StatementSubject.Host, StatementTruth.Hypervisor) { Name = node });
        }

        foreach (TreeNode flag in flags)
        {
            string name = flag.TextOf("name") ?? throw text.Refuse(flag, Text.Of(Messages.Read_Missing, "name"));
            HashSet<string> on = new((flag.Find(Nodes)?.Items ?? []).Select(n => n.Text), StringComparer.Ordinal);
            bool isKnown = QemuWords.TryFind(FeatureSpace.Of(options.TheMap, CpuArchitecture.X86_64), name, out _, out string? feature);
            foreach ((string node, StatementBuilder host) in hosts)
            {
                if (!isKnown || feature is null)
                {
                    host.AddForeign((on.Contains(node) ? "+" : "-") + name);
                }
                else if (on.Contains(node))
                {
                    host.AddYes(host.Space.SetOf(feature));
                }
                else
                {
                    host.AddNo(host.Space.SetOf(feature));
                }
            }
        }

        return hosts.Count == 0 ? throw text.Refuse(text.Json, Text.Of(Messages.Read_Missing, Nodes))
            : [.. hosts.Values.Select(h => h.Build(Form.Id))];
    }
}
