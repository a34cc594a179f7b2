using System.Text;
using NVirt.Cpu.Xml;

namespace NVirt.Domains;

/// <summary>Writes an element with a margin before every line and an end behind it.</summary>
internal delegate string ElementWriter(string margin, string lineEnd);

/// <summary>Makes new texts of a document's, in which one thing is different.</summary>
internal sealed class TextEdit(string text, SourceText source)
{
    private const string Step = "  ";

    // libvirt's order of what stands in a domain.
    private static readonly string[] Order =
    [
        "name", "uuid", "genid", "title", "description", "metadata", "maxMemory", "memory", "currentMemory", "blkiotune", "memtune",
        "memoryBacking", "vcpu", "vcpus", "iothreads", "iothreadids", "defaultiothread", "cputune", "numatune", "resource", "sysinfo",
        "bootloader", "bootloader_args", "os", "idmap", "features", "cpu", "clock", "on_poweroff", "on_reboot", "on_crash", "on_lockfailure",
        "pm", "perf", "devices", "seclabel", "keywrap", "launchSecurity",
    ];

    private readonly string _lineEnd =
        text.AsSpan().IndexOfAny('\r', '\n') is >= 0 and { } at ? (text.AsSpan(at).StartsWith("\r\n") ? "\r\n" : text[at..(at + 1)]) : string.Empty;

    /// <summary>Puts an element in the place of another, or where it belongs.</summary>
    public string Put(Element parent, Element? old, string name, ElementWriter write) =>
        old is null ? Insert(parent, name, write) : Replace(source.Of(old), Write(write, MarginOf(old)).TrimStart(' ', '\t'));

    /// <summary>Takes all children of a name out, with their lines if they have them to themselves.</summary>
    public string Remove(Element parent, string name)
    {
        StringBuilder rest = new();
        int done = 0;
        foreach (Element element in parent.All(name))
        {
            (int start, int length) = source.Of(element).GetOffsetAndLength(text.Length);
            int end = start + length;
            if (MarginOf(element) is { } margin && text.AsSpan(end).StartsWith(_lineEnd))
            {
                start -= margin.Length;
                end += _lineEnd.Length;
            }

            rest.Append(text, done, start - done);
            done = end;
        }

        return rest.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>Makes this the text of a child.</summary>
    public string PutText(Element parent, string child, string value)
    {
        string escaped = IndentedXml.Escaped(value, isAttribute: false);
        return parent.First(child) switch
        {
            null => Insert(parent, child, (margin, lineEnd) => $"{margin}<{child}>{escaped}</{child}>{lineEnd}"),
            { } old when SourceText.HasEndTag(old) => Replace(source.Content(old), escaped),
            { } old => Fill(old, escaped),
        };
    }

    /// <summary>Makes this the value of an attribute; without one, takes it out.</summary>
    public string PutAttribute(Element element, string name, string? value)
    {
        if (element.Find(name) is not { } old)
        {
            int end = source.EndOfAttributes(element);
            return value is null ? text : Replace(end..end, $" {name}='{IndentedXml.Escaped(value, isAttribute: true)}'");
        }

        Range range = source.Value(old);
        if (value is not null)
        {
            return Replace(range, IndentedXml.Escaped(value, isAttribute: true));
        }

        int start = text.AsSpan(0, source.OffsetOf(old.At)).TrimEnd(" \t\r\n").Length;
        return Replace(start..(range.End.Value + 1), string.Empty);
    }

    private string Insert(Element parent, string name, ElementWriter write)
    {
        string? outer = MarginOf(parent);
        if (!SourceText.HasEndTag(parent))
        {
            return Fill(parent, outer is null ? Write(write, margin: null) : _lineEnd + Write(write, outer + Step) + _lineEnd + outer);
        }

        Element? before = LastBefore(parent, name);
        Element? neighbour = before ?? (parent.Children is [{ } first, ..] ? first : null);
        string? margin = neighbour is not null ? MarginOf(neighbour) : outer is null ? null : outer + Step;
        string line = (margin is null ? string.Empty : _lineEnd) + Write(write, margin);
        int at = before is null ? source.Content(parent).Start.Value : source.Of(before).End.Value;
        return Replace(at..at, line);
    }

    // Between what comes first and what comes later in libvirt's order; what that does not know stays where it is.
    private static Element? LastBefore(Element parent, string name)
    {
        int place = Array.IndexOf(Order, name);
        return parent.Children.LastOrDefault(c => Array.IndexOf(Order, c.Name) is >= 0 and { } other && other < place);
    }

    // An element with an empty tag gets content, and an end tag.
    private string Fill(Element element, string content)
    {
        return Replace(source.EndOfAttributes(element)..source.Of(element).End, $">{content}</{element.Name}>");
    }

    private string Write(ElementWriter write, string? margin)
    {
        string lineEnd = margin is null ? string.Empty : _lineEnd;
        string written = write(margin ?? string.Empty, lineEnd);
        return written[..^lineEnd.Length];
    }

    // The blanks before an element that begins a line; null if it does not.
    private string? MarginOf(Element element)
    {
        int start = source.OffsetOf(element.At);
        int line = start - (element.At.Column - 1);
        string before = text[line..start];
        return _lineEnd.Length > 0 && before.AsSpan().Trim(" \t").IsEmpty ? before : null;
    }

    private string Replace(Range range, string by)
    {
        (int start, int length) = range.GetOffsetAndLength(text.Length);
        return string.Concat(text.AsSpan(0, start), by, text.AsSpan(start + length));
    }
}
