using System.Globalization;

namespace NVirt.RelaxNg;

/// <summary>One place of a document that its schema does not allow.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="File">The name of the document, or <see langword="null"/> if it has none.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Message">What is wrong, and what was expected, in the language of <see cref="CultureInfo.CurrentUICulture"/>; one line.</param>
public sealed record RelaxNgError(RelaxNgErrorKind Kind, string? File, int Line, int Column, string Message)
{
    /// <summary>The name of the element that it is about: the one that is not allowed, or that has the attribute, lacks something or has the text.</summary>
    public string? Element { get; init; }

    /// <summary>The name of the attribute that it is about, if there is one.</summary>
    public string? Attribute { get; init; }

    /// <summary>The value of the attribute, or the text, that is not allowed.</summary>
    public string? Value { get; init; }

    /// <summary>What would be allowed: values, data types in words, or names. Empty if nothing would.</summary>
    public IReadOnlyList<string> Expected { get; init; } = [];

    /// <summary>That name or value among <see cref="Expected"/> which was probably meant.</summary>
    public string? Suggestion { get; init; }

    /// <summary>The message with its place: <c>file:line:column: message</c>.</summary>
    public override string ToString() => (File is null ? string.Empty : File + ":")
        + string.Create(CultureInfo.InvariantCulture, $"{Line}:{Column}: {Message}");
}
