using System.Text;
using System.Xml;

namespace NVirt.Xml;

/// <summary>
/// Reads untrusted XML forward: no DTD, so no entities; limited size and depth; every error has a position. Elements in a
/// namespace have an empty <see cref="Name"/>, because libvirt's vocabulary has no namespace.
/// </summary>
/// <remarks>Not safe for concurrent use.</remarks>
public sealed class XmlScanner : IDisposable
{
    /// <summary>The deepest nesting of elements.</summary>
    public const int MaxDepth = 256;

    /// <summary>The most elements that are kept until a CPU is complete.</summary>
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
    private int _kept;
    private Position _rootEnd;

    /// <summary>Starts before the first node.</summary>
    /// <param name="text">The document.</param>
    /// <param name="file">Its name for messages, or <see langword="null"/>.</param>
    /// <param name="isSequence">Whether there may be several documents with declarations.</param>
    /// <param name="make">Makes the exceptions for mistakes in the document.</param>
    public XmlScanner(string text, string? file, bool isSequence, MistakeMaker make)
    {
        ArgumentNullException.ThrowIfNull(text);
        Errors = new DocumentErrors(file, make);
        _isSequence = isSequence;
        UntrustedText.RefuseLong(text, Errors);
        _text = isSequence ? XmlDeclarations.Blank(text, Errors) : text;
        _reader = UntrustedText.Open(_text, Settings);
    }

    /// <summary>Makes errors about the document.</summary>
    public DocumentErrors Errors { get; }

    /// <summary>The number of elements around the node; 0 outside of any.</summary>
    public int Depth => _reader.Depth;

    /// <summary>The name of the element; empty if it is in a namespace.</summary>
    public string Name => _reader.NamespaceURI.Length == 0 ? _reader.LocalName : string.Empty;

    /// <summary>
    /// Where the node begins. The reader's own position is after an element's angle bracket, and after an end tag's slash.
    /// </summary>
    public Position Position => new(Lines.LineNumber, Lines.LinePosition - (IsElement ? 1 : IsEndElement ? 2 : 0));

    private IXmlLineInfo Lines => (IXmlLineInfo)_reader;

    private bool IsElement => _reader.NodeType == XmlNodeType.Element;

    private bool IsEndElement => _reader.NodeType == XmlNodeType.EndElement;

    private bool IsText => _reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA;

    // The reader reports a very long run of blanks as text. Concatenated files leave a byte order mark between their documents.
    private bool IsBlank => Value().AsSpan().Trim(" \t\r\n") is var text
        && (text is [] || (_isSequence && text is [UntrustedText.ByteOrderMark]));

    /// <summary>Counts an element that is kept.</summary>
    public void Keep() => _kept = _kept < MaxKept ? _kept + 1
        : throw Errors.Malformed(Position, Text.Of(Messages.Xml_TooManyElements, MaxKept));

    /// <summary>Restarts the count: the kept elements are no longer needed.</summary>
    public void KeepNothing() => _kept = 0;

    /// <summary>Moves to the next element outside of any other.</summary>
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

    /// <summary>Moves to the only root element.</summary>
    /// <param name="expected">What is expected, for the message.</param>
    public void ReadToOnlyRoot(string expected)
    {
        if (!ReadToRoot())
        {
            throw Errors.Malformed(default, Text.Of(Messages.Xml_NoElement, expected));
        }

        UntrustedText.RefuseReference(_text, 0, Errors);
    }

    /// <summary>Reads what follows the only root element: there must be no other.</summary>
    public void ReadToEnd()
    {
        if (ReadToRoot())
        {
            throw Errors.Malformed(Position, Messages.Xml_SecondRoot);
        }

        UntrustedText.RefuseReference(_text, XmlMarkup.EndOf(_text, UntrustedText.OffsetOf(_text, _rootEnd)), Errors);
    }

    /// <summary>Moves to the next child of the element at <paramref name="depth"/>, skipping anything unread inside the last one.</summary>
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
        string? first = null;
        StringBuilder? all = null;
        while (ReadInside(depth))
        {
            if (_reader.HasValue)
            {
                all = first is null ? null : (all ?? new StringBuilder(first)).Append(Value());
                first ??= Value();
            }
        }

        return all?.ToString() ?? first ?? string.Empty;
    }

    /// <summary>The attributes of the element.</summary>
    /// <param name="withNamespaces">Whether attributes in a namespace are included, without a name; namespace declarations are not.</param>
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

    /// <inheritdoc/>
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

    // More text may be read while this is running, so it can find malformed XML.
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

    // Thousands of CPUs in one text repeat the same few hundred names: each becomes one string. For a single CPU that would only cost time.
    private string SharedValue() => _isSequence ? _reader.NameTable.Add(_reader.Value) : _reader.Value;

    private Exception Refuse(XmlException problem) => UntrustedText.IsDocumentType(_text, problem)
        ? Errors.Malformed(new Position(problem.LineNumber, problem.LinePosition), Messages.Xml_DocumentType)
        : Errors.Malformed(problem);
}
