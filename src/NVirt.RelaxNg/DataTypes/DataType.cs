namespace NVirt.RelaxNg.DataTypes;

/// <summary>A data type: which texts are values of it, and which of them are the same value.</summary>
internal abstract class DataType
{
    /// <summary>What becomes of white space before anything else is looked at.</summary>
    public virtual WhiteSpace WhiteSpace => WhiteSpace.Collapse;

    /// <summary>The type in words, for messages: an integer.</summary>
    public abstract string Description { get; }

    /// <summary>What the length facets count; <see langword="null"/> if the type has no length.</summary>
    public virtual Func<string, int>? Length => null;

    /// <summary>Whether values have an order, so that the facets of bounds mean something.</summary>
    public virtual bool IsOrdered => false;

    /// <summary>Whether digits can be counted.</summary>
    public virtual bool HasDigits => false;

    /// <summary>The same text for the same value.</summary>
    /// <returns><see langword="null"/> if it is no value of this type.</returns>
    public string? Key(string text, ITextContext context) => KeyOf(Normalize(text), context);

    /// <summary>Whether it is a value of this type.</summary>
    public virtual bool Allows(string text, ITextContext context) => Key(text, context) is not null;

    /// <summary>The same text for the same value; white space is already as it has to be.</summary>
    public abstract string? KeyOf(string text, ITextContext context);

    /// <summary>The order of two values by their keys; <see langword="null"/> if they have none.</summary>
    public virtual int? Compare(string left, string right) => null;

    /// <summary>The text with white space as it has to be.</summary>
    public string Normalize(string text) => WhiteSpace switch
    {
        WhiteSpace.Collapse => Blanks.Collapse(text),
        WhiteSpace.Replace => text.Replace('\t', ' ').Replace('\n', ' ').Replace('\r', ' '),
        _ => text,
    };
}

/// <summary>What becomes of white space in a value.</summary>
internal enum WhiteSpace
{
    /// <summary>It stays.</summary>
    Preserve,

    /// <summary>Each becomes a blank.</summary>
    Replace,

    /// <summary>One blank stays between words.</summary>
    Collapse,
}
