using NVirt.Xml;

namespace NVirt.Cpu.Ppc64;

/// <summary>
/// A guest in host-model mode may run as if on an older processor: the model <c>power8</c> on a POWER9 (cpu-rules.md 4.1). libvirt 11.3.0
/// has the modes 6 to 10, later ones 11 too (cpu-rules.md 9).
/// </summary>
internal static class CompatibilityMode
{
    private const int Oldest = 6;
    private const int Newest = 11;

    /// <summary>Why the host cannot run the mode, or <see langword="null"/> if it can.</summary>
    /// <exception cref="CpuException">The host has no such modes (internal), or this mode does not exist (unknown name).</exception>
    public static CpuReason? Refuses(string hostModel, string mode)
    {
        int host = Number("POWER", hostModel)
            ?? throw new CpuException(CpuErrorKind.Internal, CpuRule.HostWithoutCompatibilityModes, hostModel);
        int guest = Number("power", mode) ?? throw new CpuException(CpuErrorKind.UnknownName, CpuRule.UnknownCompatibilityMode, mode);
        return guest <= host
            ? null
            : new CpuReason(CpuRule.CompatibilityModeTooNew, mode) { Expected = mode, Actual = hostModel, Side = CpuType.Host };
    }

    private static int? Number(string prefix, string name) => name.StartsWith(prefix, StringComparison.Ordinal)
        && Digits.TryParse(name.AsSpan(prefix.Length), out int number)
        && number is >= Oldest and <= Newest
            ? number
            : null;
}
