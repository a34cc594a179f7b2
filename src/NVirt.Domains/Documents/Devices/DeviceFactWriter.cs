using System.Text;
using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Domains.Documents.Devices;

/// <summary>Writes facts of devices into a document; everything else stays exactly as it is.</summary>
internal sealed class DeviceFactWriter(string text)
{
    private const string Step = "  ";

    private readonly SourceText _source = new(text);
    private readonly List<(int At, int Length, string By)> _edits = [];

    private readonly string _lineEnd =
        text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : text.Contains('\n', StringComparison.Ordinal) ? "\n" : string.Empty;

    /// <summary>Writes facts into an element: attributes, and children that may be missing.</summary>
    public void Put(Element element, FactElement facts)
    {
        StringBuilder added = new();
        foreach ((string name, string value) in facts.Attributes)
        {
            if (element.Find(name) is { } old)
            {
                (int start, int length) = _source.Value(old).GetOffsetAndLength(text.Length);
                _edits.Add((start, length, Escaped(value)));
            }
            else
            {
                Add(added, name, value);
            }
        }

        _edits.Add((_source.EndOfAttributes(element), 0, added.ToString()));
        List<FactElement> missing = [];
        foreach (FactElement child in facts.Children)
        {
            if (element.First(child.Name) is { } there)
            {
                Put(there, child);
            }
            else
            {
                missing.Add(child);
            }
        }

        Append(element, missing);
    }

    /// <summary>Adds children behind those that an element has.</summary>
    public void Append(Element element, IReadOnlyCollection<FactElement> children)
    {
        if (children.Count == 0)
        {
            return;
        }

        string? outer = MarginOf(element);
        string? margin = element.Children is [.., { } last] ? MarginOf(last) : outer is null ? null : outer + Step;
        string written = string.Concat(children.Select(c => Line(margin) + Write(c, margin)));
        string end = Line(outer);
        if (!SourceText.HasEndTag(element))
        {
            int at = _source.EndOfAttributes(element);
            _edits.Add((at, _source.Of(element).End.Value - at, $">{written}{end}</{element.Name}>"));
        }
        else if (element.Children is [.., { } before])
        {
            _edits.Add((_source.Of(before).End.Value, 0, written));
        }
        else
        {
            (int start, int length) = _source.Content(element).GetOffsetAndLength(text.Length);
            _edits.Add((start, 0, length == 0 ? written + end : written));
        }
    }

    /// <summary>The document with everything that was written.</summary>
    public override string ToString()
    {
        StringBuilder result = new();
        int done = 0;
        foreach ((int at, int length, string by) in _edits.OrderBy(e => e.At))
        {
            result.Append(text, done, at - done).Append(by);
            done = at + length;
        }

        return result.Append(text, done, text.Length - done).ToString();
    }

    private string Line(string? margin) => margin is null ? string.Empty : _lineEnd + margin;

    private string Write(FactElement element, string? margin)
    {
        StringBuilder written = new("<" + element.Name);
        foreach ((string name, string value) in element.Attributes)
        {
            Add(written, name, value);
        }

        if (element.Children.Count == 0)
        {
            return written.Append("/>").ToString();
        }

        string? inner = margin is null ? null : margin + Step;
        written.Append('>');
        foreach (FactElement child in element.Children)
        {
            written.Append(Line(inner)).Append(Write(child, inner));
        }

        return written.Append(Line(margin)).Append("</").Append(element.Name).Append('>').ToString();
    }

    // The blanks before an element at the start of a line; null if it is not at the start.
    private string? MarginOf(Element element)
    {
        int start = _source.OffsetOf(element.At);
        string before = text[(start - (element.At.Column - 1))..start];
        return _lineEnd.Length > 0 && before.AsSpan().Trim(" \t").IsEmpty ? before : null;
    }

    private static void Add(StringBuilder tag, string name, string value) =>
        tag.Append(' ').Append(name).Append("='").Append(Escaped(value)).Append('\'');

    private static string Escaped(string value) => IndentedXml.Escaped(value, isAttribute: true, CpuException.Of);
}
