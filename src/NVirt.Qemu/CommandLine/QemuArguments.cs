using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;

namespace NVirt.Qemu.CommandLine;

/// <summary>A command line with its environment, warnings and the domain it starts.</summary>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record QemuArguments
{
    /// <summary>The binary: the domain's emulator, or the one whose capabilities were read, or its usual name.</summary>
    public required string Emulator { get; init; }

    /// <summary>The arguments in order, without the binary.</summary>
    public required ImmutableArray<string> Arguments { get; init; }

    /// <summary>Environment variables that QEMU needs; usually none.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Warnings, for example about parts of the domain that are not in the command line.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>The domain as it starts: machine and CPU are decided.</summary>
    public required DomainDefinition Domain { get; init; }

    /// <summary>The CPU as it starts; <see langword="null"/> if neither the domain nor the command line has one.</summary>
    public CpuDefinition? Cpu => Domain.Cpu;

    /// <summary>The numbers of virtual CPUs to be plugged in before the guest runs, in this order (hypervisor-rules.md 4.5).</summary>
    public ImmutableArray<uint> VcpusToPlug { get; init; } = [];

    /// <summary>What is known of the guest's devices before it runs.</summary>
    internal ImmutableArray<DeviceFacts> Devices { get; init; } = [];

    /// <summary>The value after an option, or <see langword="null"/> if it is absent; the first, if there are several.</summary>
    /// <param name="option">For example <c>-cpu</c>.</param>
    public string? ValueOf(string option)
    {
        int place = Arguments.IndexOf(option);
        return place >= 0 && place + 1 < Arguments.Length ? Arguments[place + 1] : null;
    }
}
