namespace NVirt.RelaxNg.DataTypes;

/// <summary>Texts: any, or those of a certain form.</summary>
/// <param name="whiteSpace">How white space is handled.</param>
/// <param name="description">Gives the type in words.</param>
/// <param name="isRight">Whether a text has the form.</param>
internal sealed class StringType(WhiteSpace whiteSpace, Func<string> description, Func<string, bool> isRight) : DataType
{
    public override WhiteSpace WhiteSpace => whiteSpace;

    public override string Description => description();

    public override Func<string, int> Length => CharactersOf;

    public override string? KeyOf(string text, ITextContext context) => isRight(text) ? text : null;

    /// <summary>The number of characters; a surrogate pair is one.</summary>
    public static int CharactersOf(string text) => text.Length - text.Count(char.IsLowSurrogate);
}
