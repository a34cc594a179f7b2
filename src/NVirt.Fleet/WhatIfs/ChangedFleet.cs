using System.Collections.Immutable;
using NVirt.Fleet.Inventories;
using NVirt.Platforms;
using NVirt.Xml;

namespace NVirt.Fleet.WhatIfs;

/// <summary>An inventory as it would be after changes; the first stays as it is.</summary>
public static class ChangedFleet
{
    private const int MostHosts = 1_000_000;

    /// <summary>Makes changes, one after the other.</summary>
    /// <exception cref="Cpu.CpuException">A host is not there, or a feature is not known.</exception>
    public static FleetInventory Of(FleetInventory inventory, IEnumerable<FleetChange> changes)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(changes);
        SortedDictionary<string, HostDetails> hosts = new(StringComparer.Ordinal);
        foreach (FleetHost host in inventory.Hosts)
        {
            hosts[host.Name] = host.Details.Statements.IsEmpty && !host.Class.IsUnreachable
                ? host.Details with { Statements = Known(host.Class) } : host.Details;
        }

        SortedDictionary<string, ImmutableArray<string>> pools = new(StringComparer.Ordinal);
        foreach (FleetPool pool in inventory.Pools)
        {
            pools[pool.Name] = pool.Hosts;
        }

        foreach (FleetChange change in changes)
        {
            Apply(change, hosts, pools);
        }

        FleetBuilder builder = new(inventory.Map);
        foreach ((string name, HostDetails details) in hosts)
        {
            builder.AddHost(name, details);
        }

        foreach (FleetGuest guest in inventory.Guests)
        {
            // A guest keeps what it got where it was, also if its host is gone or has something else.
            bool isGone = guest.Host is { } host && !hosts.ContainsKey(host);
            builder.AddGuest(guest.Name, guest.Details with
            {
                Host = isGone ? null : guest.Host,
                StartedOn = guest.Class.From is null ? guest.Details.StartedOn : guest.Class.Source,
            });
        }

        foreach ((string name, ImmutableArray<string> members) in pools)
        {
            builder.AddPool(new FleetPool(name, [.. members.Where(hosts.ContainsKey)]));
        }

        return builder.Build();
    }

    private static void Apply(
        FleetChange change, SortedDictionary<string, HostDetails> hosts, SortedDictionary<string, ImmutableArray<string>> pools)
    {
        switch (change)
        {
            case FleetChange.Add add:
                AddHosts(add, hosts);
                break;
            case FleetChange.Retire retire:
                Find(hosts, retire.Host);
                hosts.Remove(retire.Host);
                break;
            case FleetChange.Replace replace:
                HostDetails old = Find(hosts, replace.Host);
                hosts[replace.Host] = old with { Statements = ReplacedHost.Of(old.Statements, replace.Statements), Problem = null };
                break;
            case FleetChange.Features features:
                hosts[features.Host] = WithFeatures(Find(hosts, features.Host), features);
                break;
            case FleetChange.Move move:
                Find(hosts, move.Host);
                foreach (string pool in pools.Keys.ToArray())
                {
                    pools[pool] = pools[pool].Remove(move.Host);
                }

                pools[move.Pool] = pools.GetValueOrDefault(move.Pool, []).Add(move.Host);
                break;
        }
    }

    private static void AddHosts(FleetChange.Add add, SortedDictionary<string, HostDetails> hosts)
    {
        if (add.Times < 1 || hosts.Count + (long)add.Times > MostHosts)
        {
            throw FleetErrors.Bad(Text.Of(Messages.WhatIf_Times, MostHosts));
        }

        // One more like a host that is there gets the next number.
        int number = 0;
        for (int i = 0; i < add.Times; i++)
        {
            string name = add.Times == 1 && number == 0 ? add.Name : $"{add.Name}-{++number}";
            while (!hosts.TryAdd(name, new HostDetails { Statements = add.Statements }))
            {
                name = $"{add.Name}-{++number}";
            }
        }
    }

    private static HostDetails WithFeatures(HostDetails details, FleetChange.Features features) => details with
    {
        Statements =
        [
            .. details.Statements.Select(s =>
            {
                FeatureSpace space = s.Bits.Space;
                foreach (string name in features.Lost.Concat(features.Gained))
                {
                    if (space.Find(name) < 0)
                    {
                        throw FleetErrors.Bad(Text.Of(Messages.Pools_KeepUnknown, name));
                    }
                }

                Cpu.Map.FeatureSet lost = space.SetOf(features.Lost);
                Cpu.Map.FeatureSet gained = space.SetOf(features.Gained);
                return s with
                {
                    Bits = new StatementBits(space, (s.Bits.YesSet - lost) | gained, (s.Bits.NoSet | lost) - gained),
                    Definition = null,
                };
            }),
        ],
    };

    private static ImmutableArray<CpuStatement> Known(HostClass kind) =>
        kind.Physical is { } physical ? [kind.Judged, physical] : [kind.Judged];

    private static HostDetails Find(SortedDictionary<string, HostDetails> hosts, string name) =>
        hosts.TryGetValue(name, out HostDetails? details) ? details : throw FleetErrors.Bad(Text.Of(Messages.Pools_PinHost, name));
}
