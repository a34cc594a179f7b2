using System.Collections.Immutable;
using NVirt.Cpu;

namespace NVirt.VMware;

/// <summary>What a <c>.vmx</c> file says about a guest's CPU.</summary>
/// <param name="Cpu">
/// The CPU for a domain: the host's, with policies for single features; <see langword="null"/> if the file says nothing about it.
/// </param>
/// <param name="Lost">What the file says and a domain cannot express, one sentence each in the user's language.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record VmxSource(CpuDefinition? Cpu, ImmutableArray<string> Lost)
{
    /// <summary>The guest's name (<c>displayName</c>); <see langword="null"/> if the file has none.</summary>
    public string? Name { get; init; }
}
