using System.Collections.Concurrent;
using NVirt.Domains.Driver.Migration;

namespace NVirt.Daemon.Migration;

/// <summary>The migrations of a driver that are under way, by what clients call them. Safe for use by several threads.</summary>
internal sealed class MigrationTable
{
    private readonly ConcurrentDictionary<Guid, Departure> _departures = new();
    private readonly ConcurrentDictionary<string, Arrival> _arrivals = new(StringComparer.Ordinal);

    /// <summary>The guest that is leaving; <see langword="null"/> if it is not.</summary>
    public Departure? FindDeparture(Guid uuid) => _departures.GetValueOrDefault(uuid);

    /// <summary>Adds a guest that is leaving. The driver lets it leave once at a time.</summary>
    public void Add(Guid uuid, Departure departure) => _departures[uuid] = departure;

    /// <summary>Takes a guest that is leaving out.</summary>
    public Departure? RemoveDeparture(Guid uuid) => _departures.TryRemove(uuid, out Departure? departure) ? departure : null;

    /// <summary>Moves a guest that is leaving to another daemon. It goes on without whoever asked for it, and can be cancelled.</summary>
    public async Task MoveAsync(Guid uuid, Departure departure, IMigrationDestination destination)
    {
        // It has its turn before others can find it.
        Task moving = departure.MoveAsync(destination);
        Add(uuid, departure);
        try
        {
            await moving;
        }
        finally
        {
            await EndAsync(uuid);
        }
    }

    /// <summary>Gives up what is still under way.</summary>
    public async Task EndAsync()
    {
        foreach (Guid uuid in _departures.Keys)
        {
            await EndAsync(uuid);
        }
    }

    /// <summary>Adds a guest that is arriving. The driver lets it arrive once at a time.</summary>
    public void Add(string name, Arrival arrival) => _arrivals[name] = arrival;

    /// <summary>Takes a guest that is arriving out.</summary>
    public Arrival? RemoveArrival(string name) => _arrivals.TryRemove(name, out Arrival? arrival) ? arrival : null;

    /// <summary>Takes a guest out that is not arriving after all, if it is in.</summary>
    public void Remove(Arrival arrival)
    {
        foreach (KeyValuePair<string, Arrival> known in _arrivals.Where(a => a.Value == arrival))
        {
            _arrivals.TryRemove(known);
        }
    }

    private async Task EndAsync(Guid uuid)
    {
        if (RemoveDeparture(uuid) is { } departure)
        {
            await departure.DisposeAsync();
        }
    }
}
