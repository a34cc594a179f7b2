using NVirt.Rpc.Constants;
using NVirt.Xml;

namespace NVirt.Rpc.Xdr;

/// <summary>A name with a value of one of seven types: what libvirt has where a list of settings grows with its versions.</summary>
public sealed class TypedParameter : IXdrValue<TypedParameter>
{
    private TypedParameter(string field, VirTypedParameterType type, object value)
    {
        Field = field;
        Type = type;
        Value = value;
    }

    /// <summary>The name, such as <c>state.state</c>.</summary>
    public string Field { get; }

    /// <summary>The type of the value on the wire.</summary>
    public VirTypedParameterType Type { get; }

    /// <summary>The value: an int (of a boolean as well), uint, long, ulong, double or string.</summary>
    public object Value { get; }

    /// <summary>A number of four bytes with a sign.</summary>
    public static TypedParameter OfInt(string field, int value) => new(field, VirTypedParameterType.Int, value);

    /// <summary>A number of four bytes without a sign.</summary>
    public static TypedParameter OfUInt(string field, uint value) => new(field, VirTypedParameterType.Uint, value);

    /// <summary>A number of eight bytes with a sign.</summary>
    public static TypedParameter OfLong(string field, long value) => new(field, VirTypedParameterType.Llong, value);

    /// <summary>A number of eight bytes without a sign.</summary>
    public static TypedParameter OfULong(string field, ulong value) => new(field, VirTypedParameterType.Ullong, value);

    /// <summary>Yes or no.</summary>
    public static TypedParameter OfBool(string field, bool value) => new(field, VirTypedParameterType.Boolean, value ? 1 : 0);

    /// <summary>A text.</summary>
    public static TypedParameter OfString(string field, string value) => new(field, VirTypedParameterType.String, value);

    /// <inheritdoc/>
    public static TypedParameter Read(ref XdrReader reader)
    {
        string field = reader.ReadString();
        int type = reader.ReadInt();
        return (VirTypedParameterType)type switch
        {
            VirTypedParameterType.Int or VirTypedParameterType.Boolean => new(field, (VirTypedParameterType)type, reader.ReadInt()),
            VirTypedParameterType.Uint => OfUInt(field, reader.ReadUInt()),
            VirTypedParameterType.Llong => OfLong(field, reader.ReadHyper()),
            VirTypedParameterType.Ullong => OfULong(field, reader.ReadUHyper()),
            VirTypedParameterType.Double => new(field, VirTypedParameterType.Double, reader.ReadDouble()),
            VirTypedParameterType.String => OfString(field, reader.ReadString()),
            _ => throw new XdrException(Text.Of(Messages.Xdr_ParameterType, type)),
        };
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteString(Field);
        writer.WriteInt((int)Type);
        switch (Value)
        {
            case int value:
                writer.WriteInt(value);
                break;
            case uint value:
                writer.WriteUInt(value);
                break;
            case long value:
                writer.WriteHyper(value);
                break;
            case ulong value:
                writer.WriteUHyper(value);
                break;
            case double value:
                writer.WriteDouble(value);
                break;
            default:
                writer.WriteString((string)Value);
                break;
        }
    }

    /// <summary>For example <c>state.state = 1</c>.</summary>
    public override string ToString() => $"{Field} = {Value}";
}
