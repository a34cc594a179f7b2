using System.Buffers;
using System.Globalization;
using System.Text;
using System.Xml;

namespace NVirt.Cpu.Xml;

/// <summary>Writes elements as libvirt does: two blanks a level, single quotes, a line feed behind every line.</summary>
/// <param name="margin">Stands before every line.</param>
/// <param name="lineEnd">Stands behind every line; without one, there are no blanks either.</param>
internal sealed class IndentedXml(string margin = "", string lineEnd = "\n")
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.,:+/ ");

    private readonly StringBuilder _text = new();
    private readonly Stack<string> _open = new();
    private bool _isTagOpen;
    private bool _isInline;

    /// <summary>Begins an element.</summary>
    public void Start(string name)
    {
        CloseTag();
        Indent();
        _text.Append('<').Append(name);
        _open.Push(name);
        _isTagOpen = true;
    }

    /// <summary>Adds an attribute to the element begun last, unless the value is <see langword="null"/>.</summary>
    public void Attribute(string name, string? value)
    {
        if (value is not null)
        {
            _text.Append(' ').Append(name).Append("='");
            Escape(_text, value, isAttribute: true);
            _text.Append('\'');
        }
    }

    /// <summary>Adds a number as an attribute, unless it is <see langword="null"/>.</summary>
    public void Attribute(string name, ulong? value) => Attribute(name, value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes an element with a text and nothing else.</summary>
    public void TextElement(string name, string text)
    {
        Start(name);
        Content(text);
        End();
    }

    /// <summary>Leaves a line empty.</summary>
    public void BlankLine()
    {
        CloseTag();
        _text.Append('\n');
    }

    /// <summary>Makes the text the only content of the element begun last.</summary>
    public void Content(string text)
    {
        _text.Append('>');
        Escape(_text, text, isAttribute: false);
        _isTagOpen = false;
        _isInline = true;
    }

    /// <summary>Ends the start tag of the element begun last, so that it gets an end tag even without content.</summary>
    public void CloseTag()
    {
        if (_isTagOpen)
        {
            _text.Append('>').Append(lineEnd);
            _isTagOpen = false;
        }
    }

    /// <summary>Ends the element.</summary>
    public void End()
    {
        string name = _open.Pop();
        if (_isTagOpen)
        {
            _text.Append("/>");
        }
        else
        {
            if (!_isInline)
            {
                Indent();
            }

            _text.Append("</").Append(name).Append('>');
        }

        _text.Append(lineEnd);
        _isTagOpen = false;
        _isInline = false;
    }

    private void Indent()
    {
        if (lineEnd.Length > 0)
        {
            _text.Append(margin).Append(' ', 2 * _open.Count);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>A text with references for what can not stand in it as it is.</summary>
    /// <exception cref="CpuException">There is a character that XML can not.</exception>
    public static string Escaped(string value, bool isAttribute)
    {
        StringBuilder text = new();
        Escape(text, value, isAttribute);
        return text.ToString();
    }

    // A reader turns a carriage return into a line feed, and in attributes all three into blanks; as references they stay.
    private static void Escape(StringBuilder text, string value, bool isAttribute)
    {
        if (!value.AsSpan().ContainsAnyExcept(Plain))
        {
            text.Append(value);
            return;
        }

        RefuseUnwritable(value);
        foreach (char c in value)
        {
            string? reference = c switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '\'' => "&apos;",
                '"' => "&quot;",
                '\r' => "&#13;",
                '\n' when isAttribute => "&#10;",
                '\t' when isAttribute => "&#9;",
                _ => null,
            };
            _ = reference is null ? text.Append(c) : text.Append(reference);
        }
    }

    private static void RefuseUnwritable(string value)
    {
        try
        {
            XmlConvert.VerifyXmlChars(value);
        }
        catch (XmlException problem)
        {
            CpuReason reason = new(CpuRule.Malformed, Text.Of(Messages.Xml_Unwritable, DocumentErrors.Quote(value)));
            throw new CpuException(new CpuRefusal(CpuErrorKind.InvalidArgument, reason), problem);
        }
    }
}
