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
        StatementBuilder statement = new(text, options, StatementSubject.Guest, StatementTruth.Request)
        {
            Name = resource.Find("metadata", "name")?.Text,
            Line = text.PlaceOf(resource).Line,
        };
        TreeNode? cpu = spec?.Find("domain", "cpu");
        SetModel(text, statement, cpu?.Find("model"));
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
        StatementBuilder statement = new(text, options, StatementSubject.Guest, StatementTruth.Request)
        {
            Name = resource.Find("metadata", "name")?.Text,
            Line = text.PlaceOf(resource).Line,
        };
        SetModel(text, statement, model);
        statement.ResolveGuest();
        return statement.Build(KubeForm.Id);
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
