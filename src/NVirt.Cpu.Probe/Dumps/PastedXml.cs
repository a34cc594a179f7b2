using System.Buffers;
using NVirt.Cpu.Probe.Dumps;
using NVirt.Xml;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>
/// Finds documents in what people paste: after a shell prompt, in a code fence, in mail. Everything around the elements becomes blank, so
/// that lines and columns stay. Takes linear time.
/// </summary>
internal static class PastedXml
{
    private const int LongestName = 32;

    private static readonly string[] Roots =
        ["cpu", "cpudata", "domain", .. XmlParts.Wrappers, "capabilities", "domainCapabilities", "mode", "host", "cpus", "cpuencode"];

    private static readonly SearchValues<char> NameEnds = SearchValues.Create(" \t\r\n/>");

    /// <summary>The text with only its documents; <see langword="null"/> if it contains none.</summary>
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

    /// <summary>The name of the element that begins at an offset; empty if it is longer than all known ones.</summary>
    public static string NameAt(string text, int at)
    {
        ReadOnlySpan<char> name = text.AsSpan(at + 1);
        int end = name[..Math.Min(name.Length, LongestName)].IndexOfAny(NameEnds);
        return end > 0 ? name[..end].ToString() : string.Empty;
    }

    /// <summary>The offset after an element. If tags do not match, it is the end of the text, and the reader reports the mistake.</summary>
    public static int EndOfElement(string text, int start)
    {
        int depth = 0;
        for (int at = start; ;)
        {
            int end = XmlMarkup.EndOf(text, at);
            depth += XmlMarkup.Nesting(text.AsSpan(at, end - at));
            int next = end < text.Length ? text.IndexOf('<', end) : -1;
            if (depth <= 0 || next < 0)
            {
                return depth <= 0 ? end : text.Length;
            }

            at = next;
        }
    }

    // The top-level elements; of any name together with other XML that is allowed there, or only those known to contain a CPU.
    private static List<Range> Markups(string text, bool ofAnyName)
    {
        List<Range> found = [];
        for (int at = 0, length; at < text.Length && (length = text.AsSpan(at).IndexOf('<')) >= 0;)
        {
            at += length;
            int end = text.AsSpan(at) switch
            {
                ['<', '!' or '?' or '/', ..] => ofAnyName ? XmlMarkup.EndOf(text, at) : -1,
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

    // A text that only mentions an element has it in the middle of a line and without its end.
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
