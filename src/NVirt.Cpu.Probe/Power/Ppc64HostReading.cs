using NVirt.Cpu.Ppc64;
using NVirt.Cpu.Probe.Linux;
using NVirt.Xml;

namespace NVirt.Cpu.Probe.Power;

/// <summary>What was read from a POWER machine. Immutable.</summary>
public sealed record Ppc64HostReading : HostReading
{
    internal Ppc64HostReading(CpuArchitecture arch)
        : base(arch)
    {
    }

    /// <inheritdoc/>
    public override CpuData? RawData => Data;

    /// <summary>The processor version register, or <see langword="null"/>.</summary>
    public Ppc64CpuData? Data { get; init; }

    /// <summary>From <c>revision : 2.3 (pvr 004e 1203)</c>, as the kernel writes it for each processor.</summary>
    internal static Ppc64HostReading Of(CpuArchitecture arch, CpuInfoText info)
    {
        CpuInfoLine? line = info.Require("revision");
        uint? pvr = line is null ? null : ParsePvr(line.Value);
        if (line is not null && pvr is null)
        {
            info.Unexpected(line, Messages.Probe_Pvr);
        }

        return new Ppc64HostReading(arch) { Data = pvr is { } value ? new Ppc64CpuData(new Ppc64Pvr(value)) : null };
    }

    private static uint? ParsePvr(string text)
    {
        const string Start = "(pvr ";
        int start = text.IndexOf(Start, StringComparison.Ordinal);
        return start >= 0 && text[(start + Start.Length)..] is [_, _, _, _, ' ', _, _, _, _, ')', ..] halves
            && Digits.TryParseHex(halves[..4] + halves[5..9], out uint pvr) ? pvr
            : null;
    }
}
