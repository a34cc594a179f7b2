using System.Text;
using System.Xml;

namespace NVirt.Cpu.Xml;

/// <summary>
/// Reads untrusted XML forward: no DTD, so no entities; limited size and depth; every refusal has a position. Elements in a
/// namespace have an empty <see cref="Name"/>, as libvirt's vocabulary has none.
/// </summary>
internal sealed class XmlScanner : IDisposable
{
    /// <summary>Elements may be nested this deep.</summary>
    public const int MaxDepth = 256;

    /// <summary>A CPU may have this many elements that have to be kept until it is complete.</summary>
    public const int MaxKept = 1024 * 1024;

    private const string NamespaceDeclarations = "http://www.w3.org/2000/xmlns/";

    private static readonly XmlReaderSettings Settings = new()
    {
        ConformanceLevel = ConformanceLevel.Fragment,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    private readonly string _text;
    private readonly bool _isSequence;
    private readonly XmlReader _reader;
    private readonly IXmlLineInfo _lines;
    private int _kept;
    private Position _rootEnd;

    /// <summary>Stands before the first node.</summary>
    /// <param name="text">The document.</param>
    /// <param name="file">Its name for messages, or <see langword="null"/>.</param>
    /// <param name="isSequence">Whether there may be several documents with declarations.</param>
    public XmlScanner(string text, string? file, bool isSequence)
    {
        ArgumentNullException.ThrowIfNull(text);
        Errors = new DocumentErrors(file);
        _isSequence = isSequence;
        UntrustedText.RefuseLong(text, Errors);
        _text = isSequence ? XmlDeclarations.Blank(text, Errors) : text;
        _reader = XmlReader.Create(UntrustedText.Open(_text), Settings);
        _lines = (IXmlLineInfo)_reader;
    }

    public DocumentErrors Errors { get; }

    public int Depth => _reader.Depth;

    public string Name => _reader.NamespaceURI.Length == 0 ? _reader.LocalName : string.Empty;

    /// <summary>Where the node begins. The reader names the place behind an element's angle bracket, and behind an end tag's slash.</summary>
    public Position Position => new(_lines.LineNumber, _lines.LinePosition - (IsElement ? 1 : IsEndElement ? 2 : 0));

    private bool IsElement => _reader.NodeType == XmlNodeType.Element;

    private bool IsEndElement => _reader.NodeType == XmlNodeType.EndElement;

    private bool IsText => _reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA;

    // The reader calls blanks a text where there are very many of them. Files in sequence leave a mark between their documents.
    private bool IsBlank => Value().AsSpan().Trim(" \t\r\n") is var text && (text is [] || (_isSequence && text is [UntrustedText.ByteOrderMark]));

    /// <summary>Counts an element that is kept.</summary>
    public void Keep() => _kept = _kept < MaxKept ? _kept + 1 : throw Errors.Malformed(Position, Text.Of(Messages.Xml_TooManyElements, MaxKept));

    /// <summary>Begins to count anew: what was kept is not needed any more.</summary>
    public void KeepNothing() => _kept = 0;

    /// <summary>Goes to the next element outside of any other.</summary>
    /// <returns>Whether there is one.</returns>
    public bool ReadToRoot()
    {
        while (Read())
        {
            if (IsElement && Depth == 0)
            {
                return true;
            }

            if (Depth == 0 && IsText && !(IsBlank && (_isSequence || _reader.NodeType == XmlNodeType.Text)))
            {
                throw Errors.Malformed(Position, Messages.Xml_TextOutside);
            }
        }

        return false;
    }

    /// <summary>Goes to the only root element.</summary>
    /// <param name="expected">What is expected, for the message.</param>
    public void ReadToOnlyRoot(string expected)
    {
        if (!ReadToRoot())
        {
            throw Errors.Malformed(default, Text.Of(Messages.Xml_NoElement, expected));
        }

        UntrustedText.RefuseReference(_text, 0, Errors);
    }

    /// <summary>Reads what follows the only root element: there may be no other.</summary>
    public void ReadToEnd()
    {
        if (ReadToRoot())
        {
            throw Errors.Malformed(Position, Messages.Xml_SecondRoot);
        }

        UntrustedText.RefuseReference(_text, Markup.EndOf(_text, UntrustedText.OffsetOf(_text, _rootEnd)), Errors);
    }

    /// <summary>Goes to the next child of the element at <paramref name="depth"/>, past anything unread inside the last one.</summary>
    /// <param name="depth">The depth of the parent.</param>
    /// <param name="text">Gets the text in between, unless <see langword="null"/>.</param>
    /// <returns>Whether there is one; if not, the reader is at the end of the element.</returns>
    public bool ReadToChild(int depth, StringBuilder? text = null)
    {
        while (ReadInside(depth))
        {
            if (IsElement && Depth == depth + 1)
            {
                return true;
            }

            if (text is not null && _reader.HasValue)
            {
                text.Append(Value());
            }
        }

        return false;
    }

    /// <summary>The text of the element and everything inside it; the reader is at its end afterwards.</summary>
    public string ReadText()
    {
        int depth = Depth;
        StringBuilder text = new();
        while (ReadInside(depth))
        {
            if (_reader.HasValue)
            {
                text.Append(Value());
            }
        }

        return text.ToString();
    }

    /// <summary>The attributes of the element.</summary>
    /// <param name="withNamespaces">Whether those in a namespace are among them, without a name; declarations of one are not.</param>
    public ElementAttribute[] Attributes(bool withNamespaces = false)
    {
        ElementAttribute[] attributes = new ElementAttribute[_reader.AttributeCount];
        int count = 0;
        while (_reader.MoveToNextAttribute())
        {
            if (_reader.NamespaceURI.Length == 0 || (withNamespaces && _reader.NamespaceURI != NamespaceDeclarations))
            {
                attributes[count++] = new ElementAttribute(Name, SharedValue(), Position);
            }
        }

        _reader.MoveToElement();
        Array.Resize(ref attributes, count);
        return attributes;
    }

    public void Dispose() => _reader.Dispose();

    private bool Read()
    {
        try
        {
            bool isRead = _reader.Read() && IsShallow();
            if (Depth == 0 && (IsEndElement || (IsElement && _reader.IsEmptyElement)))
            {
                _rootEnd = Position;
            }

            return isRead;
        }
        catch (XmlException problem)
        {
            throw Refuse(problem);
        }
    }

    private bool IsShallow() =>
        _reader.Depth < MaxDepth ? true : throw Errors.Malformed(Position, Text.Of(Messages.Xml_TooDeep, MaxDepth));

    private bool ReadInside(int depth) =>
        !(IsElement && Depth == depth && _reader.IsEmptyElement)
        && Read()
        && !(IsEndElement && Depth == depth);

    // Text is read on while it is asked for, so this may find what is malformed.
    private string Value()
    {
        try
        {
            return _reader.Value;
        }
        catch (XmlException problem)
        {
            throw Refuse(problem);
        }
    }

    // Thousands of CPUs in one text repeat the same few hundred names: one string each. For a single one it would only cost time.
    private string SharedValue() => _isSequence ? _reader.NameTable.Add(_reader.Value) : _reader.Value;

    private CpuException Refuse(XmlException problem) => UntrustedText.IsDocumentType(_text, problem)
        ? Errors.Malformed(new Position(problem.LineNumber, problem.LinePosition), Messages.Xml_DocumentType)
        : Errors.Malformed(problem);
}
