using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Domains;

namespace NVirt.Qemu.CommandLine;

/// <summary>A command line, and what belongs to it.</summary>
public sealed record QemuArguments
{
    /// <summary>The binary: the domain's emulator, or the one that was asked for capabilities, or its usual name.</summary>
    public required string Emulator { get; init; }

    /// <summary>The arguments in order, without the binary.</summary>
    public required ImmutableArray<string> Arguments { get; init; }

    /// <summary>Variables of the environment that QEMU needs; usually none.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What of the domain is not in the command line, and the like.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>The domain as it starts: machine and CPU are decided.</summary>
    public required DomainDefinition Domain { get; init; }

    /// <summary>The CPU as it starts; <see langword="null"/> if the domain has none and QEMU is told of none.</summary>
    public CpuDefinition? Cpu => Domain.Cpu;

    /// <summary>The numbers of virtual CPUs to be plugged in before the guest runs, in this order (hypervisors.md 4.5).</summary>
    public ImmutableArray<uint> VcpusToPlug { get; init; } = [];

    /// <summary>The value that follows an option, or <see langword="null"/> if it is not there; of several, the first.</summary>
    /// <param name="option">For example <c>-cpu</c>.</param>
    public string? ValueOf(string option)
    {
        int place = Arguments.IndexOf(option);
        return place >= 0 && place + 1 < Arguments.Length ? Arguments[place + 1] : null;
    }
}
