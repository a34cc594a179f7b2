using System.Collections.Generic;

namespace NVirt.Rpc.Compiler;

/// <summary>A procedure: a call with its answer, or a message that the server sends.</summary>
internal sealed class RpcProcedure
{
    public RpcProcedure(int number, string name, bool isEvent)
    {
        Number = number;
        Name = name;
        IsEvent = isEvent;
    }

    public int Number { get; }

    public string Name { get; }

    public bool IsEvent { get; }

    public bool IsHighPriority { get; set; }

    /// <summary>Whether a connection that may only read is refused.</summary>
    public bool IsDenied { get; set; }

    /// <summary>
    /// The field whose bits decide whether a connection that may only read is refused; <see langword="null"/> if none does.
    /// </summary>
    public string? DeniedField { get; set; }

    public int DeniedBits { get; set; }

    /// <summary>In, out, or <see langword="null"/> for a procedure without a stream.</summary>
    public string? Stream { get; set; }

    public List<RpcField> Arguments { get; } = [];

    public List<RpcField> Result { get; } = [];
}
