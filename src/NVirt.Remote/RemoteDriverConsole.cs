using NVirt.Domains.Driver;
using NVirt.Rpc.Procedures;

namespace NVirt.Remote;

/// <summary>Consoles of guests, as streams.</summary>
public sealed partial class RemoteDriver : IDomainConsoles
{
    private const string StreamType = "stream";

    /// <inheritdoc/>
    public async Task<DomainConsole> OpenConsoleAsync(
        DomainReference domain, string? device = null, CancellationToken cancellation = default)
    {
        RemoteConnection connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        RemoteDomain found = await LookUpAsync(domain, cancellation).ConfigureAwait(false);
        Stream stream = await connection.OpenStreamAsync(
            RemoteProgram.DomainOpenConsole, new DomainOpenConsoleArgs { Dom = found, DevName = device, Flags = 0 }, cancellation)
            .ConfigureAwait(false);
        return new DomainConsole(device ?? string.Empty, StreamType, Uri.OriginalString, stream, stream, stream);
    }
}
