using System.Collections.Immutable;

namespace NVirt.Domains.Driver.Statistics;

/// <summary>What was counted for a domain. What was not asked for, or nobody can tell, is <see langword="null"/> or empty.</summary>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record DomainStatistics
{
    /// <summary>The domain as in a list.</summary>
    public required DomainSummary Domain { get; init; }

    /// <summary>How long processors worked for it.</summary>
    public ProcessorStatistics? Processor { get; init; }

    /// <summary>Its memory.</summary>
    public MemoryStatistics? Memory { get; init; }

    /// <summary>Its virtual CPUs, those that are unplugged among them.</summary>
    public ImmutableArray<VcpuStatistics> Vcpus { get; init; } = [];

    /// <summary>Its disks, in the order of the document.</summary>
    public ImmutableArray<DiskStatistics> Disks { get; init; } = [];

    /// <summary>Its network interfaces that the host can see, in the order of the document.</summary>
    public ImmutableArray<InterfaceStatistics> Interfaces { get; init; } = [];
}

/// <summary>How long processors of the host worked for a domain.</summary>
/// <param name="User">In the hypervisor and the guest.</param>
/// <param name="System">In the kernel.</param>
public sealed record ProcessorStatistics(TimeSpan User, TimeSpan System)
{
    /// <summary>Both.</summary>
    public TimeSpan Total => User + System;
}

/// <summary>A domain's memory, in KiB.</summary>
public sealed record MemoryStatistics
{
    /// <summary>What the guest has now.</summary>
    public required ulong CurrentKiB { get; init; }

    /// <summary>The most that it can have.</summary>
    public required ulong MaximumKiB { get; init; }

    /// <summary>How much of the host's memory its process occupies; <see langword="null"/> if it does not run.</summary>
    public ulong? ResidentKiB { get; init; }
}

/// <summary>A virtual CPU.</summary>
/// <param name="Id">Its number, from 0.</param>
public sealed record VcpuStatistics(uint Id)
{
    /// <summary>Whether the guest has it.</summary>
    public bool IsOnline { get; init; }

    /// <summary>Whether it waits for something, and needs no processor; <see langword="null"/> if that is not known.</summary>
    public bool? IsHalted { get; init; }

    /// <summary>How long processors worked for it; <see langword="null"/> if that is not known.</summary>
    public TimeSpan? ProcessorTime { get; init; }

    /// <summary>The host's processor that it ran on last; <see langword="null"/> if that is not known.</summary>
    public int? Processor { get; init; }
}

/// <summary>A disk.</summary>
/// <param name="Target">The name that it has in the document, for example <c>vda</c>.</param>
public sealed record DiskStatistics(string Target)
{
    /// <summary>The path of its data on the host; <see langword="null"/> if it has none.</summary>
    public string? Path { get; init; }

    /// <summary>What the guest read; <see langword="null"/> if it does not run.</summary>
    public DiskTraffic? Reads { get; init; }

    /// <summary>What it wrote.</summary>
    public DiskTraffic? Writes { get; init; }

    /// <summary>How often it made sure that what it wrote is kept.</summary>
    public DiskTraffic? Flushes { get; init; }

    /// <summary>How much the guest sees, in bytes; <see langword="null"/> if that is not known.</summary>
    public ulong? Capacity { get; init; }

    /// <summary>How much of the host's disk is taken, in bytes.</summary>
    public ulong? Allocation { get; init; }

    /// <summary>How long the file or device is, in bytes.</summary>
    public ulong? Physical { get; init; }
}

/// <summary>What went between a guest and a disk.</summary>
/// <param name="Requests">How many times.</param>
/// <param name="Bytes">How much.</param>
/// <param name="Time">How long that took in all.</param>
public sealed record DiskTraffic(ulong Requests, ulong Bytes, TimeSpan Time);

/// <summary>A network interface.</summary>
/// <param name="Name">The host's end, for example <c>vnet0</c>.</param>
/// <param name="Received">What came to the guest.</param>
/// <param name="Sent">What the guest sent.</param>
public sealed record InterfaceStatistics(string Name, InterfaceTraffic Received, InterfaceTraffic Sent);

/// <summary>What went one way over a network interface.</summary>
/// <param name="Bytes">How much.</param>
/// <param name="Packets">How many packets.</param>
/// <param name="Errors">How many were broken.</param>
/// <param name="Dropped">How many were dropped.</param>
public sealed record InterfaceTraffic(ulong Bytes, ulong Packets, ulong Errors, ulong Dropped);
