using System.Xml;

namespace NVirt.RelaxNg.Input;

/// <summary>How schemas and documents are read as XML: no document types, so no entities either, and within limits.</summary>
internal static class XmlInput
{
    /// <summary>Elements may be nested this deep.</summary>
    public const int MaxDepth = 256;

    /// <summary>A file may have this many characters.</summary>
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

    /// <summary>Begins to read a document.</summary>
    public static XmlReader Read(Stream document) => XmlReader.Create(new CountedStream(document), Settings);

    /// <summary>Begins to read a document.</summary>
    public static XmlReader Read(TextReader document) => XmlReader.Create(new CountedText(document), Settings);

    /// <summary>A text without the mark that files may begin with.</summary>
    public static StringReader Open(string text)
    {
        StringReader reader = new(text);
        _ = reader.Peek() == '\uFEFF' ? reader.Read() : 0;
        return reader;
    }

    /// <summary>Why a text is no XML, without the place.</summary>
    public static string Reason(XmlException problem)
    {
        // The reader puts the place behind the reason, in its own words.
        string place = string.Create(System.Globalization.CultureInfo.InvariantCulture, $" Line {problem.LineNumber}, position {problem.LinePosition}.");
        return problem.Message.Contains("DtdProcessing", StringComparison.Ordinal)
            ? Messages.Xml_DocumentType
            : Text.OnOneLine(problem.Message.Replace(place, string.Empty, StringComparison.Ordinal));
    }
}
