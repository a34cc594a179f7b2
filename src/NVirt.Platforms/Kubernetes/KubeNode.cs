using NVirt.Platforms.Trees;

namespace NVirt.Platforms.Kubernetes;

/// <summary>What KubeVirt's labels say of a node (formats.md 5).</summary>
internal sealed class KubeNode
{
    private const string Suffix = ".node.kubevirt.io/";
    private const string Nfd = "feature.node.kubernetes.io/cpu-";

    public KubeNode(TreeNode node)
    {
        Node = node;
        Name = node.Find("metadata", "name")?.Text;
        foreach ((string key, TreeNode value) in node.Find("metadata", "labels")?.Members ?? [])
        {
            if (key.StartsWith(Nfd, StringComparison.Ordinal))
            {
                NfdLabels.Add((key[Nfd.Length..], value.Text));
            }
            else if (key.IndexOf(Suffix, StringComparison.Ordinal) is > 0 and var at)
            {
                IsLabelled = true;
                Take(key[..at], key[(at + Suffix.Length)..], value.Text);
            }
            else if (key == "kubernetes.io/arch")
            {
                Arch = value.Text;
            }
        }

        Arch ??= node.TextOf("status", "nodeInfo", "architecture");
        IsSkipped = node.Find("metadata", "annotations", "node-labeller.kubevirt.io/skip-node") is { } skip && skip.Text != "false";
    }

    public TreeNode Node { get; }

    public string? Name { get; }

    public string? Arch { get; private set; }

    public SortedSet<string> Features { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Models { get; } = new(StringComparer.Ordinal);

    /// <summary>Models that the node's libvirt knows, usable or not.</summary>
    public SortedSet<string> KnownModels { get; } = new(StringComparer.Ordinal);

    public string? HostModel { get; private set; }

    public SortedSet<string> HostModelFeatures { get; } = new(StringComparer.Ordinal);

    public string? Vendor { get; private set; }

    public string? TscFrequency { get; private set; }

    public bool? TscScalable { get; private set; }

    public SortedSet<string> HyperV { get; } = new(StringComparer.Ordinal);

    public List<(string Name, string Value)> NfdLabels { get; } = [];

    /// <summary>Whether KubeVirt labelled it.</summary>
    public bool IsLabelled { get; private set; }

    /// <summary>Whether its labels are stale, or not there.</summary>
    public bool IsSkipped { get; }

    /// <summary>All of the labels, as a scheduler sees them.</summary>
    public bool HasLabel(string key) => Node.Find("metadata", "labels", key) is not null;

    private void Take(string prefix, string name, string value)
    {
        switch (prefix)
        {
            case "cpu-feature" when value == "true":
                Features.Add(name);
                break;
            case "cpu-model" when value == "true":
                Models.Add(name);
                break;
            case "cpu-model-migration" when value == "true":
                KnownModels.Add(name);
                break;
            case "host-model-cpu" when value == "true":
                HostModel = name;
                break;
            case "host-model-required-features" when value == "true":
                HostModelFeatures.Add(name);
                break;
            case "cpu-vendor" when value == "true":
                Vendor = name;
                break;
            case "cpu-timer" when name == "tsc-frequency":
                TscFrequency = value;
                break;
            case "cpu-timer" when name == "tsc-scalable":
                TscScalable = value == "true";
                break;
            case "hyperv" when value == "true":
                HyperV.Add(name);
                break;
        }
    }
}
