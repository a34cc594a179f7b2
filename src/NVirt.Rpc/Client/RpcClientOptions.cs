namespace NVirt.Rpc.Client;

/// <summary>How long a client waits for its server.</summary>
public sealed record RpcClientOptions
{
    /// <summary>The default options.</summary>
    public static RpcClientOptions Default { get; } = new();

    /// <summary>How long an answer may take. Then the server counts as silent, and the connection ends. Default: 5 minutes.</summary>
    public TimeSpan AnswerPatience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>After how long a silence the server is asked for a sign of life. Default: 5 seconds.</summary>
    public TimeSpan KeepaliveInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often it is asked before the connection ends. Default: 5.</summary>
    public int KeepaliveCount { get; init; } = 5;
}
