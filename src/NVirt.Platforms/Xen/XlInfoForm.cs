using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Platforms.Xen;

/// <summary>The output of <c>xl info</c>: eight words, of the processor as Xen uses it (formats.md 11).</summary>
internal static class XlInfoForm
{
    private const string Caps = "hw_caps";

    public static PlatformForm Form { get; } = new("xl-info", static t => !t.IsJson && !t.IsXml && t.HasKey(Caps), Read);

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        StatementBuilder statement = new(text, options, StatementSubject.Host, StatementTruth.Hypervisor);
        bool isThere = false;
        int number = 0;
        foreach (string line in text.All.Split('\n'))
        {
            number++;
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            string key = colon < 0 ? string.Empty : line[..colon].Trim();
            string value = line[(colon + 1)..].Trim();
            if (key == "host")
            {
                statement.Name = value;
            }
            else if (key == Caps)
            {
                uint[] words = FeatureWords.Parse(value, ':') is { Length: <= 8 } read ? read
                    : throw text.Refuse(number, colon + 2, Text.Of(Messages.Xen_Words, DocumentErrors.Quote(value), 8));
                FeatureWords.Apply(statement, words);
                statement.Line = number;
                isThere = true;
            }
            else if (key == "virt_caps")
            {
                statement.AddForeign(Text.Of("virt_caps: {0}", value));
            }
        }

        return isThere ? [statement.Build(Form.Id)] : throw text.Refuse(1, 1, Text.Of(Messages.Read_Missing, Caps));
    }
}
