using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Platforms.OpenNebula;

/// <summary>Hosts and templates of OpenNebula (formats.md 9).</summary>
internal static class OpenNebulaForms
{
    private const string ModelKey = "KVM_CPU_MODEL";
    private const string ModelsKey = "KVM_CPU_MODELS";
    private const string FeaturesKey = "KVM_CPU_FEATURES";
    private const string ClusterKey = "EVC_MODE";
    private const string Parts = "MODEL = \"...\", FEATURES = \"...\"";
    private const int MaxFeatures = 10_000;

    public static PlatformForm Host { get; } = new(
        "opennebula-host", static t => !t.IsJson && !t.IsXml && (t.HasKey(FeaturesKey) || t.HasKey(ModelKey) || t.HasKey(ModelsKey)),
            ReadHost);

    public static PlatformForm Template { get; } = new(
        "opennebula-template", static t => !t.IsJson && !t.IsXml && t.HasKey("CPU_MODEL"), ReadTemplate);

    /// <summary>A cluster: the model that all of its guests get.</summary>
    public static PlatformForm Cluster { get; } = new(
        "opennebula-cluster", static t => !t.IsJson && !t.IsXml && t.HasKey(ClusterKey) && !t.HasKey("CPU_MODEL"), ReadCluster);

    /// <summary>Whether OpenNebula's scheduler takes a host: it looks for each name anywhere in the list.</summary>
    public static bool Schedules(string hostFeatures, IEnumerable<string> features) =>
        features.All(f => hostFeatures.Contains(f, StringComparison.Ordinal));

    /// <summary>The text of KVM_CPU_FEATURES.</summary>
    public static string FeaturesOf(PlatformText text) => Attributes(text).GetValueOrDefault(FeaturesKey).Value ?? string.Empty;

    private static IReadOnlyList<CpuStatement> ReadHost(PlatformText text, PlatformReadOptions options)
    {
        Dictionary<string, (string Value, int Line)> attributes = Attributes(text);
        StatementBuilder statement = new(text, options, StatementSubject.Host, StatementTruth.Physical)
        {
            Name = attributes.GetValueOrDefault("HOSTNAME").Value,
            Line = attributes.Values.Select(a => a.Line).DefaultIfEmpty(1).Min(),
        };
        if (attributes.GetValueOrDefault(ModelKey).Value is { Length: > 0 } model)
        {
            statement.Model = model;
        }

        statement.UsableModels =
        [
            .. (attributes.GetValueOrDefault(ModelsKey).Value ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        if (attributes.TryGetValue(FeaturesKey, out (string Value, int Line) features))
        {
            foreach (string name in Split(text, features))
            {
                GuestFeatures.AddHost(statement, name);
            }

            // A baseline with all of its features; a disabled one would stand there as if it were one.
            statement.DenyRestOfLibvirt();
            statement.Remark(StatementRemarkKind.Uncertain, FeaturesKey);
        }

        return [statement.Build(Host.Id)];
    }

    private static IReadOnlyList<CpuStatement> ReadCluster(PlatformText text, PlatformReadOptions options)
    {
        if (ClusterModel(text) is not { } cluster)
        {
            throw text.Refuse(1, 1, Text.Of(Messages.Read_Missing, ClusterKey));
        }

        StatementBuilder statement = new(text, options, StatementSubject.Guest, StatementTruth.Request) { Line = cluster.Line };
        SetModel(statement, cluster.Model, new Position(cluster.Line, 1));
        statement.ResolveGuest();
        return [statement.Build(Cluster.Id)];
    }

    private static (string Model, int Line)? ClusterModel(PlatformText text)
    {
        (string, int)? found = null;
        int number = 0;
        foreach (string line in text.All.Split('\n'))
        {
            number++;
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && line[..equals].Trim() == ClusterKey && line[(equals + 1)..].Trim().Trim('"') is { Length: > 0 } model)
            {
                found = found is null ? (model, number) : throw text.Refuse(number, 1, Text.Of(Messages.Read_Twice, ClusterKey));
            }
        }

        return found;
    }

    private static void SetModel(StatementBuilder statement, string model, Position at)
    {
        if (model is not ("host-passthrough" or "host-model") || !statement.TrySetClass(model))
        {
            statement.SetModel(model, at);
        }
    }

    private static IReadOnlyList<CpuStatement> ReadTemplate(PlatformText text, PlatformReadOptions options)
    {
        string all = text.All;
        int at = StartOf(all);
        int open = all.IndexOf('[', at);
        int close = open < 0 ? -1 : all.IndexOf(']', open);
        Position place = UntrustedText.PositionOf(all, at);
        if (close < 0)
        {
            throw text.Errors.Malformed(place, Text.Of(Messages.Read_Expected, "CPU_MODEL = [ MODEL = \"...\", FEATURES = \"...\" ]"));
        }

        Dictionary<string, string> parts = new(StringComparer.Ordinal);
        string inside = all[(open + 1)..close];
        for (int from = 0; from < inside.Length;)
        {
            int equals = inside.IndexOf('=', from);
            if (equals < 0)
            {
                if (inside.AsSpan(from).Trim(", \t\r\n").Length > 0)
                {
                    throw text.Errors.Malformed(place, Text.Of(Messages.Read_Expected, Parts));
                }

                break;
            }

            int start = equals + 1;
            while (start < inside.Length && char.IsWhiteSpace(inside[start]))
            {
                start++;
            }

            bool isQuoted = start < inside.Length && inside[start] == '"';
            start += isQuoted ? 1 : 0;
            int end = inside.IndexOf(isQuoted ? '"' : ',', Math.Min(start, inside.Length));
            end = end < 0 && !isQuoted ? inside.Length : end;
            if (end < 0)
            {
                throw text.Errors.Malformed(place, Text.Of(Messages.Read_Expected, Parts));
            }

            if (!parts.TryAdd(inside[from..equals].Trim(' ', ',', '\t', '\r', '\n'), inside[start..end].Trim()))
            {
                throw text.Errors.Malformed(place, Text.Of(Messages.Read_Twice, "CPU_MODEL"));
            }

            from = end + 1;
        }

        StatementBuilder statement = new(text, options, StatementSubject.Guest, StatementTruth.Request) { Line = place.Line };
        string? features = parts.GetValueOrDefault("FEATURES");
        if (ClusterModel(text) is { } cluster)
        {
            // It stands in place of the guest's.
            if (parts.GetValueOrDefault("MODEL") is { Length: > 0 } own && own != cluster.Model)
            {
                statement.Remark(StatementRemarkKind.NotKept, own);
            }

            parts["MODEL"] = cluster.Model;
            place = new Position(cluster.Line, 1);
        }

        switch (parts.GetValueOrDefault("MODEL"))
        {
            case null or "":
                statement.Class = StatementClass.Default;
                if (features is not null)
                {
                    // Without a model, they are ignored.
                    statement.Remark(StatementRemarkKind.NotKept, features);
                    features = null;
                }

                break;
            case var model:
                SetModel(statement, model, place);
                break;
        }

        foreach (string name in Split(text, (features ?? string.Empty, place.Line)))
        {
            GuestFeatures.Add(statement, name, CpuPolicy.Require);
        }

        statement.ResolveGuest();
        return [statement.Build(Template.Id)];
    }

    private static int StartOf(string all)
    {
        int at = 0;
        foreach (string line in all.Split('\n'))
        {
            if (line.TrimStart().StartsWith("CPU_MODEL", StringComparison.Ordinal))
            {
                return at;
            }

            at += line.Length + 1;
        }

        return 0;
    }

    private static string[] Split(PlatformText text, (string Value, int Line) list)
    {
        string[] names = list.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.Length <= MaxFeatures ? names : throw text.Refuse(list.Line, 1, Text.Of(Messages.Read_TooMany, MaxFeatures));
    }

    // KEY="value"
    private static Dictionary<string, (string Value, int Line)> Attributes(PlatformText text)
    {
        Dictionary<string, (string, int)> attributes = new(StringComparer.Ordinal);
        int number = 0;
        foreach (string raw in text.All.Split('\n'))
        {
            number++;
            string line = raw.Trim();
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || line[0] == '#')
            {
                continue;
            }

            string value = line[(equals + 1)..].Trim();
            if (value.StartsWith('"') && (value.Length < 2 || value[^1] != '"'))
            {
                throw text.Refuse(number, equals + 2, Messages.Read_OpenQuote);
            }

            attributes[line[..equals].Trim()] = (value.Trim('"'), number);
        }

        return attributes;
    }
}
