using System.Collections.Generic;

namespace NVirt.Rpc.Compiler;

/// <summary>What all files of the table say.</summary>
internal sealed class RpcTables
{
    public List<KeyValuePair<string, List<RpcField>>> Structures { get; } = [];

    public List<KeyValuePair<string, List<KeyValuePair<string, long>>>> Enumerations { get; } = [];

    public List<RpcProgram> Programs { get; } = [];

    public List<RpcProblem> Problems { get; } = [];
}
