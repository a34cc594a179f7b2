namespace NVirt.Rpc.Xdr;

/// <summary>The arguments of a call that has none, or the result of one that answers with nothing.</summary>
public sealed class XdrNothing : IXdrValue<XdrNothing>
{
    private XdrNothing()
    {
    }

    /// <summary>The only one.</summary>
    public static XdrNothing Value { get; } = new();

    /// <inheritdoc/>
    public static XdrNothing Read(ref XdrReader reader) => Value;

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
    }
}
