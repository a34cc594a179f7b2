using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Platforms;
using NVirt.Xml;

namespace NVirt.Fleet.Inventories;

/// <summary>
/// Collects statements by the names of their hosts and guests. Of several of one truth the newest counts; where nothing tells which that
/// is, a contradiction is refused. Not for use by several threads.
/// </summary>
internal sealed class SubjectTable(InventoryOptions options)
{
    private readonly Dictionary<string, Entry> _hosts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GuestDetails> _guests = new(StringComparer.Ordinal);
    private readonly List<string> _remarks = [];
    private readonly List<FleetPool> _pools = [];

    /// <summary>Adds what was read of a host or a guest.</summary>
    public void Add(string name, CpuStatement statement, DateTimeOffset? time, string? host = null)
    {
        if (statement.Subject == StatementSubject.Guest)
        {
            AddGuest(name, statement, host);
            return;
        }

        Entry entry = Host(name);
        int same = entry.Read.FindIndex(r => r.Statement.Truth == statement.Truth);
        if (same < 0)
        {
            entry.Read.Add((statement, time));
            return;
        }

        (CpuStatement earlier, DateTimeOffset? then) = entry.Read[same];
        bool isNewer = time > then;
        if (!(time < then) && !isNewer && !new HostClassKey(earlier).Equals(new HostClassKey(statement)))
        {
            throw FleetErrors.Bad(Text.Of(Messages.Inventory_Conflict, name, earlier.File, statement.File));
        }

        entry.Read[same] = isNewer ? (statement, time) : entry.Read[same];
    }

    /// <summary>Adds a host of which nothing could be read.</summary>
    public void AddProblem(string name, string problem) => Host(name).Problem ??= problem;

    /// <summary>Sets what an inventory says of a host.</summary>
    public void Describe(string name, Func<HostDetails, HostDetails> change) => Host(name).Changes.Add(change);

    /// <summary>Sets what an inventory says of a guest.</summary>
    public void DescribeGuest(string name, Func<GuestDetails, GuestDetails> change)
    {
        if (_guests.TryGetValue(name, out GuestDetails? known))
        {
            _guests[name] = change(known);
        }
    }

    public void AddRemark(string text) => _remarks.Add(text);

    public void AddPool(FleetPool pool) => _pools.Add(pool);

    public bool IsEmpty => _hosts.Count == 0 && _guests.Count == 0;

    /// <summary>The inventory.</summary>
    /// <param name="folders">The folder of each guest: where a host has its name, the guest is on it.</param>
    public FleetInventory Build(IReadOnlyDictionary<string, string>? folders = null)
    {
        foreach (string host in _pools.SelectMany(p => p.Hosts).Where(h => !_hosts.ContainsKey(h)).Distinct().ToArray())
        {
            AddProblem(host, Messages.Inventory_NoSource);
            AddRemark(Text.Of(Messages.Inventory_Unreachable, host, Messages.Inventory_NoSource));
        }

        FleetBuilder builder = new(options.TheMap);
        foreach ((string name, Entry entry) in _hosts)
        {
            if (!options.ExcludedHosts.Contains(name))
            {
                builder.AddHost(name, DetailsOf(entry));
            }
        }

        foreach ((string name, GuestDetails details) in _guests)
        {
            string? host = details.Host ?? (folders?.GetValueOrDefault(name) is { } folder && _hosts.ContainsKey(folder) ? folder : null);
            if (details.Host is { } named && !_hosts.ContainsKey(named))
            {
                builder.AddRemark(Text.Of(Messages.Inventory_NoHost, name, named));
            }

            builder.AddGuest(name, details with { Host = host });
        }

        _remarks.ForEach(builder.AddRemark);
        _pools.ForEach(builder.AddPool);
        return builder.Build();
    }

    private void AddGuest(string name, CpuStatement statement, string? host)
    {
        bool isLive = statement.Truth == StatementTruth.Live;
        GuestDetails known = _guests.GetValueOrDefault(name) ?? new GuestDetails { Source = statement.File };
        if ((isLive ? known.Live : known.Request) is not null)
        {
            throw FleetErrors.TwiceNamed(name);
        }

        _guests[name] = (isLive ? known with { Live = statement } : known with { Request = statement }) with
        {
            IsRunning = known.IsRunning || isLive,
            Host = known.Host ?? host,
        };
    }

    private HostDetails DetailsOf(Entry entry)
    {
        // The newest of what is used; an inventory's own time comes in by the changes.
        CpuStatement[] read = [.. entry.Read.Select(r => r.Statement)];
        HostDetails details = new()
        {
            Statements = read.Length > 1 ? [.. HostDetails.BestFirst(read)] : [.. read],
            Sources = [.. read.Select(s => s.File)],
            Time = entry.Read.Max(r => r.Time),
            IsFileTime = true,
            Problem = read.Length == 0 ? entry.Problem : null,
            Microcode = read.Select(s => s.Axes.Microcode).FirstOrDefault(m => m is not null),
        };
        details = entry.Changes.Aggregate(details, (d, change) => change(d));
        Version? qemu = read.Select(s => s.Axes.QemuVersion).FirstOrDefault(v => v is not null);
        details = qemu is null && details.Microcode is null ? details : details with
        {
            Versions = details.Versions with
            {
                Qemu = details.Versions.Qemu ?? qemu?.ToString(),
                Microcode = details.Versions.Microcode
                    ?? (details.Microcode is { } microcode ? Text.Of("0x{0:x}", microcode) : null),
            },
        };
        bool isStale = options.MaxAge is { } age && !(options.Now - details.Time <= age) && details.Statements.Length > 0;
        return isStale ? details with { IsStale = true } : details;
    }

    private Entry Host(string name) => _hosts.TryGetValue(name, out Entry? entry) ? entry : _hosts[name] = new Entry();

    private sealed class Entry
    {
        public List<(CpuStatement Statement, DateTimeOffset? Time)> Read { get; } = new(1);

        public List<Func<HostDetails, HostDetails>> Changes { get; } = [];

        public string? Problem { get; set; }
    }
}
