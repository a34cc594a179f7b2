namespace NVirt.RelaxNg.DataTypes;

/// <summary>Texts: all of them, or those of a certain form.</summary>
/// <param name="whiteSpace">What becomes of white space.</param>
/// <param name="description">Gives the type in words.</param>
/// <param name="isRight">Whether a text has the form.</param>
internal sealed class StringType(WhiteSpace whiteSpace, Func<string> description, Func<string, bool> isRight) : DataType
{
    public override WhiteSpace WhiteSpace => whiteSpace;

    public override string Description => description();

    public override Func<string, int> Length => CharactersOf;

    public override string? KeyOf(string text, ITextContext context) => isRight(text) ? text : null;

    /// <summary>The number of characters; one beyond the first plane is one.</summary>
    public static int CharactersOf(string text) => text.Length - text.Count(char.IsLowSurrogate);
}
