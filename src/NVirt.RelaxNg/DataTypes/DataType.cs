namespace NVirt.RelaxNg.DataTypes;

/// <summary>A data type: which texts are values of it, and which texts mean the same value.</summary>
internal abstract class DataType
{
    /// <summary>How white space is handled before anything else is checked.</summary>
    public virtual WhiteSpace WhiteSpace => WhiteSpace.Collapse;

    /// <summary>The type in words, for messages: an integer.</summary>
    public abstract string Description { get; }

    /// <summary>What the length facets count; <see langword="null"/> if the type has no length.</summary>
    public virtual Func<string, int>? Length => null;

    /// <summary>Whether values have an order, so that bounds are meaningful.</summary>
    public virtual bool IsOrdered => false;

    /// <summary>Whether digits can be counted.</summary>
    public virtual bool HasDigits => false;

    /// <summary>A canonical text: the same for equal values.</summary>
    /// <returns><see langword="null"/> if it is not a value of this type.</returns>
    public string? Key(string text, ITextContext context) => KeyOf(Normalize(text), context);

    /// <summary>Whether it is a value of this type.</summary>
    public virtual bool Allows(string text, ITextContext context) => Key(text, context) is not null;

    /// <summary>A canonical text: the same for equal values. White space has already been handled.</summary>
    public abstract string? KeyOf(string text, ITextContext context);

    /// <summary>The order of two values by their keys; <see langword="null"/> if they have none.</summary>
    public virtual int? Compare(string left, string right) => null;

    /// <summary>The text with white space handled as the type requires.</summary>
    public string Normalize(string text) => WhiteSpace switch
    {
        WhiteSpace.Collapse => Blanks.Collapse(text),
        WhiteSpace.Replace => text.Replace('\t', ' ').Replace('\n', ' ').Replace('\r', ' '),
        _ => text,
    };
}

/// <summary>How white space in a value is handled.</summary>
internal enum WhiteSpace
{
    /// <summary>It is kept.</summary>
    Preserve,

    /// <summary>Each white space character becomes a blank.</summary>
    Replace,

    /// <summary>It is collapsed to one blank between words.</summary>
    Collapse,
}
