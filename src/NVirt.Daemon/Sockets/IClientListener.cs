namespace NVirt.Daemon.Sockets;

/// <summary>Where clients come in.</summary>
internal interface IClientListener : IDisposable
{
    /// <summary>What logs call it.</summary>
    public string Name { get; }

    /// <summary>Waits for the next client that may connect; others are closed.</summary>
    /// <returns>The client; its proof of who it is may still be missing.</returns>
    public Task<IncomingClient> AcceptAsync(CancellationToken cancellation);
}
