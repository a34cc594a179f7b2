using System.Collections.Immutable;
using NVirt.Xml;

namespace NVirt.Xen.Config;

/// <summary>A value of xl.cfg: a string or number, or a list.</summary>
/// <param name="Start">Where the value begins.</param>
/// <param name="Text">The string or number as written between its quotes; <see langword="null"/> for a list.</param>
/// <param name="Items">The list's items; empty for a string or number.</param>
internal sealed record XlValue(Position Start, string? Text, ImmutableArray<XlValue> Items)
{
    /// <summary>Where the text begins: after the quote, if there is one.</summary>
    public Position TextStart { get; init; } = Start;

    private bool IsSum { get; init; }

    /// <summary>Whether it is a list.</summary>
    public bool IsList => Text is null;

    /// <summary>The position of a character of the text; for a concatenation, where its last part begins.</summary>
    public Position At(int offset) => IsSum ? Start : TextStart with { Column = TextStart.Column + offset };

    /// <summary>The value of a key that several lines add to; the parts are of the same kind.</summary>
    public static XlValue Sum(List<XlValue> parts) => parts switch
    {
        [var only] => only,
        [{ IsList: true }, ..] => parts[^1] with { Items = [.. parts.SelectMany(p => p.Items)] },
        _ => parts[^1] with { Text = string.Concat(parts.Select(p => p.Text)), IsSum = true },
    };
}
