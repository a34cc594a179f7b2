using System.Globalization;
using NVirt.RelaxNg.Patterns;

namespace NVirt.RelaxNg;

/// <summary>An error at one place of a document.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="File">The name of the document, or <see langword="null"/> if it has none.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Message">What is wrong, and what was expected, in the language of <see cref="CultureInfo.CurrentUICulture"/>; one
/// line.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record RelaxNgError(RelaxNgErrorKind Kind, string? File, int Line, int Column, string Message)
{
    /// <summary>
    /// The name of the element concerned: the one that is not allowed, or that has the attribute, lacks something or contains the text.
    /// </summary>
    public string? Element { get; init; }

    /// <summary>The name of the attribute concerned, if there is one.</summary>
    public string? Attribute { get; init; }

    /// <summary>The value of the attribute, or the text, that is not allowed.</summary>
    public string? Value { get; init; }

    /// <summary>What would be allowed: values, data types in words, or names. Empty if nothing would.</summary>
    public IReadOnlyList<string> Expected { get; init; } = [];

    /// <summary>The name or value in <see cref="Expected"/> that was probably meant.</summary>
    public string? Suggestion { get; init; }

    /// <summary>The message with its position: <c>file:line:column: message</c>.</summary>
    public override string ToString() => (File is null ? string.Empty : File + ":")
        + string.Create(CultureInfo.InvariantCulture, $"{Line}:{Column}: {Message}");
}
