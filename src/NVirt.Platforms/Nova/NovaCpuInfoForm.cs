using System.Text;
using NVirt.Cpu;
using NVirt.Platforms.Trees;
using NVirt.Xml;

namespace NVirt.Platforms.Nova;

/// <summary>
/// <c>cpu_info</c> of a compute node, alone or in the object of the hypervisor: what libvirt's capabilities said of the processor.
/// </summary>
internal static class NovaCpuInfoForm
{
    public static PlatformForm Form { get; } = new("nova-cpu-info", static t => t.IsJson && Looks(t.Json), Read);

    private static bool Looks(TreeNode root) => root.Has("cpu_info") || root.Find("hypervisor", "cpu_info") is not null
        || (root.Find("hypervisors") is { Items: [var first, ..] } && first.Has("cpu_info"))
        || (root.Has("arch") && root.Has("model") && root.Has("features") && root.Has("topology"));

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        TreeNode root = text.Json.Find("hypervisor") ?? text.Json;
        return root.Find("hypervisors") is { Items.Count: > 0 } all ? [.. all.Items.Select(h => OfHypervisor(text, options, h))]
            : [OfHypervisor(text, options, root)];
    }

    private static CpuStatement OfHypervisor(PlatformText text, PlatformReadOptions options, TreeNode root)
    {
        if (root.Find("cpu_info") is not { } inner)
        {
            return Of(text, options, root, null, root);
        }

        string? name = root.TextOf("hypervisor_hostname") ?? root.TextOf("host");
        if (inner.Kind != TreeKind.Text)
        {
            return Of(text, options, inner, name, inner);
        }

        // A document inside a string, which is empty while nothing is known.
        TreeNode info = inner.Text.Trim().Length == 0 ? TreeNode.Map(inner.At, [])
            : JsonTree.Read(Encoding.UTF8.GetBytes(inner.Text), new DocumentErrors($"{text.File}#cpu_info", CpuException.Of));
        return Of(text, options, info, name, inner);
    }

    private static CpuStatement Of(PlatformText text, PlatformReadOptions options, TreeNode info, string? name, TreeNode at)
    {
        string? arch = info.TextOf("arch");
        if (!CpuArchitectures.TryParse(arch ?? "x86_64", out CpuArchitecture known))
        {
            throw text.Errors.Unsupported(text.PlaceOf(at), Text.Of(Messages.Read_OtherArch, DocumentErrors.Quote(arch!)));
        }

        StatementBuilder statement = new(text, options, StatementSubject.Host, StatementTruth.Physical, known)
        {
            Name = name,
            Line = text.PlaceOf(at).Line,
            Vendor = info.TextOf("vendor"),
        };
        foreach (TreeNode feature in info.Find("features")?.Items ?? [])
        {
            // Older ones are objects.
            GuestFeatures.AddHost(statement, feature.IsMap ? feature.TextOf("name") ?? string.Empty : feature.Text);
        }

        if (info.TextOf("model") is { Length: > 0 } model)
        {
            statement.SetModel(model, text.PlaceOf(at));
            if (statement.Space.FindModel(model) is { } features)
            {
                statement.AddYes(features);
            }

            statement.DenyRestOfLibvirt();
        }

        if (info.Find("maxphysaddr", "bits")?.Unsigned() is { } bits and > 0 and <= 64)
        {
            statement.Axes = statement.Axes with { PhysBits = (int)bits };
        }

        return statement.Build(Form.Id);
    }
}
