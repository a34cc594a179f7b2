using NVirt.Cpu;
using NVirt.Platforms.Trees;

namespace NVirt.Platforms.Kubernetes;

/// <summary>What KubeVirt's scheduler asks of a node. It does not know force, optional, disable and forbid.</summary>
internal static class KubeScheduling
{
    private const string Feature = "cpu-feature.node.kubevirt.io/";
    private const string Model = "cpu-model.node.kubevirt.io/";
    private const string MigrationModel = "cpu-model-migration.node.kubevirt.io/";

    private static readonly string[] HyperVNames =
        ["vpindex", "runtime", "reset", "synic", "synictimer", "frequencies", "reenlightenment", "tlbflush", "ipi"];

    /// <summary>The labels that a node must have for a guest to start there.</summary>
    public static IReadOnlyList<string> SelectorsOf(PlatformText text, TreeNode vmi)
    {
        TreeNode? domain = vmi.Find("spec", "template", "spec", "domain") ?? vmi.Find("spec", "domain");
        SortedSet<string> selectors = new(StringComparer.Ordinal);
        string? model = domain?.Find("cpu", "model")?.Text;
        if (model is not (null or "" or "host-model" or "host-passthrough"))
        {
            selectors.Add(Model + model);
        }

        foreach (TreeNode feature in domain?.Find("cpu", "features")?.Items ?? [])
        {
            if (KubeGuests.PolicyOf(text, feature.Find("policy")) == CpuPolicy.Require && feature.TextOf("name") is { } name)
            {
                selectors.Add(Feature + name);
            }
        }

        foreach ((string key, TreeNode value) in domain?.Find("features", "hyperv")?.Members ?? [])
        {
            if (HyperVNames.Contains(key) && value.Find("enabled")?.Text != "false")
            {
                selectors.Add("hyperv.node.kubevirt.io/" + key);
            }
        }

        return [.. selectors];
    }

    /// <summary>Whether a guest in mode host-model that started on one node may be scheduled on another.</summary>
    /// <returns>What the other lacks; <see langword="null"/> if the labels of one of them say nothing.</returns>
    public static IReadOnlyList<string>? MissingForHostModel(KubeNode from, KubeNode to)
    {
        if (from.HostModel is not { } model || from.IsSkipped || to.IsSkipped || (to.KnownModels.Count == 0 && to.Features.Count == 0))
        {
            return null;
        }

        List<string> missing = [.. from.HostModelFeatures.Where(f => !to.Features.Contains(f))];
        return to.KnownModels.Contains(model) ? missing : [model, .. missing];
    }

    /// <summary>What a node lacks of a model and required features.</summary>
    /// <returns><see langword="null"/> if its labels say nothing.</returns>
    public static IReadOnlyList<string>? Missing(KubeNode to, string? model, IEnumerable<string> features)
    {
        if (to.IsSkipped || (to.Models.Count == 0 && to.Features.Count == 0))
        {
            return null;
        }

        List<string> missing = [.. features.Where(f => !to.Features.Contains(f)).Order(StringComparer.Ordinal)];
        return model is null || to.Models.Contains(model) ? missing : [model, .. missing];
    }

    /// <summary>The label by which a node says that its libvirt knows a model.</summary>
    public static string LabelOfKnownModel(string model) => MigrationModel + model;
}
