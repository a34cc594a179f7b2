using System.Collections.Immutable;
using NVirt.Cpu.Probe;
using NVirt.Cpu.X86;

namespace NVirt.Cpu;

/// <summary>A CPU and where it came from.</summary>
/// <param name="Definition">The definition; raw data is decoded to a host.</param>
public sealed record CpuSource(CpuDefinition Definition)
{
    /// <summary>The domain's name, where a domain document gave the CPU; otherwise <see langword="null"/>.</summary>
    public string? Name { get; init; }

    /// <summary>The line where it begins, from 1; 0 if it has none.</summary>
    public int Line { get; init; }

    /// <summary>The raw data it was decoded from, or <see langword="null"/>.</summary>
    public CpuData? Data { get; init; }

    /// <summary>Names of features that the raw data says nothing about; empty for a definition that was read as such.</summary>
    public ImmutableArray<string> Unknown { get; init; } = [];

    /// <summary>What the raw data was read of; without it only what is set is known.</summary>
    internal X86Coverage? Coverage { get; init; }

    /// <summary>The CPU of a machine.</summary>
    public static CpuSource Of(HostCpu host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return new CpuSource(host.Definition)
        {
            Unknown = host.Unknown,
            Data = host.Reading.RawData,
            Coverage = (host.Reading as X86HostReading)?.Coverage,
        };
    }

    /// <summary>Whether the processor has a bit that libvirt does not know; <see langword="null"/> if the source does not tell, as no definition does.</summary>
    public bool? Has(CpuKnownBit bit)
    {
        ArgumentNullException.ThrowIfNull(bit);
        return Data is not X86CpuData data ? null
            : Coverage is not null ? bit.Entry.IsIn(data, Coverage)
            : bit.Entry.IsSetIn(data) ? true : null;
    }
}
