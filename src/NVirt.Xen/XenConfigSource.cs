using System.Collections.Immutable;
using NVirt.Cpu;

namespace NVirt.Xen;

/// <summary>What an xl.cfg says about a guest's CPU.</summary>
/// <param name="Cpu">The CPU as a domain has it, with mode host-passthrough; <see langword="null"/> if the file leaves it to Xen.</param>
/// <param name="Lost">What the file says and a domain cannot express, one sentence each in the user's language.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record XenConfigSource(CpuDefinition? Cpu, ImmutableArray<string> Lost)
{
    /// <summary>The guest's name; <see langword="null"/> if the file has none.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the guest may be a hypervisor itself (<c>nestedhvm</c>); <see langword="null"/> if the file does not say.</summary>
    public bool? NestedHvm { get; init; }
}
