using NVirt.Rpc.Xdr;

namespace NVirt.Rpc.Client;

/// <summary>A connection has ended, and with it all calls that had no answer yet: whether they were carried out is not known.</summary>
public sealed class RpcConnectionException : Exception
{
    /// <summary>An exception without details.</summary>
    public RpcConnectionException()
    {
    }

    /// <summary>An exception with this text.</summary>
    public RpcConnectionException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with this text and cause.</summary>
    public RpcConnectionException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the server sent what makes no sense; otherwise it went away, or is silent.</summary>
    public bool IsSenseless { get; init; }

    /// <summary>The server sent what makes no sense.</summary>
    internal static RpcConnectionException Senseless(string what, XdrException? cause = null) => new(what, cause) { IsSenseless = true };
}
