using System.Collections.Immutable;
using NVirt.Cpu;

namespace NVirt.Domains;

/// <summary>The CPU that a guest of the test driver has.</summary>
/// <param name="Live">With every decision made; <see langword="null"/> if the domain has none.</param>
/// <param name="Built">The features that are on.</param>
internal sealed record TestCpu(CpuDefinition? Live, ImmutableSortedSet<string> Built);
