using System.Collections.Immutable;

namespace NVirt.Domains.Capabilities.Hosts;

/// <summary>Ways of suspending a machine (<c>power_management</c>).</summary>
[Flags]
public enum HostSuspend
{
    /// <summary>None.</summary>
    None = 0,
    /// <summary>To memory (<c>suspend_mem</c>).</summary>
    Memory = 1,
    /// <summary>To disk (<c>suspend_disk</c>).</summary>
    Disk = 2,
    /// <summary>To both at once (<c>suspend_hybrid</c>).</summary>
    Hybrid = 4,
}

/// <summary>How guests migrate (<c>migration_features</c>).</summary>
/// <param name="IsLive">Whether guests may run during migration.</param>
/// <param name="Transports">The schemes of URIs that a migration may go to: <c>tcp</c>, <c>rdma</c>.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record HostMigration(bool IsLive, ImmutableArray<string> Transports);

/// <summary>What a cache holds; the word in documents is in parentheses.</summary>
public enum HostCacheType
{
    /// <summary>Code and data (<c>both</c>).</summary>
    Both,
    /// <summary>Code (<c>code</c>).</summary>
    Code,
    /// <summary>Data (<c>data</c>).</summary>
    Data,
}

/// <summary>A cache and the processors that share it (<c>bank</c>).</summary>
/// <param name="Id">Its number among the caches of its level and type.</param>
/// <param name="Level">Its level, from 1.</param>
/// <param name="Type">What it holds.</param>
/// <param name="SizeKiB">Its size in KiB.</param>
/// <param name="Cpus">The numbers of the processors, ascending.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record HostCacheBank(int Id, int Level, HostCacheType Type, ulong SizeKiB, ImmutableArray<int> Cpus);

/// <summary>A way of confining guests (<c>secmodel</c>).</summary>
/// <param name="Name">Its name; <c>none</c> if guests are not confined.</param>
/// <param name="Doi">Its domain of interpretation.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record HostSecurityModel(string Name, string Doi)
{
    /// <summary>The labels that guests get by default.</summary>
    public ImmutableArray<HostSecurityLabel> BaseLabels { get; init; } = [];
}

/// <summary>The label that guests of one domain type get by default (<c>baselabel</c>).</summary>
/// <param name="DomainType">The domain type: <c>kvm</c>, <c>qemu</c>.</param>
/// <param name="Label">The label.</param>
public sealed record HostSecurityLabel(string DomainType, string Label);
