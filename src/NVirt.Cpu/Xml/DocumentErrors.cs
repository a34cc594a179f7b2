using System.Xml;

namespace NVirt.Cpu.Xml;

/// <summary>A place in a document; both numbers count from 1.</summary>
internal readonly record struct Position(int Line, int Column);

/// <summary>Makes refusals of one document: <c>file:line:column: what is wrong; expected what</c>.</summary>
/// <param name="file">The document's name, or <see langword="null"/>.</param>
internal sealed class DocumentErrors(string? file)
{
    private const int LongestQuote = 64;
    private const int LongestText = 256;

    public CpuException Malformed(Position at, string text) => Make(CpuErrorKind.Xml, at, text);

    public CpuException Unsupported(Position at, string text) => Make(CpuErrorKind.Unsupported, at, text);

    /// <summary>What the reader refused. Its own text ends with the position, which is given in front here.</summary>
    public CpuException Malformed(XmlException problem)
    {
        string end = Text.Of(" Line {0}, position {1}.", problem.LineNumber, problem.LinePosition);
        string text = problem.Message.EndsWith(end, StringComparison.Ordinal) ? problem.Message[..^end.Length] : problem.Message;
        return Malformed(new Position(problem.LineNumber, problem.LinePosition), Text.OnOneLine(text.TrimEnd('.'), LongestText));
    }

    public CpuException Make(CpuErrorKind kind, Position at, string text)
    {
        string place = Text.Of("{0}:{1}", Math.Max(at.Line, 1), Math.Max(at.Column, 1));
        return new CpuException(kind, CpuRule.Malformed, file is null ? $"{place}: {text}" : $"{file}:{place}: {text}");
    }

    /// <summary>A value for a message: on one line, and not longer than a reader wants it.</summary>
    public static string Quote(string value) => Text.OnOneLine(value, LongestQuote);

    /// <summary>Words for a message: <c>a, b or c</c>.</summary>
    public static string OneOf(IReadOnlyList<string> words) => words.Count == 1
        ? words[0]
        : Text.Of(Messages.Xml_OneOf, string.Join(", ", words.Take(words.Count - 1)), words[^1]);
}
