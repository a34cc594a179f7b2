namespace NVirt.Xml;

/// <summary>
/// The sentences about mistakes in documents: what is wrong, what was expected, and what was probably meant. Validating and reading a
/// document give the same messages.
/// </summary>
public static class MistakeText
{
    /// <summary>At most this many allowed things are named.</summary>
    public const int MostNamed = 16;

    /// <summary>An attribute with an invalid value.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="element">The element.</param>
    /// <param name="value">The value.</param>
    public static string AttributeValue(string attribute, string element, string value) =>
        Text.Of(Messages.Mistake_AttributeValue, attribute, element, DocumentErrors.Quote(value));

    /// <summary>A missing attribute.</summary>
    /// <param name="element">The element.</param>
    /// <param name="attributes">The attribute, or several of which one is required.</param>
    public static string AttributeMissing(string element, IReadOnlyList<string> attributes) =>
        Text.Of(Messages.Mistake_AttributeMissing, element, AnyOf(attributes));

    /// <summary>A missing element.</summary>
    /// <param name="element">The parent element.</param>
    /// <param name="missing">The element with its angle brackets, or several of which one is required.</param>
    public static string ElementMissing(string element, IReadOnlyList<string> missing) =>
        Text.Of(Messages.Mistake_ElementMissing, element, AnyOf(missing));

    /// <summary>An element whose name is not allowed there.</summary>
    /// <param name="element">The element.</param>
    /// <param name="parent">The parent element.</param>
    public static string ElementUnknown(string element, string parent) =>
        Text.Of(Messages.Mistake_ElementUnknown, DocumentErrors.Quote(element), parent);

    /// <summary>An element with an invalid text.</summary>
    /// <param name="element">The element.</param>
    /// <param name="text">The text.</param>
    public static string TextValue(string element, string text) =>
        Text.Of(Messages.Mistake_TextValue, element, DocumentErrors.Quote(text.Trim()));

    /// <summary>The end of a sentence: what was expected, and what was probably meant.</summary>
    /// <param name="expected">What would be allowed; if empty, this part is left out.</param>
    /// <param name="meant">What was probably meant, or <see langword="null"/>.</param>
    public static string Expected(IReadOnlyList<string> expected, string? meant = null) =>
        (expected.Count > 0 ? Text.Of(Messages.Mistake_Expected, AnyOf(expected)) : string.Empty) + DidYouMean(meant);

    /// <summary>The end of a sentence that says what was probably meant; empty for <see langword="null"/>.</summary>
    /// <param name="meant">What was probably meant.</param>
    public static string DidYouMean(string? meant) => meant is null ? string.Empty : Text.Of(Messages.Mistake_DidYouMean, meant);

    /// <summary>A range of integers in words.</summary>
    /// <param name="least">The smallest.</param>
    /// <param name="most">The largest.</param>
    public static string Integer(object least, object most) => Text.Of(Messages.Mistake_Integer, least, most);

    /// <summary>
    /// Alternatives, as in a sentence: <c>a, b or c</c>; after the first few, the number of the others.
    /// </summary>
    /// <param name="things">The alternatives; at least one.</param>
    public static string AnyOf(IReadOnlyList<string> things) => things switch
    {
        [var only] => only,
        { Count: > MostNamed } => Text.Of(Messages.Mistake_OrMore, string.Join(", ", things.Take(MostNamed)), things.Count - MostNamed),
        _ => Text.Of(Messages.Mistake_Or, string.Join(", ", things.SkipLast(1)), things[^1]),
    };
}
