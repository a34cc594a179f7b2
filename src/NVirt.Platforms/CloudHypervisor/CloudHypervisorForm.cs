using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Platforms.CloudHypervisor;

/// <summary>The value of Cloud Hypervisor's <c>--cpus</c>: always the host's CPU; its only profile is Host (formats.md 16).</summary>
internal static class CloudHypervisorForm
{
    private static readonly string[] Keys =
        ["boot", "max", "topology", "kvm_hyperv", "max_phys_bits", "affinity", "features", "nested", "profile", "core_scheduling"];

    public static PlatformForm Form { get; } = new(
        "cloud-hypervisor-cpus", static t => !t.IsJson && !t.IsXml && t.All.StartsWith("boot=", StringComparison.Ordinal), Read);

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        string value = text.All.Trim();
        if (value.StartsWith("--cpus", StringComparison.Ordinal))
        {
            value = value[6..].TrimStart(' ', '=');
        }

        StatementBuilder statement = new(text, options, StatementSubject.Guest, StatementTruth.Request)
        {
            Class = StatementClass.HostPassthrough,
            Line = 1,
        };
        HashSet<string> seen = new(StringComparer.Ordinal);
        int at = 1;
        foreach (string part in Split(value))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            string key = equals < 0 ? part : part[..equals];
            if (equals < 0 || !Keys.Contains(key))
            {
                throw text.Refuse(1, at, Text.Of(Messages.Read_UnknownKey, DocumentErrors.Quote(key)));
            }

            if (!seen.Add(key))
            {
                throw text.Refuse(1, at, Text.Of(Messages.Read_Twice, key));
            }

            Take(text, statement, key, part[(equals + 1)..], at);
            at += part.Length + 1;
        }

        return [statement.Build(Form.Id)];
    }

    // Brackets and quotes keep a list together.
    private static List<string> Split(string value)
    {
        List<string> parts = [];
        int depth = 0;
        bool isQuoted = false;
        int start = 0;
        for (int i = 0; i < value.Length; i++)
        {
            isQuoted ^= value[i] == '"';
            depth += isQuoted ? 0 : value[i] switch { '[' => 1, ']' => -1, _ => 0 };
            if (value[i] == ',' && depth == 0 && !isQuoted)
            {
                parts.Add(value[start..i]);
                start = i + 1;
            }
        }

        parts.Add(value[start..]);
        return parts;
    }

    private static void Take(PlatformText text, StatementBuilder statement, string key, string value, int at)
    {
        switch (key)
        {
            case "profile":
                _ = value == "Host" ? value : throw Wrong("Host");
                break;
            case "features":
                foreach (string feature in value.Trim('[', ']').Split(',', StringSplitOptions.RemoveEmptyEntries))
                {
                    if (feature != "amx")
                    {
                        throw Wrong("amx");
                    }

                    statement.AddForeign("+amx");
                }

                break;
            case "max_phys_bits":
                statement.Axes = statement.Axes with { MaxPhysBits = (int)Number(64) };
                break;
            case "boot" or "max":
                Number(uint.MaxValue);
                break;
            case "kvm_hyperv" or "nested":
                bool isOn = value switch { "on" or "true" => true, "off" or "false" => false, _ => throw Wrong("on, off") };
                statement.AddForeign((isOn ? "+" : "-") + key);
                break;
            default:
                statement.Remark(StatementRemarkKind.NotKept, key);
                break;
        }

        uint Number(uint most) => Digits.TryParse(value, out uint number) && number <= most
            ? number : throw Wrong(Text.Of("0-{0}", most));

        Exception Wrong(string expected) => text.Refuse(1, at, Text.Of(Messages.Read_Value, key, DocumentErrors.Quote(value), expected));
    }
}
