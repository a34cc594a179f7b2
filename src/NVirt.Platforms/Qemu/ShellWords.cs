using System.Text;

namespace NVirt.Platforms.Qemu;

/// <summary>The words of a command line.</summary>
internal static class ShellWords
{
    private const int MaxWords = 100_000;

    /// <summary>
    /// Splits at zeros if there are any, as the kernel shows it; otherwise at blanks, as a shell does: with quotes, and a backslash before
    /// a character that counts as itself and before the end of a line.
    /// </summary>
    public static List<(string Word, int Line, int Column)> Split(PlatformText text)
    {
        string all = text.All;
        return all.Contains('\0', StringComparison.Ordinal) ? AtZeros(all) : AtBlanks(text, all);
    }

    private static List<(string Word, int Line, int Column)> AtZeros(string all)
    {
        List<(string, int, int)> words = [];
        for (int at = 0; at < all.Length && words.Count < MaxWords;)
        {
            int end = all.IndexOf('\0', at);
            end = end < 0 ? all.Length : end;
            words.Add((all[at..end], 1, at + 1));
            at = end + 1;
        }

        return words;
    }

    private static List<(string Word, int Line, int Column)> AtBlanks(PlatformText text, string all)
    {
        List<(string, int, int)> words = [];
        StringBuilder word = new();
        bool isWord = false;
        char quote = '\0';
        int line = 1;
        int lineStart = 0;
        (int Line, int Column) start = default;
        for (int i = 0; i < all.Length; i++)
        {
            char c = all[i];
            if (!isWord && !char.IsWhiteSpace(c) && c != '\\')
            {
                start = (line, i - lineStart + 1);
            }

            if (c == '\\' && quote != '\'' && i + 1 < all.Length)
            {
                if (all[++i] != '\n')
                {
                    start = isWord ? start : (line, i - lineStart);
                    isWord = true;
                    word.Append(all[i]);
                }
            }
            else if (quote != '\0')
            {
                quote = c == quote ? '\0' : quote;
                if (quote != '\0')
                {
                    word.Append(c);
                }
            }
            else if (c is '\'' or '"')
            {
                quote = c;
                isWord = true;
            }
            else if (char.IsWhiteSpace(c))
            {
                End();
            }
            else
            {
                isWord = true;
                word.Append(c);
            }

            if (all[i] == '\n')
            {
                line++;
                lineStart = i + 1;
            }
        }

        if (quote != '\0')
        {
            throw text.Refuse(start.Line, start.Column, Messages.Read_OpenQuote);
        }

        End();
        return words;

        void End()
        {
            if (isWord && words.Count < MaxWords)
            {
                words.Add((word.ToString(), start.Line, start.Column));
            }

            word.Clear();
            isWord = false;
        }
    }
}
