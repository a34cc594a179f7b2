using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Domains.Documents;

namespace NVirt.Domains.Memory;

/// <summary>What a <see cref="TestDriver"/> simulates.</summary>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record TestDriverOptions
{
    /// <summary>The CPU of the host, of type host and with an architecture; <see langword="null"/> for an invented one.</summary>
    public CpuDefinition? Host { get; init; }

    /// <summary>The domains that are defined and running at first; <see langword="null"/> for one named <c>test</c>.</summary>
    public ImmutableArray<DomainDocument>? Domains { get; init; }

    /// <summary>
    /// Called before each step with the domain's name and a token that is cancelled when the step ends; if it throws, the step fails.
    /// The step waits for it. <see langword="null"/>: every step is done at once.
    /// </summary>
    public Func<TestStep, string, CancellationToken, Task>? OnStep { get; init; }

    /// <summary>How long sending a guest's state takes, with ten progress reports. Default: no time.</summary>
    public TimeSpan TransferTime { get; init; }

    /// <summary>How long a caller waits for another who is changing the same domain. Default: 10 seconds.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The map; <see langword="null"/> for the built-in one.</summary>
    public CpuMap? Map { get; init; }
}
