using System.Collections.Immutable;
using NVirt.Cpu;

namespace NVirt.Domains;

/// <summary>What a <see cref="TestDriver"/> pretends to be.</summary>
public sealed record TestDriverOptions
{
    /// <summary>The CPU of the host, of type host and with an architecture; <see langword="null"/> for a made-up one.</summary>
    public CpuDefinition? Host { get; init; }

    /// <summary>The domains that are defined and run from the start; <see langword="null"/> for one of the name <c>test</c>.</summary>
    public ImmutableArray<DomainDocument>? Domains { get; init; }

    /// <summary>
    /// Is called before each step with the domain's name and what ends the step; what it throws is why the step fails, and as long as it takes,
    /// so long does the step. <see langword="null"/>: every step is done at once.
    /// </summary>
    public Func<TestStep, string, CancellationToken, Task>? OnStep { get; init; }

    /// <summary>How long the state of a guest takes to be sent, while progress is told ten times. Default: no time.</summary>
    public TimeSpan TransferTime { get; init; }

    /// <summary>How long a caller waits for another who changes the same domain. Default: 10 seconds.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The map; <see langword="null"/> for the one that is compiled in.</summary>
    public CpuMap? Map { get; init; }
}
