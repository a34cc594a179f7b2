using NVirt.Cpu.Probe.Dumps;

namespace NVirt.Cpu.Xml;

/// <summary>One document of several in a text.</summary>
/// <param name="Name">The name of its root element.</param>
/// <param name="Text">The element alone.</param>
/// <param name="Line">The line of the whole text where it begins, from 1.</param>
/// <param name="Column">The column of the same, from 1.</param>
public sealed record XmlPart(string Name, string Text, int Line, int Column);

/// <summary>
/// Takes a text apart that is more than one document: several in sequence, a domain inside of a saved state or snapshot, or documents in what was
/// pasted from a terminal or mail. Safe for concurrent use; the time grows with the length.
/// </summary>
public static class XmlParts
{
    /// <summary>The part of domain capabilities that tells a host model, which people also show by itself.</summary>
    public const string Mode = "mode";

    /// <summary>The elements that libvirt saves a domain in.</summary>
    internal static string[] Wrappers { get; } = ["domstatus", "domainsnapshot", "domaincheckpoint"];

    /// <summary>The documents, in order.</summary>
    /// <param name="content">The bytes of a file: UTF-8 or UTF-16.</param>
    /// <param name="file">The file's name for messages.</param>
    /// <returns>None if the whole is one document, or holds no document that is known.</returns>
    public static IReadOnlyList<XmlPart> Find(ReadOnlySpan<byte> content, string file)
    {
        DumpText text = new(content.ToArray(), file);
        if (PastedXml.Find(text) is not { } plain)
        {
            return [];
        }

        List<XmlPart> parts = [];
        int line = 1;
        int counted = 0;
        int lastBreak = -1;
        bool isWrapped = false;
        for (int at = 0; (at = plain.IndexOf('<', at)) >= 0;)
        {
            if (plain.AsSpan(at) is ['<', '!' or '?' or '/', ..])
            {
                at = Markup.EndOf(plain, at);
                continue;
            }

            string name = PastedXml.NameAt(plain, at);
            if (Wrappers.Contains(name, StringComparer.Ordinal))
            {
                isWrapped = true;
                at = Markup.EndOf(plain, at);
                continue;
            }

            int end = PastedXml.EndOfElement(plain, at);
            if (!isWrapped || name == "domain")
            {
                ReadOnlySpan<char> before = plain.AsSpan(counted, at - counted);
                line += before.Count('\n');
                lastBreak = before.LastIndexOf('\n') is >= 0 and var found ? counted + found : lastBreak;
                counted = at;
                parts.Add(new XmlPart(name, plain[at..end], line, at - lastBreak));
            }

            at = end;
        }

        return isWrapped || parts is not [{ Name: not Mode }] || !text.IsXml || plain != text.PlainString ? parts : [];
    }
}
