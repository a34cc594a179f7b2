namespace NVirt.Rpc.Compiler;

/// <summary>A field of a structure, of a call's arguments or of its result.</summary>
internal sealed class RpcField
{
    public RpcField(string name, RpcType type)
    {
        Name = name;
        Type = type;
    }

    /// <summary>The name as the table has it.</summary>
    public string Name { get; }

    public RpcType Type { get; }
}
