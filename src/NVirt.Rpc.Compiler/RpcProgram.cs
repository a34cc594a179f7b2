using System.Collections.Generic;

namespace NVirt.Rpc.Compiler;

/// <summary>A program of the protocol: a number, and its procedures.</summary>
internal sealed class RpcProgram
{
    public RpcProgram(string name, uint number)
    {
        Name = name;
        Number = number;
    }

    public string Name { get; }

    public uint Number { get; }

    public List<RpcProcedure> Procedures { get; } = [];
}
