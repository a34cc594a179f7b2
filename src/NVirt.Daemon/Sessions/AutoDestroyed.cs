using NVirt.Daemon.Hypervisors;
using NVirt.Domains.Driver;

namespace NVirt.Daemon.Sessions;

/// <summary>The guests that end with the client that started them. Safe for use by several threads.</summary>
internal sealed class AutoDestroyed
{
    private readonly HashSet<Guid> _guests = [];

    public void Add(Guid uuid)
    {
        lock (_guests)
        {
            _guests.Add(uuid);
        }
    }

    /// <summary>Ends all of them.</summary>
    public async Task EndAsync(Hypervisor? hypervisor)
    {
        Guid[] guests;
        lock (_guests)
        {
            guests = [.. _guests];
        }

        foreach (Guid uuid in guests)
        {
            try
            {
                await hypervisor!.Driver.DestroyAsync(uuid);
            }
            catch (DomainException)
            {
                // It has ended before.
            }
        }
    }
}
