using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Platforms.Facts;
using NVirt.Platforms.Trees;
using NVirt.Xml;

namespace NVirt.Platforms.Kubernetes;

/// <summary>Nodes with the labels of KubeVirt and of Node Feature Discovery, and the latter's own objects (formats.md 5, 21).</summary>
internal static class KubeHosts
{
    private const string Cpuid = "cpuid.";

    public static CpuStatement OfNode(PlatformText text, PlatformReadOptions options, TreeNode node)
    {
        KubeNode labels = new(node);
        bool isX86 = labels.Arch is null or "amd64" or "386";
        // Without KubeVirt's labels, the processor as a container sees it.
        StatementTruth truth = labels.NfdLabels.Count > 0 && !labels.IsLabelled ? StatementTruth.Physical : StatementTruth.Hypervisor;
        StatementBuilder statement = new(text, options, StatementSubject.Host, truth, ArchOf(text, node, labels.Arch))
        {
            Name = labels.Name,
            Line = text.PlaceOf(node).Line,
            Vendor = labels.Vendor,
            UsableModels = [.. labels.Models],
        };
        if (labels.IsSkipped)
        {
            statement.Remark(StatementRemarkKind.HostDecides, "node-labeller.kubevirt.io/skip-node");
            return statement.Build(KubeForm.Id);
        }

        foreach (string feature in labels.Features)
        {
            GuestFeatures.AddHost(statement, feature);
        }

        if (labels.Features.Count > 0 && isX86)
        {
            // The list is that of all features: what it lacks, that libvirt cannot give.
            statement.DenyRestOfLibvirt();
        }

        if (labels.HostModel is { } model)
        {
            statement.Model = model;
            statement.Class = StatementClass.HostModel;
        }

        statement.Axes = statement.Axes with
        {
            TscHz = Digits.TryParse(labels.TscFrequency, out ulong hz) ? hz : null,
            TscScaling = labels.TscScalable,
            HyperV = labels.HyperV.Count > 0 ? KubeHyperV.OfNode(labels.HyperV) : null,
        };
        ApplyNfd(statement, labels.NfdLabels, isComplete: false);
        return statement.Build(KubeForm.Id);
    }

    /// <summary>A NodeFeature object: the whole list, so that its silence says something.</summary>
    public static CpuStatement OfNodeFeature(PlatformText text, PlatformReadOptions options, TreeNode resource)
    {
        StatementBuilder statement = new(text, options, StatementSubject.Host, StatementTruth.Physical)
        {
            Name = resource.Find("metadata", "labels", "nfd.node.kubernetes.io/node-name")?.Text ?? resource.Find("metadata", "name")?.Text,
            Line = text.PlaceOf(resource).Line,
        };
        TreeNode? features = resource.Find("spec", "features");
        List<(string, string)> labels =
        [
            .. (features?.Find("attributes", "cpu.model", "elements")?.Members ?? []).Select(m => ("model." + m.Key, m.Value.Text)),
            .. (features?.Find("flags", "cpu.cpuid", "elements")?.Members ?? []).Select(m => (Cpuid + m.Key, "true")),
        ];
        ApplyNfd(statement, labels, features?.Find("flags", "cpu.cpuid", "elements") is not null);
        return statement.Build(KubeForm.Id);
    }

    private static CpuArchitecture ArchOf(PlatformText text, TreeNode node, string? arch) => arch switch
    {
        null or "amd64" => CpuArchitecture.X86_64,
        "386" => CpuArchitecture.I686,
        "arm64" => CpuArchitecture.Aarch64,
        "ppc64le" => CpuArchitecture.Ppc64le,
        "s390x" => CpuArchitecture.S390x,
        "riscv64" => CpuArchitecture.Riscv64,
        _ => throw text.Errors.Unsupported(text.PlaceOf(node), Text.Of(Messages.Read_OtherArch, DocumentErrors.Quote(arch))),
    };

    private static void ApplyNfd(StatementBuilder statement, List<(string Name, string Value)> labels, bool isComplete)
    {
        FeatureSet there = default;
        string? family = null;
        string? model = null;
        foreach ((string name, string value) in labels)
        {
            if (name == "model.vendor_id")
            {
                statement.Vendor ??= statement.Space.VendorOf(value) ?? value;
            }
            else if (name == "model.family")
            {
                family = value;
            }
            else if (name == "model.id")
            {
                model = value;
            }
            else if (!name.StartsWith(Cpuid, StringComparison.Ordinal))
            {
                statement.AddForeign(name);
            }
            else if (PlatformFacts.Klauspost.Find(name[Cpuid.Length..]) is { } row && value == "true")
            {
                there |= statement.Space.SetOf(row[1]);
            }
            else if (value == "true" && LevelOf(name[Cpuid.Length..]) is { } level)
            {
                there |= statement.Space.SetOf(PlatformFacts.PsAbiLevels.Rest(level));
            }
            else
            {
                statement.AddForeign(name[Cpuid.Length..]);
            }
        }

        if (family is not null && model is not null)
        {
            statement.Signature = Linux.LinuxHost.SignatureOf(family, model, null);
        }

        statement.AddYes(there - statement.No);
        if (isComplete)
        {
            statement.AddNo(statement.Space.SetOf(PlatformFacts.Klauspost.Rows.Select(r => r[1])) - statement.Yes);
        }
    }

    // X86_64_V3
    private static string? LevelOf(string name) =>
        name.StartsWith("X86_64_V", StringComparison.Ordinal) && PlatformFacts.PsAbiLevels.Has("x86-64-v" + name[8..])
            ? "x86-64-v" + name[8..] : null;
}
