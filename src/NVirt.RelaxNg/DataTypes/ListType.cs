namespace NVirt.RelaxNg.DataTypes;

/// <summary>One or more words of another type.</summary>
/// <param name="item">The type of a word.</param>
/// <param name="description">Gives the type in words.</param>
internal sealed class ListType(DataType item, Func<string> description) : DataType
{
    public override string Description => description();

    public override Func<string, int> Length => text => Blanks.Words(text).Count();

    public override string? KeyOf(string text, ITextContext context) =>
        text.Length > 0 && Blanks.Words(text).All(w => item.Allows(w, context)) ? text : null;
}
