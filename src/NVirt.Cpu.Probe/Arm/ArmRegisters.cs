using System.Text;
using NVirt.Cpu.Probe.Linux;
using NVirt.Xml;

namespace NVirt.Cpu.Probe.Arm;

/// <summary>What a 64-bit ARM machine reports besides <c>/proc/cpuinfo</c>.</summary>
internal static class ArmRegisters
{
    // A vector has about twenty entries of two words, and a register is one number.
    private const int MaxBytes = 4096;
    private const int LongestQuote = 60;

    /// <summary>MIDR_EL1 of the first processor; <see langword="null"/> if it cannot be read.</summary>
    public static ulong? ReadMidr(HostSystem system, out ProbeSource source)
    {
        ReadOnlyMemory<byte>? bytes = system.Read(system.Midr, MaxBytes, out string? failure);
        string text = Encoding.Latin1.GetString((bytes ?? default).Span).Trim();
        bool isRead = ProbeFiles.TryHex(text, uint.MaxValue, out ulong midr);
        source = ProbeSource.Of(
            ProbeSourceKind.Midr,
            system.Midr,
            isRead ? null : failure
                ?? Text.Of(Messages.Probe_Unexpected, Text.Of(Messages.Probe_HexUpTo, "ffffffff"), Text.OnOneLine(text, LongestQuote)));
        return isRead ? midr : null;
    }

    /// <summary>The bits of the hardware capabilities; <see langword="null"/> if they cannot be read.</summary>
    public static ulong? ReadCapabilities(HostSystem system, out ProbeSource source)
    {
        ReadOnlyMemory<byte>? bytes = system.Read(system.AuxVector, MaxBytes, out string? failure);
        ulong? bits = null;
        if (system.WordBytes != sizeof(ulong))
        {
            // A 32-bit process gets the bits of 32-bit processors, which have other names.
            failure ??= Messages.Probe_NarrowProcess;
        }
        else if (bytes is { } vector)
        {
            bits = AuxVector.Find(vector.Span, AuxVector.Capabilities, system.WordBytes, system.IsLittleEndian);
            failure = bits is null ? Messages.Probe_NoCapabilities
                : ArmCapabilities.NamesOf(bits.Value).Contains(ArmCapabilities.Cpuid) ? null
                : Text.Of(Messages.Probe_Unexpected, Messages.Probe_CpuidFlag, string.Join(' ', ArmCapabilities.NamesOf(bits.Value)));
        }

        source = ProbeSource.Of(ProbeSourceKind.AuxVector, system.AuxVector, failure);
        return bits;
    }
}
