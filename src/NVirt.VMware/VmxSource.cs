using System.Collections.Immutable;
using NVirt.Cpu;

namespace NVirt.VMware;

/// <summary>What a <c>.vmx</c> file says of a guest's CPU.</summary>
/// <param name="Cpu">
/// The CPU as a domain has it: the host's, with policies for single features; <see langword="null"/> if the file says nothing of it.
/// </param>
/// <param name="Lost">What the file says and a domain can not, a sentence each in the user's language.</param>
public sealed record VmxSource(CpuDefinition? Cpu, ImmutableArray<string> Lost);
