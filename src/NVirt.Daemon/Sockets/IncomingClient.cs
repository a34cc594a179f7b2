namespace NVirt.Daemon.Sockets;

/// <summary>A client that has connected.</summary>
/// <param name="Name">Who it is, for logs.</param>
/// <param name="IsReadOnly">Whether it may change nothing.</param>
/// <param name="IsAuthenticated">Whether it is known who it is.</param>
/// <param name="OpenAsync">
/// Lets it prove who it is, if it must, and gives its stream; <see langword="null"/> if it failed to, and is closed.
/// </param>
internal sealed record IncomingClient(
    string Name, bool IsReadOnly, bool IsAuthenticated, Func<CancellationToken, Task<Stream?>> OpenAsync) : IDisposable
{
    /// <summary>What is closed if the client is not let in.</summary>
    public required IDisposable Socket { get; init; }

    public void Dispose() => Socket.Dispose();
}
