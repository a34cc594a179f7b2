using System.Text;
using NVirt.Xml;

namespace NVirt.Platforms.Lines;

/// <summary>
/// Reads Java's properties: # and ! begin comments, = or : or a blank stands between key and value, a backslash at the end continues the
/// line, and one inside begins an escape.
/// </summary>
internal static class PropertiesText
{
    public static List<SettingLine> Read(PlatformText text)
    {
        List<SettingLine> settings = [];
        string[] lines = text.All.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            int first = i + 1;
            string line = lines[i].TrimEnd('\r').TrimStart();
            if (line.Length == 0 || line[0] is '#' or '!')
            {
                continue;
            }

            StringBuilder whole = new();
            while (IsContinued(line) && i + 1 < lines.Length)
            {
                whole.Append(line.AsSpan(0, line.Length - 1));
                line = lines[++i].TrimEnd('\r').TrimStart();
            }

            whole.Append(IsContinued(line) ? line[..^1] : line);
            string content = whole.ToString();
            int end = EndOfKey(content);
            string rest = content[end..].TrimStart(' ', '\t');
            rest = rest.Length > 0 && rest[0] is '=' or ':' ? rest[1..].TrimStart(' ', '\t') : rest;
            settings.Add(new SettingLine(string.Empty, Unescape(content[..end]), Unescape(rest), first, end + 2));
        }

        return settings;
    }

    private static bool IsContinued(string line)
    {
        int count = 0;
        for (int i = line.Length - 1; i >= 0 && line[i] == '\\'; i--)
        {
            count++;
        }

        return count % 2 == 1;
    }

    private static int EndOfKey(string line)
    {
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\')
            {
                i++;
            }
            else if (line[i] is '=' or ':' or ' ' or '\t')
            {
                return i;
            }
        }

        return line.Length;
    }

    private static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        StringBuilder plain = new();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                plain.Append(text[i]);
                continue;
            }

            char next = text[++i];
            if (next == 'u' && i + 4 < text.Length + 0
                && Digits.TryParseHex(text.AsSpan(i + 1, Math.Min(4, text.Length - i - 1)), out ushort code))
            {
                plain.Append((char)code);
                i += 4;
            }
            else
            {
                plain.Append(next switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'f' => '\f', _ => next });
            }
        }

        return plain.ToString();
    }
}
