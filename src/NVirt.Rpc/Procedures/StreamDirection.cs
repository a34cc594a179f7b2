namespace NVirt.Rpc.Procedures;

/// <summary>Who sends the data of a stream.</summary>
public enum StreamDirection
{
    /// <summary>There is no stream.</summary>
    None,

    /// <summary>The client.</summary>
    In,

    /// <summary>The server; of a console both.</summary>
    Out,
}
