using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;

namespace NVirt.Rpc.Client;

/// <summary>A server answered a call with an error. The connection goes on.</summary>
public sealed class RpcServerException : Exception
{
    /// <summary>An exception without details.</summary>
    public RpcServerException()
    {
    }

    /// <summary>An exception with this text.</summary>
    public RpcServerException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with this text and cause.</summary>
    public RpcServerException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What a server answered.</summary>
    /// <param name="error">The error.</param>
    public RpcServerException(RemoteError error)
        : base(error?.Message ?? string.Empty) => Error = error;

    /// <summary>The error as it came; <see langword="null"/> if there is only a text.</summary>
    public RemoteError? Error { get; }

    /// <summary>The error's number; one that has no name here stays a number.</summary>
    public VirErrorNumber Code => (VirErrorNumber)(Error?.Code ?? 0);

    /// <summary>What it came from.</summary>
    public VirErrorDomain Domain => (VirErrorDomain)(Error?.Domain ?? 0);
}
