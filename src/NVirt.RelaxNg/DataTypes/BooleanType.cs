namespace NVirt.RelaxNg.DataTypes;

/// <summary>Yes or no, in two ways each.</summary>
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
