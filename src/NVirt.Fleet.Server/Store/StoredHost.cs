using System.Collections.Immutable;

namespace NVirt.Fleet.Server.Store;

/// <summary>A host as it is kept. Immutable.</summary>
internal sealed record StoredHost
{
    public required string Name { get; init; }

    /// <summary>The class that is judged by; <see langword="null"/> if nothing could be read of the host.</summary>
    public long? Class { get; init; }

    /// <summary>The class of what the processor has, where that is another truth and both are known.</summary>
    public long? PhysicalClass { get; init; }

    /// <summary>The classes of all that was read, the best truth first.</summary>
    public ImmutableArray<long> Classes { get; init; } = [];

    /// <summary>The documents of the host, by SHA-256.</summary>
    public ImmutableArray<string> Documents { get; init; } = [];

    /// <summary>The documents that were there before the last change of them.</summary>
    public ImmutableArray<string> FormerDocuments { get; init; } = [];

    public string? Pool { get; init; }

    public required string BootId { get; init; }

    public required long Seq { get; init; }

    public required string Digest { get; init; }

    /// <summary>When the last report was made, by the host's clock.</summary>
    public required DateTimeOffset ReportedAt { get; init; }

    /// <summary>When the host was last heard of, by the service's clock.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    public string? Kernel { get; init; }

    public string? Qemu { get; init; }

    public string? Libvirt { get; init; }

    public uint? Microcode { get; init; }

    /// <summary>The microcode as agents write it: 0x and hexadecimal digits.</summary>
    public string? MicrocodeText =>
        Microcode is { } number ? "0x" + number.ToString("x", System.Globalization.CultureInfo.InvariantCulture) : null;

    public string? Site { get; init; }

    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public long? MemoryMib { get; init; }

    public long Weight { get; init; } = 1;

    public string? Problem { get; init; }
}

/// <summary>A guest as it is kept. Immutable.</summary>
internal sealed record StoredGuest
{
    /// <summary>What stays the same when it moves.</summary>
    public required string Id { get; init; }

    public required string Host { get; init; }

    public required string Name { get; init; }

    public bool IsRunning { get; init; }

    public long? MemoryMib { get; init; }

    public DateTimeOffset? Started { get; init; }

    /// <summary>The class of the CPU that it asks for.</summary>
    public long? RequestClass { get; init; }

    /// <summary>The class of the CPU that it got.</summary>
    public long? LiveClass { get; init; }

    public string? RequestDocument { get; init; }

    public string? LiveDocument { get; init; }

    /// <summary>The digest of the frozen baseline by which it was started.</summary>
    public string? Baseline { get; init; }
}

/// <summary>Hosts that changed, with all their guests.</summary>
/// <param name="Hosts">The hosts.</param>
/// <param name="Guests">The guests of those hosts.</param>
/// <param name="Seen">Other hosts that were heard of: of them only the time is new.</param>
/// <param name="Mark">What to ask with next time.</param>
internal sealed record StoredChanges(
    IReadOnlyList<StoredHost> Hosts, IReadOnlyList<StoredGuest> Guests, IReadOnlyList<StoredSeen> Seen, long Mark);

/// <summary>A host was heard of, and nothing else changed.</summary>
internal sealed record StoredSeen(string Name, DateTimeOffset SeenAt);

/// <summary>Guests of one kind on hosts of one kind in a pool.</summary>
/// <param name="HostClass">The class of the hosts; <see langword="null"/> for hosts of which nothing is known.</param>
/// <param name="GuestClass">The class of what is judged of the guests: the live CPU of those that run, if it is known.</param>
/// <param name="Pool">The pool; <see langword="null"/> for none.</param>
/// <param name="Guests">How many.</param>
internal sealed record StoredCount(long? HostClass, long? GuestClass, string? Pool, long Guests);
