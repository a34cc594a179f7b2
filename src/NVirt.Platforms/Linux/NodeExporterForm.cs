using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Platforms.Linux;

/// <summary>
/// Metrics of node_exporter: vendor and signature, and those flags that its own settings let through, so that a missing one says nothing
/// (formats.md 26).
/// </summary>
internal static class NodeExporterForm
{
    private const string Info = "node_cpu_info";
    private const string Flag = "node_cpu_flag_info";

    public static PlatformForm Form { get; } = new("node-exporter", static t => !t.IsJson && !t.IsXml && t.HasKey(Info), Read);

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        StatementBuilder statement = new(text, options, StatementSubject.Host, StatementTruth.Kernel);
        LinuxFlags flags = new(statement.Space);
        string? processor = null;
        int count = 0;
        int number = 0;
        foreach (string line in text.All.Split('\n'))
        {
            number++;
            int open = line.IndexOf('{', StringComparison.Ordinal);
            if (open < 0 || line[0] == '#')
            {
                continue;
            }

            string metric = line[..open].Trim();
            if (metric is not (Info or Flag))
            {
                continue;
            }

            Dictionary<string, string> labels = Labels(text, line, open, number);
            if (metric == Flag)
            {
                flags.Add(labels.GetValueOrDefault("flag") ?? throw text.Refuse(number, open + 1, Text.Of(Messages.Read_Missing, "flag")));
                if (++count > LinuxFlags.MaxFlags)
                {
                    throw text.Refuse(number, 1, Text.Of(Messages.Read_TooMany, LinuxFlags.MaxFlags));
                }

                continue;
            }

            string identity = string.Join(' ', labels.GetValueOrDefault("vendor"), labels.GetValueOrDefault("family"),
                labels.GetValueOrDefault("model"));
            if (processor is not null && processor != identity)
            {
                throw text.Refuse(number, 1, Messages.Read_OtherProcessor);
            }

            if (processor is null)
            {
                processor = identity;
                statement.Line = number;
                if (labels.GetValueOrDefault("vendor") is { Length: > 0 } vendor)
                {
                    statement.SetVendorId(LinuxHost.VendorId(vendor));
                }

                statement.Signature = LinuxHost.SignatureOf(
                    labels.GetValueOrDefault("family"), labels.GetValueOrDefault("model"), labels.GetValueOrDefault("stepping"));
                statement.Axes = statement.Axes with { Microcode = LinuxHost.Hex(labels.GetValueOrDefault("microcode")) };
            }
        }

        if (processor is null)
        {
            throw text.Refuse(1, 1, Text.Of(Messages.Read_Missing, Info));
        }

        flags.Apply(statement, options, isComplete: false);
        return [statement.Build(Form.Id)];
    }

    // name="value", with \ before ", \ and n.
    private static Dictionary<string, string> Labels(PlatformText text, string line, int open, int number)
    {
        Dictionary<string, string> labels = new(StringComparer.Ordinal);
        int at = open + 1;
        while (at < line.Length && line[at] != '}')
        {
            int equals = line.IndexOf("=\"", at, StringComparison.Ordinal);
            int end = equals < 0 ? -1 : EndOf(line, equals + 2);
            if (end < 0)
            {
                throw text.Refuse(number, at + 1, Text.Of(Messages.Read_Expected, "NAME=\"VALUE\""));
            }

            string value = line[(equals + 2)..end].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\",
                StringComparison.Ordinal);
            labels[line[at..equals].Trim().TrimStart(',')] = value;
            at = end + 1;
            at += at < line.Length && line[at] == ',' ? 1 : 0;
        }

        return labels;
    }

    private static int EndOf(string line, int from)
    {
        for (int i = from; i < line.Length; i++)
        {
            if (line[i] == '\\')
            {
                i++;
            }
            else if (line[i] == '"')
            {
                return i;
            }
        }

        return -1;
    }
}
