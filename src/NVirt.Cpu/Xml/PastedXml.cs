using System.Buffers;
using NVirt.Cpu.Probe.Dumps;

namespace NVirt.Cpu.Xml;

/// <summary>
/// Finds documents in what people paste: behind a shell prompt, in a code fence, in mail. What stands around the elements becomes blank, so that
/// lines and columns stay. The time grows with the length.
/// </summary>
internal static class PastedXml
{
    private const int LongestName = 32;

    private static readonly string[] Roots =
        ["cpu", "cpudata", "domain", .. XmlParts.Wrappers, "capabilities", "domainCapabilities", "mode", "host", "cpus", "cpuencode"];

    private static readonly SearchValues<char> NameEnds = SearchValues.Create(" \t\r\n/>");

    /// <summary>The text with its documents alone; <see langword="null"/> if it holds none.</summary>
    public static string? Find(DumpText text)
    {
        string plain = text.PlainString;
        if (text.IsXml && !HasTalk(plain, Markups(plain, ofAnyName: true)))
        {
            return plain;
        }

        List<Range> documents = Markups(plain, ofAnyName: false);
        return documents.Count > 0 ? Blanked(plain, documents) : text.IsXml ? plain : null;
    }

    /// <summary>The name of the element that begins at an offset; empty if it is longer than those that are known.</summary>
    public static string NameAt(string text, int at)
    {
        ReadOnlySpan<char> name = text.AsSpan(at + 1);
        int end = name[..Math.Min(name.Length, LongestName)].IndexOfAny(NameEnds);
        return end > 0 ? name[..end].ToString() : string.Empty;
    }

    /// <summary>The offset behind an element. Where tags do not match it is the end of the text, and the reader says so.</summary>
    public static int EndOfElement(string text, int start)
    {
        int depth = 0;
        for (int at = start; ;)
        {
            int end = Markup.EndOf(text, at);
            depth += Markup.Nesting(text.AsSpan(at, end - at));
            int next = end < text.Length ? text.IndexOf('<', end) : -1;
            if (depth <= 0 || next < 0)
            {
                return depth <= 0 ? end : text.Length;
            }

            at = next;
        }
    }

    // The elements outside of others; of any name with what else XML may have there, or only those that are known to hold a CPU.
    private static List<Range> Markups(string text, bool ofAnyName)
    {
        List<Range> found = [];
        for (int at = 0, length; at < text.Length && (length = text.AsSpan(at).IndexOf('<')) >= 0;)
        {
            at += length;
            int end = text.AsSpan(at) switch
            {
                ['<', '!' or '?' or '/', ..] => ofAnyName ? Markup.EndOf(text, at) : -1,
                _ when ofAnyName => EndOfElement(text, at),
                _ when Roots.AsSpan().Contains(NameAt(text, at)) => EndOfDocument(text, at),
                _ => -1,
            };
            if (end < 0)
            {
                at++;
                continue;
            }

            found.Add(at..end);
            at = end;
        }

        return found;
    }

    // A text that only speaks of an element has it within a line, and without its end.
    private static int EndOfDocument(string text, int start)
    {
        int end = EndOfElement(text, start);
        bool isAtStart = text.AsSpan(0, start).TrimEnd(" \t") is [] or [.., '\n'];
        return end < text.Length || isAtStart || text[^1] == '>' ? end : -1;
    }

    private static bool HasTalk(string text, List<Range> documents)
    {
        int at = 0;
        foreach (Range document in documents)
        {
            if (!IsBlank(text.AsSpan()[at..document.Start]))
            {
                return true;
            }

            at = document.End.Value;
        }

        return !IsBlank(text.AsSpan(at));
    }

    private static bool IsBlank(ReadOnlySpan<char> text) => text.Trim(" \t\r\n").Trim(UntrustedText.ByteOrderMark).Trim(" \t\r\n").IsEmpty;

    private static string Blanked(string text, List<Range> documents)
    {
        char[] blanked = new char[text.Length];
        for (int i = 0; i < text.Length; i++)
        {
            blanked[i] = text[i] is '\n' or '\r' ? text[i] : ' ';
        }

        foreach (Range document in documents)
        {
            text.AsSpan()[document].CopyTo(blanked.AsSpan()[document]);
        }

        return new string(blanked);
    }
}
