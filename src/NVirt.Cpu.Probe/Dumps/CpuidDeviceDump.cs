using System.Buffers.Binary;
using NVirt.Cpu.Probe.X86;
using NVirt.Cpu.X86;
using NVirt.Cpu.X86.Evidence;
using NVirt.Xml;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>
/// A saved copy of <c>/dev/cpu/N/cpuid</c> (Linux cpuid(4)): records of eax, ebx, ecx and edx, little endian, from leaf 0 upwards, all
/// with sub-leaf 0. It cannot contain the range 0x80000000.
/// </summary>
internal static class CpuidDeviceDump
{
    private const uint MaxPlausibleLeaf = 0xffff;

    /// <summary>
    /// Whether a file begins like a copy: with leaf 0, a plausible maximum and twelve printable characters. Text has no zero bytes where
    /// the maximum has them.
    /// </summary>
    public static bool Looks(DumpText text) =>
        text.Bytes.Length >= CpuidRecord.Bytes
        && BinaryPrimitives.ReadUInt32LittleEndian(text.Bytes.Span) <= MaxPlausibleLeaf
        && !text.Bytes.Span[4..CpuidRecord.Bytes].ContainsAnyExceptInRange((byte)' ', (byte)'~');

    /// <summary>The processor in a copy.</summary>
    /// <exception cref="CpuException">Too large, empty, or not a whole number of records (xml).</exception>
    public static IReadOnlyList<DumpedCpu> Read(DumpText text) => [new DumpedCpu(Parse(text.Bytes.Span, text.File))];

    /// <summary>Reads a copy. The device has no end, so records above the highest leaf, which leaf 0 gives, are dropped.</summary>
    /// <exception cref="CpuException">Too large, empty, or not a whole number of records (xml).</exception>
    public static X86Reading Parse(ReadOnlySpan<byte> bytes, string file)
    {
        DumpLimits.CheckSize(bytes, file);
        if (bytes.Length < CpuidRecord.Bytes || bytes.Length % CpuidRecord.Bytes != 0)
        {
            throw DumpLimits.Malformed(Text.Of(Messages.Probe_DeviceLength, file, bytes.Length, CpuidRecord.Bytes));
        }

        uint last = CpuidRecord.Read(bytes, leaf: 0).Eax;
        List<X86Item> items = [];
        for (uint leaf = 0; leaf < bytes.Length / CpuidRecord.Bytes && leaf <= last; leaf++)
        {
            items.Add(CpuidRecord.Read(bytes[((int)leaf * CpuidRecord.Bytes)..], leaf));
        }

        return new X86Reading(X86CpuData.Create(items), X86Coverage.Of(items));
    }
}
