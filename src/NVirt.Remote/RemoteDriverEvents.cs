using System.Runtime.CompilerServices;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;
using NVirt.Remote.Words;
using NVirt.Rpc.Client;
using NVirt.Rpc.Procedures;

namespace NVirt.Remote;

/// <summary>Events.</summary>
public sealed partial class RemoteDriver
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<DomainEvent> WatchAsync(
        DomainReference? domain = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        RemoteConnection connection = await ConnectAsync(cancellation).ConfigureAwait(false);
        IAsyncEnumerable<DomainEvent> events = connection.Events.Watch(cancellation);

        // Both are on their way before either is answered, so nothing that happens from now on is missed.
        Task registering = connection.Events.RegisterAsync();
        RemoteDomain? only = domain is null ? null : await LookUpAsync(domain, cancellation).ConfigureAwait(false);
        try
        {
            await registering.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (RpcServerException e)
        {
            throw ServerError.Of(e);
        }
        catch (RpcConnectionException)
        {
            // What is watched ends with the reason.
        }

        await foreach (DomainEvent happened in events.WithCancellation(cancellation).ConfigureAwait(false))
        {
            if (only is null || happened.Uuid == only.Uuid)
            {
                yield return happened;
            }
        }
    }
}
