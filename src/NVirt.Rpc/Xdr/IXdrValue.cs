namespace NVirt.Rpc.Xdr;

/// <summary>A value that can be read from XDR, and writes itself as XDR.</summary>
/// <typeparam name="T">The type itself.</typeparam>
public interface IXdrValue<T> : IXdrWritable
    where T : IXdrValue<T>
{
    /// <summary>Reads a value.</summary>
    /// <exception cref="XdrException">The bytes end early, or something in them is above its limit.</exception>
    public static abstract T Read(ref XdrReader reader);
}
