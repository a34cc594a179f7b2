using System.Collections.Immutable;

namespace NVirt.Fleet.Server.Api;

// Requests with defaults have setters: a generated reader gives properties that are only initialised their type's default.

/// <summary>What an answer rests on.</summary>
/// <param name="Id">Tells one state of the fleet from another.</param>
/// <param name="Time">When it was, in UTC.</param>
/// <param name="AgeSeconds">How long that is ago.</param>
internal sealed record SnapshotInfo(string Id, DateTimeOffset Time, double AgeSeconds);

/// <summary>A host in a list.</summary>
internal sealed record HostInfo
{
    public required string Name { get; init; }

    public required string Class { get; init; }

    public string? Truth { get; init; }

    public string? Vendor { get; init; }

    public string? Pool { get; init; }

    public required int Features { get; init; }

    public required int Guests { get; init; }

    public DateTimeOffset? SeenAt { get; init; }

    public bool Stale { get; init; }

    public bool Archived { get; init; }

    public bool Unreachable { get; init; }

    public string? Problem { get; init; }

    public long Weight { get; init; }

    public long? MemoryMib { get; init; }

    public ImmutableSortedDictionary<string, string>? Labels { get; init; }
}

/// <summary>A host with everything that is known of it.</summary>
internal sealed record HostDetail
{
    public required HostInfo Host { get; init; }

    public string? Kernel { get; init; }

    public string? Qemu { get; init; }

    public string? Libvirt { get; init; }

    public string? Microcode { get; init; }

    public required DateTimeOffset ReportedAt { get; init; }

    public required ImmutableArray<StatementInfo> Statements { get; init; }

    public required SnapshotInfo Snapshot { get; init; }
}

/// <summary>What one truth says of a host.</summary>
internal sealed record StatementInfo
{
    public required string Truth { get; init; }

    public string? Vendor { get; init; }

    public required ImmutableArray<string> Yes { get; init; }

    public required ImmutableArray<string> Unknown { get; init; }

    public int? PhysBits { get; init; }

    public ulong? TscHz { get; init; }
}

/// <summary>A part of the list of hosts.</summary>
internal sealed record HostList(SnapshotInfo Snapshot, ImmutableArray<HostInfo> Hosts, string? Next);

/// <summary>A guest.</summary>
internal sealed record GuestInfo
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Host { get; init; }

    public string? Pool { get; init; }

    public required string State { get; init; }

    public required string Cpu { get; init; }

    public long? MemoryMib { get; init; }

    /// <summary>How many hosts can take it, besides its own.</summary>
    public required int Targets { get; init; }

    /// <summary>Of how many hosts nobody knows.</summary>
    public required int Undecided { get; init; }
}

/// <summary>A part of the list of guests.</summary>
internal sealed record GuestList(SnapshotInfo Snapshot, ImmutableArray<GuestInfo> Guests, string? Next);

/// <summary>Whether a guest can run on a host, and why not.</summary>
internal sealed record TargetInfo
{
    public required string Host { get; init; }

    /// <summary>identical, superset, incompatible or undecided.</summary>
    public required string Verdict { get; init; }

    /// <summary>harmless, risky, fatal or undecided: what is not a feature.</summary>
    public required string Grade { get; init; }

    public string? Truth { get; init; }

    public ImmutableArray<string> Missing { get; init; } = [];

    public ImmutableArray<string> Forbidden { get; init; } = [];

    public ImmutableArray<string> Unknown { get; init; } = [];

    public ImmutableArray<string> Withheld { get; init; } = [];

    public ImmutableArray<AxisInfo> Axes { get; init; } = [];

    public bool Stale { get; init; }

    public DateTimeOffset? SeenAt { get; init; }
}

/// <summary>What is not a feature, and matters.</summary>
internal sealed record AxisInfo(string Axis, string Grade, string Reason);

/// <summary>A guest on some hosts.</summary>
/// <param name="Answer">yes if one of them can take it, no if none can, undecided if that is not known.</param>
internal sealed record CheckAnswer(string Answer, SnapshotInfo Snapshot, ImmutableArray<TargetInfo> Hosts);

/// <summary>What a scheduler asks.</summary>
internal sealed record CheckRequest
{
    /// <summary>A guest of the fleet, by its id or its name.</summary>
    public string? Guest { get; init; }

    /// <summary>A CPU in the words of any platform.</summary>
    public string? Cpu { get; init; }

    /// <summary>The form of <see cref="Cpu"/>, where it cannot be recognised.</summary>
    public string? Form { get; init; }

    /// <summary>The hosts, by name.</summary>
    public ImmutableArray<string>? Hosts { get; init; }

    /// <summary>A pool instead.</summary>
    public string? Pool { get; init; }
}

/// <summary>A pool with its hosts.</summary>
internal sealed record PoolInfo(string Name, long Version, ImmutableArray<string> Hosts);

/// <summary>All pools.</summary>
internal sealed record PoolList(ImmutableArray<PoolInfo> Pools);

/// <summary>Which hosts are to be in a pool.</summary>
/// <param name="Version">The version that the change is based on; 0 for a new pool.</param>
/// <param name="Hosts">Their names.</param>
internal sealed record PoolRequest(long Version, ImmutableArray<string> Hosts);

/// <summary>What a frozen baseline is, without its document.</summary>
internal sealed record BaselineInfo(int Version, string Digest, string CreatedBy, DateTimeOffset CreatedAt);

/// <summary>The frozen baselines of a pool.</summary>
internal sealed record BaselineList(string Pool, ImmutableArray<BaselineInfo> Baselines);

/// <summary>Asks for a baseline to be frozen.</summary>
internal sealed record FreezeRequest
{
    /// <summary>The version that it is to get; <see langword="null"/> for the next.</summary>
    public int? Version { get; init; }

    /// <summary>Why, where hosts of the pool are stale or cannot be read.</summary>
    public string? Reason { get; init; }
}

/// <summary>What differs between two baselines.</summary>
internal sealed record BaselineDifference(
    int From, int To, ImmutableArray<string> Added, ImmutableArray<string> Removed);

/// <summary>Something that changed on a host.</summary>
internal sealed record EventInfo(
    long Id, DateTimeOffset Time, string Host, string Kind, string Grade, System.Text.Json.JsonElement Detail);

/// <summary>A part of the list of events.</summary>
internal sealed record EventList(ImmutableArray<EventInfo> Events, long? Next);

/// <summary>A token without its secret.</summary>
internal sealed record TokenInfo(
    string Id, string Role, string? Host, DateTimeOffset? Expires, int? Uses, string CreatedBy, DateTimeOffset CreatedAt);

/// <summary>All tokens.</summary>
internal sealed record TokenList(ImmutableArray<TokenInfo> Tokens);

/// <summary>Asks for a token.</summary>
internal sealed record TokenRequest
{
    public required string Role { get; init; }

    public string? Host { get; init; }

    /// <summary>For how many hours; at most five years.</summary>
    public double? Hours { get; init; }

    public int? Uses { get; init; }

    public bool Replaces { get; init; }
}

/// <summary>A new token: the only time that its secret is told.</summary>
internal sealed record NewToken(string Id, string Token);

/// <summary>A host that wants a token of its own.</summary>
internal sealed record EnrolRequest(string Host);

/// <summary>What somebody did.</summary>
internal sealed record AuditInfo(long Id, DateTimeOffset Time, string Who, string Action, string Target, string Detail);

/// <summary>A part of the list of what was done.</summary>
internal sealed record AuditList(ImmutableArray<AuditInfo> Entries, long? Next);

/// <summary>Asks for a division of the hosts into pools.</summary>
internal sealed record ProposeRequest
{
    /// <summary>The most pools.</summary>
    public int? K { get; set; }

    /// <summary>The greatest loss in percent instead.</summary>
    public double? Loss { get; set; }

    /// <summary>flat or default.</summary>
    public string? Value { get; set; }

    /// <summary>Features that every pool must have.</summary>
    public ImmutableArray<string> Keep { get; set; } = [];

    /// <summary>Hosts with the name of the pool that they must be in.</summary>
    public ImmutableSortedDictionary<string, string> Pin { get; set; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The fewest hosts of a pool.</summary>
    public int? MinSize { get; set; }
}

/// <summary>Asks what would be after changes.</summary>
internal sealed record WhatIfRequest
{
    public required ImmutableArray<WhatIfAction> Actions { get; set; }

    /// <summary>The most pools, to compare their loss too.</summary>
    public int? MaxPools { get; set; }
}

/// <summary>A change of the fleet that nobody made.</summary>
internal sealed record WhatIfAction
{
    /// <summary>add, retire, move, lose, gain or replace.</summary>
    public required string Action { get; set; }

    /// <summary>The host; of add, the name of the first new one.</summary>
    public required string Host { get; set; }

    /// <summary>What is known of the host (add, replace), in the words of any platform.</summary>
    public string? Document { get; set; }

    /// <summary>How many (add).</summary>
    public int? Times { get; set; }

    /// <summary>The pool (move).</summary>
    public string? Pool { get; set; }

    /// <summary>The features (lose, gain).</summary>
    public ImmutableArray<string> Features { get; set; } = [];
}

/// <summary>Asks how to empty hosts one after the other.</summary>
internal sealed record PlanRequest
{
    /// <summary>The hosts; all of them if none is named.</summary>
    public ImmutableArray<string> Drain { get; set; } = [];

    /// <summary>A pool instead of the fleet.</summary>
    public string? Pool { get; set; }

    /// <summary>The platform in whose words the steps are; that of each guest if none is named.</summary>
    public string? Platform { get; set; }

    /// <summary>What the hosts have once the work is done.</summary>
    public ImmutableArray<WhatIfAction> After { get; set; } = [];
}

/// <summary>Asks for a document in the words of another platform.</summary>
internal sealed record ConvertRequest
{
    public required string Document { get; init; }

    public required string To { get; init; }

    /// <summary>The form of the document, where it cannot be recognised.</summary>
    public string? From { get; init; }

    /// <summary>What the platform calls it.</summary>
    public string? Name { get; init; }
}

/// <summary>A document in the words of another platform.</summary>
internal sealed record ConvertAnswer(ImmutableArray<ConvertedFile> Files, ImmutableArray<string> Lost);

/// <summary>A file of it.</summary>
internal sealed record ConvertedFile(string Place, string Text);

/// <summary>The map of features that the service works with.</summary>
internal sealed record MapInfo(string Id, string Sha256, ImmutableArray<string> Features);
