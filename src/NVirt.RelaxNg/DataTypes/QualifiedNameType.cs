namespace NVirt.RelaxNg.DataTypes;

/// <summary>Names whose prefix is declared for a namespace.</summary>
internal sealed class QualifiedNameType : DataType
{
    public override string Description => Messages.Type_QualifiedName;

    public override string? KeyOf(string text, ITextContext context) => text.Split(':') switch
    {
        [var local] when NameForms.IsNcName(local) => new Name(context.Find(string.Empty) ?? string.Empty, local).ToString(),
        [var prefix, var local] when NameForms.IsNcName(prefix) && NameForms.IsNcName(local) && context.Find(prefix) is { } uri =>
            new Name(uri, local).ToString(),
        _ => null,
    };
}
