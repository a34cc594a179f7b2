using System.Xml;

namespace NVirt.Xml;

/// <summary>Makes the errors for a document: <c>file:line:column: what is wrong; what was expected</c>. Safe for concurrent use.</summary>
/// <param name="file">The document's name, or <see langword="null"/>.</param>
/// <param name="make">Makes the exceptions.</param>
public sealed class DocumentErrors(string? file, MistakeMaker make)
{
    private const int LongestQuote = 80;
    private const int LongestText = 256;

    /// <summary>The error for something malformed at a place.</summary>
    /// <param name="at">The place; the default means the start of the document.</param>
    /// <param name="text">What is wrong.</param>
    public Exception Malformed(Position at, string text) => Make(MistakeKind.Malformed, at, text);

    /// <summary>The error for something at a place that is not accepted.</summary>
    /// <param name="at">The place.</param>
    /// <param name="text">What is wrong.</param>
    public Exception Unsupported(Position at, string text) => Make(MistakeKind.Unsupported, at, text);

    /// <summary>The error for what .NET's reader refused. Its own text ends with the position, which comes first here.</summary>
    /// <param name="problem">The exception it threw.</param>
    public Exception Malformed(XmlException problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return Malformed(new Position(problem.LineNumber, problem.LinePosition), TextOf(problem));
    }

    /// <summary>The error for something at a place.</summary>
    /// <param name="kind">What kind of mistake it is.</param>
    /// <param name="at">The place.</param>
    /// <param name="text">What is wrong.</param>
    public Exception Make(MistakeKind kind, Position at, string text) => make(kind, Placed(at, text), null);

    /// <summary>A message with its place in front.</summary>
    /// <param name="at">The place.</param>
    /// <param name="text">What is wrong.</param>
    public string Placed(Position at, string text)
    {
        string place = Text.Of("{0}:{1}", Math.Max(at.Line, 1), Math.Max(at.Column, 1));
        return file is null ? $"{place}: {text}" : $"{file}:{place}: {text}";
    }

    /// <summary>A value for a message: on one line and not too long.</summary>
    /// <param name="value">The value.</param>
    public static string Quote(string value) => Text.OnOneLine(value, LongestQuote);

    private static string TextOf(XmlException problem)
    {
        string end = Text.Of(" Line {0}, position {1}.", problem.LineNumber, problem.LinePosition);
        string text = problem.Message.EndsWith(end, StringComparison.Ordinal) ? problem.Message[..^end.Length] : problem.Message;
        return Text.OnOneLine(text.TrimEnd('.'), LongestText);
    }
}
