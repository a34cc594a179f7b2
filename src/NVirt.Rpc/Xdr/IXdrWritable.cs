namespace NVirt.Rpc.Xdr;

/// <summary>A value that writes itself as XDR.</summary>
public interface IXdrWritable
{
    /// <summary>Whether a connection that may only read is refused what these arguments ask for.</summary>
    public bool IsDeniedToReaders => false;

    /// <summary>Writes the value.</summary>
    /// <exception cref="XdrException">Something in it is above its limit.</exception>
    public void Write(ref XdrWriter writer);
}
