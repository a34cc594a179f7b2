using NVirt.Cpu.Probe.Dumps;
using NVirt.Xml;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>One of several documents in a text.</summary>
/// <param name="Name">The name of its root element.</param>
/// <param name="Text">Only the element.</param>
/// <param name="Line">The line of the whole text where it begins, from 1.</param>
/// <param name="Column">The column in the whole text where it begins, from 1.</param>
public sealed record XmlPart(string Name, string Text, int Line, int Column);

/// <summary>
/// Splits a text that is more than one document: several in sequence, a domain inside a saved state or snapshot, or documents
/// pasted from a terminal or mail. Safe for concurrent use; takes linear time.
/// </summary>
public static class XmlParts
{
    /// <summary>The part of domain capabilities with the host model, which people also post alone.</summary>
    public const string Mode = "mode";

    /// <summary>The elements in which libvirt saves a domain.</summary>
    internal static string[] Wrappers { get; } = ["domstatus", "domainsnapshot", "domaincheckpoint"];

    /// <summary>The documents, in order.</summary>
    /// <param name="content">The bytes of a file: UTF-8 or UTF-16.</param>
    /// <param name="file">The file's name for messages.</param>
    /// <returns>Empty if the whole text is one document, or contains no known document.</returns>
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
                at = XmlMarkup.EndOf(plain, at);
                continue;
            }

            string name = PastedXml.NameAt(plain, at);
            if (Wrappers.Contains(name, StringComparer.Ordinal))
            {
                isWrapped = true;
                at = XmlMarkup.EndOf(plain, at);
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
