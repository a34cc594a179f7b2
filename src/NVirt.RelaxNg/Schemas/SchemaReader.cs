using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;
using NVirt.RelaxNg.DataTypes;
using NVirt.RelaxNg.Input;
using NVirt.Xml;

namespace NVirt.RelaxNg.Schemas;

/// <summary>Reads the elements of RELAX NG from a file (sections 4.1 to 4.4 of the specification), and refuses anything else.</summary>
internal sealed class SchemaReader
{
    private const string RelaxNg = "http://relaxng.org/ns/structure/1.0";
    private const string Declarations = "http://www.w3.org/2000/xmlns/";
    private const string XmlNamespace = "http://www.w3.org/XML/1998/namespace";

    /// <summary>The steps that an element costs: it stays in memory while the schema is read.</summary>
    private const int ElementMade = 200;

    private static readonly Dictionary<string, string> NoAttributes = [];

    private readonly XmlReader _reader;
    private readonly IXmlLineInfo _lines;
    private readonly string? _file;
    private readonly Budget _budget;

    private SchemaReader(XmlReader reader, string? file, Budget budget)
    {
        _budget = budget;
        _reader = reader;
        _lines = (IXmlLineInfo)reader;
        _file = file;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="stream">Its content.</param>
    /// <param name="file">Its path for messages and references, or <see langword="null"/>.</param>
    /// <param name="inherited">The namespace inherited from the place that refers to it.</param>
    /// <param name="budget">The budget for reading the schema.</param>
    public static SchemaElement Read(Stream stream, string? file, string inherited, Budget budget)
    {
        using XmlReader reader = XmlInput.Read(stream);
        return new SchemaReader(reader, file, budget).ReadRoot(inherited);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The schema.</param>
    /// <param name="file">Its path for messages and references, or <see langword="null"/>.</param>
    /// <param name="budget">The budget for reading the schema.</param>
    public static SchemaElement Read(TextReader text, string? file, Budget budget)
    {
        using XmlReader reader = XmlInput.Read(text);
        return new SchemaReader(reader, file, budget).ReadRoot(string.Empty);
    }

    private SchemaElement ReadRoot(string inherited)
    {
        try
        {
            _reader.MoveToContent();
            if (_reader.NamespaceURI != RelaxNg || !Vocabulary.IsPattern(_reader.LocalName))
            {
                throw Error(Text.Of(Messages.Schema_NoSchema, _reader.LocalName));
            }

            SchemaElement root = ReadElement(inherited, string.Empty, _file, NamespaceScope.Outermost);
            Vocabulary.Check(root);
            while (_reader.Read())
            {
            }

            return root;
        }
        catch (XmlException problem)
        {
            throw new RelaxNgSchemaException(_file, problem.LineNumber, problem.LinePosition, XmlInput.Reason(problem), problem);
        }
        catch (Exception problem) when (LimitException.Is(problem))
        {
            throw problem is LimitException { Line: > 0 } limit
                ? new RelaxNgSchemaException(_file, limit.Line, limit.Column, limit.Message)
                : Error(LimitException.Reason(problem));
        }
    }

    private SchemaElement ReadElement(string @namespace, string library, string? from, NamespaceScope namespaces)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        _budget.Spend(ElementMade);
        if (_reader.Depth >= XmlInput.MaxDepth)
        {
            throw Error(Text.Of(Messages.Xml_TooDeep, XmlInput.MaxDepth));
        }

        (string name, int line, int column) = (_reader.LocalName, _lines.LineNumber, _lines.LinePosition - 1);
        Dictionary<string, string> attributes = _reader.HasAttributes ? new(StringComparer.Ordinal) : NoAttributes;
        while (_reader.MoveToNextAttribute())
        {
            switch (_reader.NamespaceURI)
            {
                case "":
                    attributes[_reader.LocalName] = _reader.LocalName == "ns" ? _reader.Value : Blanks.Trim(_reader.Value);
                    break;
                case Declarations:
                    namespaces =
                        new NamespaceScope(namespaces, _reader.Prefix.Length == 0 ? string.Empty : _reader.LocalName, _reader.Value);
                    break;
                case XmlNamespace when _reader.LocalName == "base":
                    from = SchemaFiles.Resolve(from, _reader.Value) ?? throw Error(Text.Of(Messages.Schema_NotLocal, _reader.Value));
                    break;
            }
        }

        _reader.MoveToElement();
        SchemaElement element = new()
        {
            Name = name,
            File = _file,
            Line = line,
            Column = column,
            Attributes = attributes,
            Namespace = attributes.GetValueOrDefault("ns") ?? @namespace,
            Library = attributes.GetValueOrDefault("datatypeLibrary") ?? library,
            Base = from,
            Namespaces = namespaces,
        };
        if (!_reader.IsEmptyElement)
        {
            ReadContent(element);
        }

        return element;
    }

    private void ReadContent(SchemaElement element)
    {
        bool hasText = Vocabulary.HasText(element.Name);
        StringBuilder? text = null;
        while (_reader.Read() && _reader.NodeType != XmlNodeType.EndElement)
        {
            if (_reader.NodeType != XmlNodeType.Element)
            {
                // Most of it is blank and between elements.
                _ = hasText || _reader.NodeType != XmlNodeType.Whitespace ? (text ??= new StringBuilder()).Append(_reader.Value) : null;
            }
            else if (_reader.NamespaceURI == RelaxNg)
            {
                element.Children.Add(ReadElement(element.Namespace, element.Library, element.Base, element.Namespaces));
            }
            else if (hasText)
            {
                throw Error(Text.Of(Messages.Schema_WrongPlace, _reader.Name, element.Name));
            }
            else if (_reader.NamespaceURI == Documentation.Namespace && _reader.LocalName == "documentation")
            {
                (element.Documentation ??= new Documentation()).Add(_reader.XmlLang, ReadAnnotation());
            }
            else
            {
                ReadAnnotation();
            }
        }

        element.Text = text?.ToString() ?? string.Empty;
        if (!hasText && !Blanks.IsBlank(element.Text))
        {
            throw element.Error(Text.Of(Messages.Schema_Text, element.Name, MessageText.Value(element.Text.Trim())));
        }
    }

    // Up to its end; its text is the documentation.
    private string ReadAnnotation()
    {
        StringBuilder text = new();
        int depth = _reader.Depth;
        bool isOpen = !_reader.IsEmptyElement;
        while (isOpen && _reader.Read())
        {
            text.Append(_reader.Value);
            isOpen = _reader.NodeType != XmlNodeType.EndElement || _reader.Depth > depth;
        }

        return text.ToString();
    }

    private RelaxNgSchemaException Error(string reason) => new(_file, _lines.LineNumber, _lines.LinePosition, reason);
}
