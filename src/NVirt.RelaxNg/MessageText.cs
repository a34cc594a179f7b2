using NVirt.RelaxNg.Patterns;
using NVirt.Xml;

namespace NVirt.RelaxNg;

/// <summary>Makes the texts of messages.</summary>
internal static class MessageText
{
    /// <summary>The most characters of a message.</summary>
    private const int LongestMessage = 1500;

    /// <summary>A value of a document, on one line and not too long.</summary>
    public static string Value(string text) => DocumentErrors.Quote(text);

    /// <summary>A whole message: one line of reasonable length, whatever names and values it contains.</summary>
    public static string Whole(string text) => Text.OnOneLine(text, LongestMessage);
}
