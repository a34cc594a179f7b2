using NVirt.Fleet.Inventories;

namespace NVirt.Fleet.Server.Snapshots;

/// <summary>A part of a fleet: the hosts of one pool, with the guests on them.</summary>
internal static class PoolFleet
{
    /// <summary>The part.</summary>
    public static FleetInventory Of(FleetSnapshot snapshot, FleetPool pool)
    {
        FleetBuilder builder = new(snapshot.Inventory.Map);
        foreach (FleetHost host in pool.Hosts.Select(snapshot.Inventory.FindHost).OfType<FleetHost>())
        {
            builder.AddHost(host.Name, host.Details);
            foreach (FleetGuest guest in snapshot.GuestsOn(host.Name))
            {
                builder.AddGuest(guest.Name, guest.Details);
            }
        }

        builder.AddPool(pool);
        return builder.Build();
    }
}
