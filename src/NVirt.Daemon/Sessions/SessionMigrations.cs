using NVirt.Daemon.Migration;

namespace NVirt.Daemon.Sessions;

/// <summary>The migrations that a client drives. They are given up when it goes. Safe for use by several threads.</summary>
internal sealed class SessionMigrations
{
    private readonly HashSet<Guid> _departures = [];
    private readonly HashSet<string> _arrivals = new(StringComparer.Ordinal);
    private bool _isEnded;

    /// <summary>The client has begun to migrate a guest away.</summary>
    /// <exception cref="OperationCanceledException">The client is gone: whoever began it gives it up.</exception>
    public void Add(Guid uuid)
    {
        lock (_departures)
        {
            RequireClient();
            _departures.Add(uuid);
        }
    }

    /// <summary>The client has begun to migrate a guest to here.</summary>
    /// <exception cref="OperationCanceledException">The client is gone: whoever began it gives it up.</exception>
    public void Add(string name)
    {
        lock (_departures)
        {
            RequireClient();
            _arrivals.Add(name);
        }
    }

    /// <summary>Whether the client migrates a guest away.</summary>
    public bool Has(Guid uuid)
    {
        lock (_departures)
        {
            return _departures.Contains(uuid);
        }
    }

    /// <summary>The guest has left, or stays.</summary>
    public void Remove(Guid uuid)
    {
        lock (_departures)
        {
            _departures.Remove(uuid);
        }
    }

    /// <summary>The guest is here, or will not come.</summary>
    public bool Remove(string name)
    {
        lock (_departures)
        {
            return _arrivals.Remove(name);
        }
    }

    /// <summary>Gives up what the client has not ended.</summary>
    public async Task EndAsync(MigrationTable? table)
    {
        Guid[] departures;
        string[] arrivals;
        lock (_departures)
        {
            _isEnded = true;
            departures = [.. _departures];
            arrivals = [.. _arrivals];
        }

        foreach (string name in arrivals)
        {
            if (table!.RemoveArrival(name) is { } arrival)
            {
                await arrival.DisposeAsync();
            }
        }

        foreach (Guid uuid in departures)
        {
            if (table!.RemoveDeparture(uuid) is { } departure)
            {
                await departure.DisposeAsync();
            }
        }
    }

    private void RequireClient()
    {
        if (_isEnded)
        {
            throw new OperationCanceledException();
        }
    }
}
