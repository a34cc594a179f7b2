using NVirt.Cpu;
using NVirt.Platforms.Trees;
using NVirt.Xml;

namespace NVirt.Platforms.Kubernetes;

/// <summary>Guests of KubeVirt and Harvester, and the default that a cluster has for them (formats.md 5).</summary>
internal static class KubeGuests
{
    private const int MaxFeatures = 10_000;

    /// <summary>A VirtualMachineInstance, or the template of a VirtualMachine.</summary>
    public static CpuStatement OfGuest(PlatformText text, PlatformReadOptions options, TreeNode resource, TreeNode? spec)
    {
        StatementBuilder statement = Begin(text, options, resource);
        TreeNode? cpu = spec?.Find("domain", "cpu");
        SetModel(text, statement, cpu?.Find("model"));
        AddFeatures(text, statement, cpu);
        foreach (string part in (string[])["cores", "sockets", "threads", "maxSockets", "numa", "dedicatedCpuPlacement"])
        {
            if (cpu?.Has(part) == true)
            {
                statement.Remark(StatementRemarkKind.NotKept, part);
            }
        }

        statement.Axes = statement.Axes with
        {
            Machine = spec?.Find("domain", "machine")?.TextOf("type") is { Length: > 0 } machine ? machine : null,
            HyperV = KubeHyperV.OfGuest(spec?.Find("domain", "features", "hyperv")),
            Pmu = spec?.Find("domain", "features", "pmu") is { } pmu ? pmu.Find("enabled")?.Text != "false" : null,
        };
        statement.ResolveGuest();
        return statement.Build(KubeForm.Id);
    }

    /// <summary>A KubeVirt or HyperConverged resource: the model of guests that name none.</summary>
    public static CpuStatement OfCluster(PlatformText text, PlatformReadOptions options, TreeNode resource, TreeNode? model)
    {
        StatementBuilder statement = Begin(text, options, resource);
        SetModel(text, statement, model);
        statement.ResolveGuest();
        return statement.Build(KubeForm.Id);
    }

    /// <summary>A class of virtual machines of Deckhouse (formats.md 20), which is general knowledge.</summary>
    public static CpuStatement OfDeckhouse(PlatformText text, PlatformReadOptions options, TreeNode resource)
    {
        StatementBuilder statement = Begin(text, options, resource);
        TreeNode? cpu = resource.Find("spec", "cpu");
        TreeNode? type = cpu?.Find("type");
        switch (type?.Text)
        {
            case "Host":
                statement.Class = StatementClass.HostModel;
                break;
            case "HostPassthrough":
                statement.Class = StatementClass.HostPassthrough;
                break;
            case "Model":
                SetModel(text, statement, cpu?.Find("model") ?? throw text.Refuse(cpu!, Text.Of(Messages.Read_Missing, "model")));
                break;
            case "Discovery" or "Features":
                // Which features those are, or what they are added to, is not known.
                statement.Class = StatementClass.Opaque;
                break;
            default:
                throw text.Refuse(type ?? resource, Text.Of(Messages.Read_Value, "type", DocumentErrors.Quote(type?.Text ?? string.Empty),
                    "Discovery, Model, Host, HostPassthrough, Features"));
        }

        foreach (TreeNode feature in type.Text == "Features" ? cpu?.Find("features")?.Items ?? [] : [])
        {
            GuestFeatures.Add(statement, feature.Text, CpuPolicy.Require);
        }

        statement.Remark(StatementRemarkKind.Uncertain, "Deckhouse");
        statement.ResolveGuest();
        return statement.Build(KubeForm.Id);
    }

    /// <summary>A profile of virtual machines of Talos: libvirt's words (formats.md 20).</summary>
    public static CpuStatement OfTalos(PlatformText text, PlatformReadOptions options, TreeNode resource)
    {
        StatementBuilder statement = Begin(text, options, resource);
        TreeNode? cpu = resource.Find("spec", "cpu") ?? resource.Find("cpu");
        TreeNode? mode = cpu?.Find("mode");
        switch (mode?.Text)
        {
            case "custom" or null or "" when cpu?.Has("model") == true:
                SetModel(text, statement, cpu.Find("model"));
                break;
            case null or "":
                statement.Class = StatementClass.Default;
                break;
            case var word when statement.TrySetClass(word):
                break;
            default:
                throw text.Refuse(mode, Text.Of(
                    Messages.Read_Value, "mode", DocumentErrors.Quote(mode.Text), string.Join(", ", CpuWords.Modes)));
        }

        AddFeatures(text, statement, cpu);
        statement.ResolveGuest();
        return statement.Build(KubeForm.Id);
    }

    private static StatementBuilder Begin(PlatformText text, PlatformReadOptions options, TreeNode resource) =>
        new(text, options, StatementSubject.Guest, StatementTruth.Request)
        {
            Name = resource.Find("metadata", "name")?.Text,
            Line = text.PlaceOf(resource).Line,
        };

    private static void AddFeatures(PlatformText text, StatementBuilder statement, TreeNode? cpu)
    {
        IReadOnlyList<TreeNode> features = cpu?.Find("features")?.Items ?? [];
        if (features.Count > MaxFeatures)
        {
            throw text.Refuse(features[0], Text.Of(Messages.Read_TooMany, MaxFeatures));
        }

        foreach (TreeNode feature in features)
        {
            string name = feature.TextOf("name") ?? throw text.Refuse(feature, Text.Of(Messages.Read_Missing, "name"));
            GuestFeatures.Add(statement, name, PolicyOf(text, feature.Find("policy")));
        }
    }

    public static CpuPolicy PolicyOf(PlatformText text, TreeNode? policy) => policy switch
    {
        null or { Kind: TreeKind.Nothing } or { Text: "" } => CpuPolicy.Require,
        _ => CpuWords.TryParse(policy.Text, out CpuPolicy known) ? known
            : throw text.Refuse(policy, Text.Of(
                Messages.Read_Value, "policy", DocumentErrors.Quote(policy.Text), string.Join(", ", CpuWords.Policies))),
    };

    private static void SetModel(PlatformText text, StatementBuilder statement, TreeNode? model)
    {
        switch (model?.Text)
        {
            case null or "" or "host-model":
                statement.Class = StatementClass.HostModel;
                break;
            case "host-passthrough":
                statement.Class = StatementClass.HostPassthrough;
                break;
            default:
                statement.SetModel(model.Text, text.PlaceOf(model));
                break;
        }
    }
}
