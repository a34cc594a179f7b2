using System.Globalization;

namespace NVirt.RelaxNg.Schemas;

/// <summary>What a schema says of a pattern in words: its <c>documentation</c> elements, one a language.</summary>
internal sealed class Documentation
{
    /// <summary>The namespace of these elements (RELAX NG DTD compatibility, section 2).</summary>
    public const string Namespace = "http://relaxng.org/ns/compatibility/annotations/1.0";

    // What is longer explains, and does not name.
    private const int Longest = 80;

    private readonly Dictionary<string, string> _texts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A name for the pattern in the language of the user, else without a language; <see langword="null"/> if there is none.</summary>
    public string? Name => (_texts.GetValueOrDefault(CultureInfo.CurrentUICulture.Name.Split('-')[0]) ?? _texts.GetValueOrDefault(string.Empty)) is { Length: <= Longest } text
        ? text
        : null;

    /// <summary>Adds what one element says.</summary>
    /// <param name="language">Its <c>xml:lang</c>; empty if it has none.</param>
    /// <param name="text">Its text.</param>
    public void Add(string language, string text) => _texts.TryAdd(language.Split('-')[0], string.Join(' ', text.Split(Blanks.All.ToCharArray(), StringSplitOptions.RemoveEmptyEntries)));
}
