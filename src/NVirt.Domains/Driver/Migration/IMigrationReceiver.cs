namespace NVirt.Domains.Driver.Migration;

/// <summary>What a driver also has to whose host guests come from other processes.</summary>
public interface IMigrationReceiver
{
    /// <summary>Serves one migration to here, which another process asks for.</summary>
    /// <param name="input">Where requests come from.</param>
    /// <param name="output">Where answers go.</param>
    /// <param name="cancellation">Ends it, but for a question to finish that has come: that is answered first.</param>
    /// <exception cref="DomainException">The other side was silent for too long, or does not speak the protocol.</exception>
    public Task ReceiveAsync(Stream input, Stream output, CancellationToken cancellation = default);
}
