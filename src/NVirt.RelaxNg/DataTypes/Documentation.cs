using System.Globalization;

namespace NVirt.RelaxNg.DataTypes;

/// <summary>What a schema says about a pattern in words: its <c>documentation</c> elements, one per language.</summary>
internal sealed class Documentation
{
    /// <summary>The namespace of these elements (RELAX NG DTD compatibility, section 2).</summary>
    public const string Namespace = "http://relaxng.org/ns/compatibility/annotations/1.0";

    // A longer text is an explanation, not a name.
    private const int Longest = 80;

    private readonly Dictionary<string, string> _texts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// A name for the pattern in the user's language, or else one without a language; <see langword="null"/> if there is none.
    /// </summary>
    public string? Name =>
        (_texts.GetValueOrDefault(CultureInfo.CurrentUICulture.Name.Split('-')[0]) ?? _texts.GetValueOrDefault(string.Empty))
            is { Length: <= Longest } text
        ? text
        : null;

    /// <summary>Adds the text of one element.</summary>
    /// <param name="language">Its <c>xml:lang</c>; empty if it has none.</param>
    /// <param name="text">Its text.</param>
    public void Add(string language, string text) =>
        _texts.TryAdd(
            language.Split('-')[0], string.Join(' ', text.Split(Blanks.All.ToCharArray(), StringSplitOptions.RemoveEmptyEntries)));
}
