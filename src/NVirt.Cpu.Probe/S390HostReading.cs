using System.Collections.Immutable;
using NVirt.Cpu.Probe.Linux;
using NVirt.Xml;

namespace NVirt.Cpu.Probe;

/// <summary>What was read from an IBM Z machine, for information: it gives no model. Immutable.</summary>
/// <remarks>Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record S390HostReading : HostReading
{
    private const int MachineDigits = 4;

    internal S390HostReading(CpuArchitecture arch)
        : base(arch)
    {
    }

    /// <inheritdoc/>
    public override CpuData? RawData => null;

    /// <summary>The machine type, four hexadecimal digits (<c>8561</c> is a z15), or <see langword="null"/>.</summary>
    public string? Machine { get; init; }

    /// <summary>The numbers of the installed facilities, as STFLE gives them, ascending.</summary>
    public ImmutableArray<int> Facilities { get; init; } = [];

    /// <summary>The kernel's names of hardware capabilities.</summary>
    public ImmutableArray<string> Features { get; init; } = [];

    internal static S390HostReading Of(CpuArchitecture arch, CpuInfoText info) => new(arch)
    {
        Machine = MachineOf(info),
        Facilities = FacilitiesOf(info),
        Features = [.. info.Require("features")?.Words ?? []],
    };

    // processor 0: version = FF,  identification = 0133E8,  machine = 8561
    private static string? MachineOf(CpuInfoText info)
    {
        const string Start = "machine = ";
        CpuInfoLine? line = info.Find("processor ", isPrefix: true);
        if (line is null)
        {
            info.Missing("processor N");
            return null;
        }

        int start = line.Value.IndexOf(Start, StringComparison.Ordinal);
        string machine = start < 0 ? string.Empty : line.Value[(start + Start.Length)..];
        if (machine.Length == MachineDigits && machine.All(char.IsAsciiHexDigit))
        {
            return machine;
        }

        info.Unexpected(line, Messages.Probe_Machine);
        return null;
    }

    private static ImmutableArray<int> FacilitiesOf(CpuInfoText info)
    {
        CpuInfoLine? line = info.Require("facilities");
        SortedSet<int> facilities = [];
        foreach (string word in line?.Words ?? [])
        {
            if (!Digits.TryParse(word, out int facility))
            {
                info.Unexpected(line!, Messages.Probe_Facilities);
                return [];
            }

            facilities.Add(facility);
        }

        return [.. facilities];
    }
}
