using System.Collections.Immutable;
using NVirt.Cpu;

namespace NVirt.Domains.Memory;

/// <summary>The CPU that a guest of the test driver has.</summary>
/// <param name="Live">With all decisions made; <see langword="null"/> if the domain has none.</param>
/// <param name="Built">The enabled features.</param>
internal sealed record TestCpu(CpuDefinition? Live, ImmutableSortedSet<string> Built);
