using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Platforms;

namespace NVirt.Fleet.Inventories;

/// <summary>
/// Collects hosts and guests, and finds their classes. A name is there once. Not for use by several threads.
/// </summary>
public sealed class FleetBuilder
{
    private readonly CpuMap _map;
    private readonly Dictionary<(HostClassKey Judged, HostClassKey Physical, bool IsUnreachable), HostClass> _classes = [];
    private readonly Dictionary<GuestClassKey, GuestClass> _guestClasses = [];
    private readonly List<FleetHost> _hosts = [];
    private readonly List<(string Name, GuestDetails Details)> _guests = [];
    private readonly List<FleetPool> _pools = [];
    private readonly List<string> _remarks = [];
    private readonly CpuStatement _nothing;

    // Hosts that share what is known of them mostly come one after the other.
    private (CpuStatement? Statement, HostClass? Class) _last;

    /// <summary>An empty inventory.</summary>
    /// <param name="map">The map; <see langword="null"/> for the built-in one.</param>
    public FleetBuilder(CpuMap? map = null)
    {
        _map = map ?? CpuMap.Default;
        _nothing = new CpuStatement
        {
            Subject = StatementSubject.Host,
            Truth = StatementTruth.Physical,
            Form = string.Empty,
            Bits = new StatementBits(FeatureSpace.Of(_map, CpuArchitecture.X86_64), default, default),
        };
    }

    /// <summary>Adds a host of which one thing is known.</summary>
    /// <param name="name">Its name, which no other host has.</param>
    /// <param name="statement">What is known; hosts may share it.</param>
    /// <param name="details">What else is known.</param>
    public void AddHost(string name, CpuStatement statement, HostDetails? details = null)
    {
        ArgumentNullException.ThrowIfNull(statement);
        if (!ReferenceEquals(_last.Statement, statement))
        {
            _last = (statement, ClassOf(statement, null, isUnreachable: false));
        }

        _hosts.Add(new FleetHost(name, _last.Class!, details));
    }

    /// <summary>Adds a host with everything that was read of it: the best truth is judged by.</summary>
    /// <param name="name">Its name, which no other host has.</param>
    /// <param name="details">What was read; without statements the host is unreachable.</param>
    public void AddHost(string name, HostDetails details)
    {
        ArgumentNullException.ThrowIfNull(details);
        HostClass kind = details.Statements.IsEmpty ? ClassOf(_nothing, null, isUnreachable: true)
            : ClassOf(
                details.Statements[0],
                details.Statements.Skip(1).FirstOrDefault(s => s.Truth == StatementTruth.Physical), isUnreachable: false);
        _hosts.Add(new FleetHost(name, kind, details));
    }

    /// <summary>Adds a guest.</summary>
    /// <param name="name">Its name, which no other guest has.</param>
    /// <param name="details">What is known, with at least one of its two CPUs.</param>
    public void AddGuest(string name, GuestDetails details) => _guests.Add((name, details));

    /// <summary>Names a pool.</summary>
    public void AddPool(FleetPool pool) => _pools.Add(pool);

    /// <summary>Says what was left out.</summary>
    public void AddRemark(string text) => _remarks.Add(text);

    /// <summary>The inventory.</summary>
    public FleetInventory Build()
    {
        FleetHost[] hosts = [.. _hosts];
        Sort(hosts, h => h.Name);
        ImmutableArray<HostClass>.Builder classes = ImmutableArray.CreateBuilder<HostClass>();
        foreach (FleetHost host in hosts)
        {
            if (host.Class.Count++ == 0)
            {
                host.Class.Name = host.Name;
                host.Class.Index = classes.Count;
                classes.Add(host.Class);
            }

            host.Class.Weight += host.Weight;
        }

        Dictionary<string, HostClass> places = _guests.Count == 0 ? [] : new(hosts.Length, StringComparer.Ordinal);
        if (_guests.Count > 0)
        {
            foreach (FleetHost host in hosts)
            {
                places[host.Name] = host.Class;
            }
        }

        FleetGuest[] guests = [.. _guests.Select(g => Guest(g.Name, g.Details, places))];
        Sort(guests, g => g.Name);
        ImmutableArray<GuestClass>.Builder guestClasses = ImmutableArray.CreateBuilder<GuestClass>();
        foreach (FleetGuest guest in guests)
        {
            if (guest.Class.Count++ == 0)
            {
                guest.Class.Name = guest.Name;
                guest.Class.Index = guestClasses.Count;
                guestClasses.Add(guest.Class);
            }
        }

        return new FleetInventory(
            hosts, guests, classes.ToImmutable(), guestClasses.ToImmutable(), [.. _pools.OrderBy(p => p.Name, StringComparer.Ordinal)],
            [.. _remarks], _map);
    }

    private HostClass ClassOf(CpuStatement judged, CpuStatement? physical, bool isUnreachable)
    {
        (HostClassKey, HostClassKey, bool) key = (new HostClassKey(judged), new HostClassKey(physical), isUnreachable);
        return _classes.TryGetValue(key, out HostClass? known) ? known : _classes[key] = new HostClass(judged, physical, isUnreachable);
    }

    private FleetGuest Guest(string name, GuestDetails details, Dictionary<string, HostClass> places)
    {
        HostClass? home = details.Host is { } host ? places.GetValueOrDefault(host) : null;
        HostClass? from = details.IsRunning ? home : null;
        CpuStatement judged = (details.IsRunning ? details.Live ?? details.Request : details.Request ?? details.Live)!;
        bool isUntold = details is { IsRunning: true, Live: null };
        bool isGuessed = isUntold && GetsAll(judged);
        CpuStatement? source = isGuessed || (isUntold && judged.Policies.Exists(p => p.Policy == CpuPolicy.Optional))
            ? details.StartedOn ?? from?.Judged ?? _nothing : null;
        GuestClassKey facts = new(judged, source, from, home, isGuessed);
        if (!_guestClasses.TryGetValue(facts, out GuestClass? kind))
        {
            kind = new GuestClass(
                judged, isGuessed ? StatementDemand.OfRunning(judged, source!) : StatementDemand.Of(judged, source), from)
            {
                Home = home,
                Source = source,
                IsGuessed = isGuessed,
            };
            _guestClasses[facts] = kind;
        }

        return new FleetGuest(name, kind, details);
    }

    // What takes its host's processor as it is, or whatever it has besides a model.
    private static bool GetsAll(CpuStatement guest) => guest.Definition?.Match == CpuMatch.Minimum || guest.Class
        is StatementClass.HostModel or StatementClass.HostPassthrough or StatementClass.Maximum or StatementClass.Minimum;

    // Most inventories are in order already.
    private static void Sort<T>(T[] items, Func<T, string> name)
    {
        for (int i = 1; i < items.Length; i++)
        {
            int order = string.CompareOrdinal(name(items[i - 1]), name(items[i]));
            if (order == 0)
            {
                throw FleetErrors.TwiceNamed(name(items[i]));
            }

            if (order > 0)
            {
                Array.Sort(items, (a, b) => string.CompareOrdinal(name(a), name(b)));
                i = 0;
            }
        }
    }
}
