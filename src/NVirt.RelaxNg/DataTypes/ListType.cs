namespace NVirt.RelaxNg.DataTypes;

/// <summary>One or more words of another type.</summary>
/// <param name="item">The type of a word.</param>
/// <param name="description">Gives the type in words.</param>
internal sealed class ListType(DataType item, Func<string> description) : DataType
{
    public override string Description => description();

    public override Func<string, int> Length => text => Blanks.Words(text).Length;

    public override string? KeyOf(string text, INamespaces namespaces) =>
        text.Length > 0 && Array.TrueForAll(Blanks.Words(text), w => item.Allows(w, namespaces)) ? text : null;
}
