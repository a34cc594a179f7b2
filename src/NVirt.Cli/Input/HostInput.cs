using NVirt.Cpu;
using NVirt.Platforms;

namespace NVirt.Cli.Input;

/// <summary>A host that a command is given.</summary>
/// <param name="Source">What is judged by.</param>
/// <param name="Merged">What it was put together of; <see langword="null"/> if it is one document.</param>
internal sealed record HostInput(CpuSource Source, MergedHost? Merged);
