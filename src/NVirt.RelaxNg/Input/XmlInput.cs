using System.Xml;

namespace NVirt.RelaxNg.Input;

/// <summary>How schemas and documents are read as XML: without document types, so without entities, and within limits.</summary>
internal static class XmlInput
{
    /// <summary>The deepest nesting of elements.</summary>
    public const int MaxDepth = 256;

    /// <summary>The most characters of a file.</summary>
    public const int MaxCharacters = 64 * 1024 * 1024;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = MaxCharacters,
        CloseInput = false,
    };

    /// <summary>Starts reading a document.</summary>
    public static XmlReader Read(Stream document) => XmlReader.Create(new CountedStream(document), Settings);

    /// <summary>Starts reading a document.</summary>
    public static XmlReader Read(TextReader document) => XmlReader.Create(new CountedText(document), Settings);

    /// <summary>A text without a byte order mark.</summary>
    public static StringReader Open(string text)
    {
        StringReader reader = new(text);
        _ = reader.Peek() == '\uFEFF' ? reader.Read() : 0;
        return reader;
    }

    /// <summary>Why a text is not XML, without the position.</summary>
    public static string Reason(XmlException problem)
    {
        // The reader appends the position to its reason, in its own words.
        string place = string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $" Line {problem.LineNumber}, position {problem.LinePosition}.");
        return problem.Message.Contains("DtdProcessing", StringComparison.Ordinal)
            ? Messages.Xml_DocumentType
            : MessageText.Value(problem.Message.Replace(place, string.Empty, StringComparison.Ordinal));
    }
}
