using NVirt.Cpu;

namespace NVirt.Platforms.HyperV;

/// <summary>
/// What <c>Get-VMProcessor</c> says of the compatibility mode: only a class, and no features, so that every question about them is
/// undecided (formats.md 18).
/// </summary>
internal static class HyperVForm
{
    private const string Enabled = "CompatibilityForMigrationEnabled";
    private const string Mode = "CompatibilityForMigrationMode";

    public static PlatformForm Form { get; } = new(
        "hyper-v", static t => !t.IsJson && !t.IsXml && (t.HasKey(Enabled) || IsCommand(t.All)), Read);

    private static bool IsCommand(string text) => text.Contains("Set-VMProcessor", StringComparison.Ordinal)
        && text.Contains("-" + Enabled, StringComparison.Ordinal);

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        StatementBuilder statement = new(text, options, StatementSubject.Host, StatementTruth.Hypervisor) { Class = StatementClass.Opaque };
        int number = 0;
        foreach (string line in text.All.Split('\n'))
        {
            number++;
            if (IsCommand(line))
            {
                statement.Line = number;
                string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
                for (int i = 0; i + 1 < words.Length; i++)
                {
                    switch (words[i])
                    {
                        case "-" + Enabled or "-" + Mode:
                            statement.AddForeign($"{words[i][1..]}={words[i + 1].TrimStart('$')}");
                            break;
                        case "-VMName":
                            statement.Name = words[i + 1];
                            break;
                    }
                }

                continue;
            }

            int colon = line.IndexOf(':', StringComparison.Ordinal);
            string key = colon < 0 ? string.Empty : line[..colon].Trim();
            string value = line[(colon + 1)..].Trim();
            if (key is Enabled or Mode)
            {
                statement.Line = statement.Line == 0 ? number : statement.Line;
                statement.AddForeign($"{key}={value}");
            }
            else if (key == "VMName")
            {
                statement.Name = value;
            }
        }

        return statement.Line > 0 ? [statement.Build(Form.Id)] : throw text.Refuse(1, 1, Xml.Text.Of(Messages.Read_Missing, Enabled));
    }
}
