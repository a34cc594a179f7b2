using System.Collections.Immutable;
using NVirt.Cpu;

namespace NVirt.Xen;

/// <summary>What an xl.cfg says of a guest's CPU.</summary>
/// <param name="Cpu">The CPU as a domain has it, with mode host-passthrough; <see langword="null"/> if the file leaves it to Xen.</param>
/// <param name="Lost">What the file says and a domain can not, a sentence each in the user's language.</param>
public sealed record XenConfigSource(CpuDefinition? Cpu, ImmutableArray<string> Lost);
