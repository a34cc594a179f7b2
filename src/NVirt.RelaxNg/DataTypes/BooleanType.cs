namespace NVirt.RelaxNg.DataTypes;

/// <summary>True or false, each written in two ways.</summary>
internal sealed class BooleanType : DataType
{
    public override string Description => Messages.Type_Boolean;

    public override string? KeyOf(string text, ITextContext context) => text switch
    {
        "true" or "1" => "true",
        "false" or "0" => "false",
        _ => null,
    };
}
