using System.Buffers.Text;

namespace NVirt.RelaxNg.DataTypes;

/// <summary>Bytes as hexadecimal digits.</summary>
internal sealed class HexType : DataType
{
    public override string Description => Messages.Type_Hex;

    public override Func<string, int> Length => text => text.Length / 2;

    public override string? KeyOf(string text, ITextContext context) =>
        text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? text.ToUpperInvariant() : null;
}

/// <summary>Bytes in base 64.</summary>
internal sealed class Base64Type : DataType
{
    public override string Description => Messages.Type_Base64;

    public override Func<string, int> Length => text => Base64.IsValid(text, out int length) ? length : 0;

    // Unused bits must be zero, so that each value has only one form, apart from blanks.
    public override string? KeyOf(string text, ITextContext context)
    {
        string compact = text.Replace(" ", string.Empty, StringComparison.Ordinal);
        return Base64.IsValid(compact) && Convert.ToBase64String(Convert.FromBase64String(compact)) == compact ? compact : null;
    }
}
