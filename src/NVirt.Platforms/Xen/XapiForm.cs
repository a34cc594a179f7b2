using NVirt.Cpu;
using NVirt.Platforms.Trees;
using NVirt.Xml;

namespace NVirt.Platforms.Xen;

/// <summary>
/// <c>cpu_info</c> of a host or a pool of XCP-ng and XenServer, as JSON or as <c>xe</c> prints it (formats.md 13): what its guests can
/// have at most, or what they get where that is all that is there.
/// </summary>
internal static class XapiForm
{
    private const string Max = "features_hvm";
    private const string Default = "features_hvm_host";

    public static PlatformForm Form { get; } = new(
        "xapi-cpu-info",
        static t => t.IsJson ? t.Json.Has(Default) || t.Json.Find("cpu_info")?.Has(Default) == true
            : !t.IsXml && t.All.Contains("features_hvm", StringComparison.Ordinal), Read);

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        Dictionary<string, (string Value, Position At)> map = text.IsJson ? OfJson(text) : OfText(text);
        bool hasMax = map.TryGetValue(Max, out (string Value, Position At) set) && set.Value.Length > 0;
        if (!hasMax && !map.TryGetValue(Default, out set))
        {
            throw text.Refuse(1, 1, Text.Of(Messages.Read_Missing, Max));
        }

        StatementBuilder statement = new(
            text, options, StatementSubject.Host, hasMax ? StatementTruth.Hypervisor : StatementTruth.Baseline)
        { Line = set.At.Line };
        if (map.GetValueOrDefault("vendor").Value is { Length: > 0 } vendor)
        {
            statement.SetVendorId(vendor);
        }

        statement.Signature = Linux.LinuxHost.SignatureOf(
            map.GetValueOrDefault("family").Value, map.GetValueOrDefault("model").Value, map.GetValueOrDefault("stepping").Value);

        // An empty one is not known.
        if (set.Value.Length > 0)
        {
            FeatureWords.Apply(statement, FeatureWords.Parse(set.Value, '-')
                ?? throw text.Errors.Malformed(set.At, Text.Of(Messages.Xen_Words, DocumentErrors.Quote(set.Value), FeatureWords.Most)));
        }

        return [statement.Build(Form.Id)];
    }

    private static Dictionary<string, (string Value, Position At)> OfJson(PlatformText text)
    {
        TreeNode root = text.Json.Find("cpu_info") ?? text.Json;
        return root.Members.Where(m => m.Value.IsScalar)
            .ToDictionary(m => m.Key, m => (m.Value.Text.Trim(), text.PlaceOf(m.Value)), StringComparer.Ordinal);
    }

    // a: b; c: d, or a line each; xe writes "cpu_info (MRO): " in front.
    private static Dictionary<string, (string Value, Position At)> OfText(PlatformText text)
    {
        Dictionary<string, (string, Position)> map = new(StringComparer.Ordinal);
        int number = 0;
        foreach (string line in text.All.Split('\n'))
        {
            number++;
            int at = 0;
            foreach (string part in line.Split(';'))
            {
                int colon = part.LastIndexOf(": ", StringComparison.Ordinal);
                colon = colon < 0 ? part.TrimEnd().EndsWith(':') ? part.LastIndexOf(':') : -1 : colon;
                if (colon > 0)
                {
                    string key = part[..colon].Split(": ")[^1].Trim();
                    key = key.Split('(')[0].Trim();
                    map[key] = (part[(colon + 1)..].Trim(), new Position(number, at + colon + 2));
                }

                at += part.Length + 1;
            }
        }

        return map;
    }
}
