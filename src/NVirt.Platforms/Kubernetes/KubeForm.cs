using NVirt.Platforms.Trees;
using NVirt.Xml;

namespace NVirt.Platforms.Kubernetes;

/// <summary>Resources of Kubernetes, as JSON or YAML: one, several, or a list of them.</summary>
internal static class KubeForm
{
    public const string Id = "kubernetes";

    private const int MaxResources = 100_000;

    public static PlatformForm Form { get; } = new(Id, Recognises, Read);

    private static bool Recognises(PlatformText text) => text.IsJson ? text.Json.Has("kind") && text.Json.Has("apiVersion")
        : !text.IsXml && text.HasKey("kind") && text.HasKey("apiVersion");

    private static List<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        List<CpuStatement> statements = [];
        foreach (TreeNode resource in Resources(text))
        {
            if (statements.Count == MaxResources)
            {
                throw text.Refuse(resource, Text.Of(Messages.Read_TooMany, MaxResources));
            }

            statements.Add(Of(text, options, resource));
        }

        return statements.Count > 0 ? statements : throw text.Refuse(1, 1, Text.Of(Messages.Read_Missing, "items"));
    }

    /// <summary>The resources of a text, those of lists one by one.</summary>
    public static IEnumerable<TreeNode> Resources(PlatformText text) =>
        text.Documents.SelectMany(d => d.TextOf("kind") is { } kind && kind.EndsWith("List", StringComparison.Ordinal)
            ? d.Find("items")?.Items ?? [] : [d]);

    private static CpuStatement Of(PlatformText text, PlatformReadOptions options, TreeNode resource) => resource.TextOf("kind") switch
    {
        "Node" => KubeHosts.OfNode(text, options, resource),
        "NodeFeature" => KubeHosts.OfNodeFeature(text, options, resource),
        "VirtualMachineInstance" => KubeGuests.OfGuest(text, options, resource, resource.Find("spec")),
        "VirtualMachine" => KubeGuests.OfGuest(text, options, resource, resource.Find("spec", "template", "spec")),
        "KubeVirt" => KubeGuests.OfCluster(text, options, resource, resource.Find("spec", "configuration", "cpuModel")),
        "HyperConverged" => KubeGuests.OfCluster(text, options, resource, resource.Find("spec", "defaultCPUModel")),
        "VirtualMachineClass" => KubeGuests.OfDeckhouse(text, options, resource),
        "VirtualMachineProfile" => KubeGuests.OfTalos(text, options, resource),
        var kind => throw text.Errors.Unsupported(text.PlaceOf(resource), Text.Of(
            Messages.Read_Value, "kind", DocumentErrors.Quote(kind ?? string.Empty),
            "Node, NodeFeature, VirtualMachine, VirtualMachineInstance, KubeVirt, HyperConverged, VirtualMachineClass, "
                + "VirtualMachineProfile, List")),
    };
}
