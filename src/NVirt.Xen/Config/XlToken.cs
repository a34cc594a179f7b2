using NVirt.Xml;

namespace NVirt.Xen.Config;

/// <summary>The kinds of tokens in xl.cfg.</summary>
internal enum XlTokenKind
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>The end of a line, or a semicolon.</summary>
    Separator,

    /// <summary>A key.</summary>
    Name,

    /// <summary>A number without quotes.</summary>
    Number,

    /// <summary>A string in single or double quotes; the token's text is without them.</summary>
    String,

    /// <summary>One of <c>= += [ ] ,</c>.</summary>
    Mark,
}

/// <summary>A token of xl.cfg.</summary>
internal readonly record struct XlToken(XlTokenKind Kind, string Text, Position Position)
{
    /// <summary>Whether it is this mark.</summary>
    public bool Is(string mark) => Kind == XlTokenKind.Mark && Text == mark;

    /// <summary>Whether it is the end of a line; a semicolon ends a setting, but not a line.</summary>
    public bool IsLineEnd => Kind == XlTokenKind.Separator && Text != ";";
}
