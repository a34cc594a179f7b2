namespace NVirt.Platforms.Lines;

/// <summary>
/// Reads sections and settings as oslo.config does: a line that begins with a blank continues the value above, # and ; begin comments,
/// and = or : stands between key and value.
/// </summary>
internal static class IniText
{
    public static List<SettingLine> Read(PlatformText text)
    {
        List<SettingLine> settings = [];
        string section = string.Empty;
        int number = 0;
        foreach (string raw in text.All.Split('\n'))
        {
            number++;
            string line = raw.TrimEnd();
            string content = line.TrimStart();
            if (content.Length == 0 || content[0] is '#' or ';')
            {
                continue;
            }

            if (line[0] is ' ' or '\t')
            {
                if (settings.Count == 0)
                {
                    throw text.Refuse(number, 1, Xml.Text.Of(Messages.Read_Expected, "[SECTION], KEY = VALUE"));
                }

                settings[^1] = settings[^1] with { Value = settings[^1].Value + "\n" + content };
            }
            else if (line[0] == '[')
            {
                section = line[^1] == ']' ? line[1..^1].Trim()
                    : throw text.Refuse(number, 1, Xml.Text.Of(Messages.Read_Expected, "[SECTION]"));
            }
            else
            {
                int end = line.AsSpan().IndexOfAny('=', ':');
                settings.Add(end > 0
                    ? new SettingLine(section, line[..end].Trim(), line[(end + 1)..].Trim(), number, end + 2)
                    : throw text.Refuse(number, 1, Xml.Text.Of(Messages.Read_Expected, "[SECTION], KEY = VALUE")));
            }
        }

        return settings;
    }
}
