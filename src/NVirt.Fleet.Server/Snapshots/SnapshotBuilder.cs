using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Matrices;
using NVirt.Fleet.Server.Store;
using NVirt.Platforms;

namespace NVirt.Fleet.Server.Snapshots;

/// <summary>
/// Keeps what questions need of all hosts and guests, takes in what changed, and makes a snapshot of it. Not for use by several threads.
/// </summary>
internal sealed class SnapshotBuilder(ClassTable classes, CpuMap map, TimeSpan maxAge)
{
    /// <summary>How long nothing may be heard of a host before it is archived; in days.</summary>
    public const int ArchiveDays = 30;

    private readonly TimeSpan _archiveAge = maxAge > TimeSpan.FromDays(ArchiveDays) ? maxAge : TimeSpan.FromDays(ArchiveDays);
    private readonly Dictionary<string, HostEntry> _hosts = new(StringComparer.Ordinal);
    private readonly Dictionary<ImmutableArray<long>, ImmutableArray<CpuStatement>> _lists = new(new SameClasses());
    private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);

    /// <summary>Takes in hosts that changed, with their guests.</summary>
    public void Apply(StoredChanges changes)
    {
        ILookup<string, StoredGuest> guests = changes.Guests.ToLookup(g => g.Host, StringComparer.Ordinal);
        foreach (StoredHost host in changes.Hosts)
        {
            _hosts[host.Name] = new HostEntry
            {
                Details = new HostDetails
                {
                    Weight = host.Weight,
                    MemoryMiB = host.MemoryMib,
                    Problem = host.Problem,
                    Microcode = host.Microcode,
                    Labels = host.Site is { } site && !host.Labels.ContainsKey("site") ? host.Labels.SetItem("site", Shared(site))
                        : host.Labels,
                },
                Classes = host.Classes,
                SeenAt = host.SeenAt,
                Pool = host.Pool is { } pool ? Shared(pool) : null,
                Guests = [.. guests[host.Name]],
            };
        }
    }

    /// <summary>Notes when hosts were last heard of.</summary>
    public void See(string host, DateTimeOffset time)
    {
        if (_hosts.TryGetValue(host, out HostEntry? entry))
        {
            entry.SeenAt = time;
        }
    }

    /// <summary>The snapshot.</summary>
    /// <param name="pools">The names of all pools.</param>
    /// <param name="time">The present.</param>
    /// <param name="id">Its name.</param>
    /// <param name="former">A matrix of a snapshot before; <see langword="null"/> if there is none.</param>
    public FleetSnapshot Build(IEnumerable<StoredPool> pools, DateTimeOffset time, string id, FleetMatrix? former)
    {
        FleetBuilder builder = new(map);
        FleetBuilder archive = new(map);
        List<KeyValuePair<string, HostEntry>> present = [];
        Dictionary<string, string> poolOf = new(StringComparer.Ordinal);
        Dictionary<string, int> names = new(StringComparer.Ordinal);
        foreach ((string name, HostEntry host) in _hosts)
        {
            HostDetails details = host.Details with
            {
                Statements = StatementsOf(host.Classes),
                Time = host.SeenAt,

                // What was heard of in the future was heard of before the clock was set: nobody knows when.
                IsStale = (time - host.SeenAt).Duration() > maxAge,
            };
            bool isArchived = time - host.SeenAt > _archiveAge;
            (isArchived ? archive : builder).AddHost(name, details);
            if (host.Pool is { } pool)
            {
                poolOf[name] = pool;
            }

            if (isArchived)
            {
                continue;
            }

            present.Add(new(name, host));
            foreach (StoredGuest guest in host.Guests)
            {
                names[guest.Name] = names.GetValueOrDefault(guest.Name) + 1;
            }
        }

        Dictionary<string, string> idOf = new(StringComparer.Ordinal);
        foreach ((string name, HostEntry host) in present)
        {
            foreach (StoredGuest guest in host.Guests)
            {
                Add(builder, guest, name, names[guest.Name] == 1 ? guest.Name : $"{name}/{guest.Name}", idOf);
            }
        }

        foreach (StoredPool pool in pools)
        {
            builder.AddPool(new FleetPool(pool.Name, pool.Hosts));
        }

        FleetInventory inventory = builder.Build();
        return new FleetSnapshot(
            inventory, archive.Build(), inventory.Guests.ToDictionary(g => g, g => idOf[g.Name]), poolOf, time, id, former);
    }

    private void Add(FleetBuilder builder, StoredGuest guest, string host, string name, Dictionary<string, string> idOf)
    {
        CpuStatement? request = guest.RequestClass is { } wanted ? classes.Find(wanted) : null;
        CpuStatement? live = guest.LiveClass is { } got ? classes.Find(got) : null;
        if (request is null && live is null)
        {
            builder.AddRemark(Xml.Text.Of(Messages.Snapshot_NoCpu, name));
            return;
        }

        // Two guests of one host may have one name on some platforms.
        string unique = idOf.ContainsKey(name) ? $"{name} ({guest.Id})" : name;
        idOf[unique] = guest.Id;
        builder.AddGuest(unique, new GuestDetails
        {
            Host = host,
            IsRunning = guest.IsRunning,
            MemoryMiB = guest.MemoryMib,
            Request = request,
            Live = guest.IsRunning ? live : null,
        });
    }

    private ImmutableArray<CpuStatement> StatementsOf(ImmutableArray<long> ids)
    {
        if (!_lists.TryGetValue(ids, out ImmutableArray<CpuStatement> statements))
        {
            statements = [.. ids.Select(classes.Find).OfType<CpuStatement>()];
            if (statements.Length < ids.Length)
            {
                // What decides may be what is missing.
                return [];
            }

            _lists[ids] = statements;
        }

        return statements;
    }

    private string Shared(string word) => _words.TryGetValue(word, out string? known) ? known : _words[word] = word;

    private sealed class HostEntry
    {
        public required HostDetails Details { get; init; }

        public required ImmutableArray<long> Classes { get; init; }

        public required DateTimeOffset SeenAt { get; set; }

        public string? Pool { get; init; }

        public required ImmutableArray<StoredGuest> Guests { get; init; }
    }

    private sealed class SameClasses : IEqualityComparer<ImmutableArray<long>>
    {
        public bool Equals(ImmutableArray<long> x, ImmutableArray<long> y) => x.AsSpan().SequenceEqual(y.AsSpan());

        public int GetHashCode(ImmutableArray<long> obj)
        {
            HashCode hash = default;
            foreach (long id in obj)
            {
                hash.Add(id);
            }

            return hash.ToHashCode();
        }
    }
}
