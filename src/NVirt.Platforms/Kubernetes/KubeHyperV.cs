using NVirt.Platforms.Trees;

namespace NVirt.Platforms.Kubernetes;

/// <summary>Enlightenments of Hyper-V in KubeVirt's words, of which nodes have labels, and guests have fields.</summary>
internal static class KubeHyperV
{
    // KubeVirt does not ask for labels of these: any node gives them.
    private static readonly string[] Anywhere = ["relaxed", "vapic"];

    /// <summary>Those that a node can give, as QEMU names them.</summary>
    public static StatementNames OfNode(IEnumerable<string> labels) => new(labels.Select(QemuName).Concat(Anywhere));

    /// <summary>Those that a guest turns on; <see langword="null"/> if it names none.</summary>
    public static StatementNames? OfGuest(TreeNode? hyperV)
    {
        string[] names =
        [
            .. (hyperV?.Members ?? []).Where(m => m.Value.Find("enabled")?.Text != "false" && m.Key is not ("spinlocks" or "vendorid"))
                .Select(m => QemuName(m.Key)),
        ];
        return names.Length > 0 ? new StatementNames(names) : null;
    }

    private static string QemuName(string name) => name == "synictimer" ? "stimer" : name;
}
