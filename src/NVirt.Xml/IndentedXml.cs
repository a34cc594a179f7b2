using System.Buffers;
using System.Globalization;
using System.Text;
using System.Xml;

namespace NVirt.Xml;

/// <summary>Writes elements as libvirt does: two spaces per level, single quotes, a line feed after every line.</summary>
/// <param name="make">Makes the exception for a character that is not valid in XML.</param>
/// <param name="margin">Text before every line.</param>
/// <param name="lineEnd">Text after every line; without one, there is no indentation either.</param>
/// <remarks>Not safe for concurrent use.</remarks>
public sealed class IndentedXml(MistakeMaker make, string margin = "", string lineEnd = "\n")
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
            Escape(_text, value, isAttribute: true, make);
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
        Escape(_text, text, isAttribute: false, make);
        _isTagOpen = false;
        _isInline = true;
    }

    /// <summary>Closes the start tag of the element begun last, so that it gets an end tag even without content.</summary>
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

    /// <summary>A text with the necessary characters escaped.</summary>
    /// <param name="value">The text.</param>
    /// <param name="isAttribute">Whether it is the value of an attribute.</param>
    /// <param name="make">Makes the exception for a character that is not valid in XML.</param>
    public static string Escaped(string value, bool isAttribute, MistakeMaker make)
    {
        ArgumentNullException.ThrowIfNull(value);
        StringBuilder text = new();
        Escape(text, value, isAttribute, make);
        return text.ToString();
    }

    // A reader turns a carriage return into a line feed, and in attributes all three into blanks; escaped, they are kept.
    private static void Escape(StringBuilder text, string value, bool isAttribute, MistakeMaker make)
    {
        if (!value.AsSpan().ContainsAnyExcept(Plain))
        {
            text.Append(value);
            return;
        }

        RefuseUnwritable(value, make);
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

    private static void RefuseUnwritable(string value, MistakeMaker make)
    {
        try
        {
            XmlConvert.VerifyXmlChars(value);
        }
        catch (XmlException problem)
        {
            throw make(MistakeKind.Unwritable, Text.Of(Messages.Xml_Unwritable, DocumentErrors.Quote(value)), problem);
        }
    }
}
