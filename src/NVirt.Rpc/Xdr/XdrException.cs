namespace NVirt.Rpc.Xdr;

/// <summary>Bytes are not the XDR that was expected, or a value cannot be written as XDR.</summary>
public sealed class XdrException : Exception
{
    /// <summary>An exception without details.</summary>
    public XdrException()
    {
    }

    /// <summary>An exception with this text.</summary>
    public XdrException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with this text and cause.</summary>
    public XdrException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
