using System.Buffers.Binary;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>
/// A saved copy of <c>/dev/cpu/N/cpuid</c> (Linux cpuid(4)): records of eax, ebx, ecx and edx, little endian, from leaf 0 upwards, each of
/// sub-leaf 0. The range 0x80000000 cannot be in it.
/// </summary>
internal static class CpuidDeviceDump
{
    /// <summary>Four registers.</summary>
    public const int RecordBytes = 16;

    private const uint MaxPlausibleLeaf = 0xffff;

    /// <summary>
    /// Whether a file begins as a copy does: leaf 0, with a plausible maximum and twelve printable characters. Text has no zero bytes where the
    /// maximum has them.
    /// </summary>
    public static bool Looks(DumpText text) =>
        text.Bytes.Length >= RecordBytes
        && BinaryPrimitives.ReadUInt32LittleEndian(text.Bytes.Span) <= MaxPlausibleLeaf
        && !text.Bytes.Span[4..RecordBytes].ContainsAnyExceptInRange((byte)' ', (byte)'~');

    /// <summary>The processor in a copy.</summary>
    /// <exception cref="CpuException">Too large, empty, or not a whole number of records (xml).</exception>
    public static IReadOnlyList<DumpedCpu> Read(DumpText text) => [new DumpedCpu(Parse(text.Bytes.Span, text.File))];

    /// <summary>Reads a copy. The device has no end, so records above the highest leaf, which leaf 0 states, are dropped.</summary>
    /// <exception cref="CpuException">Too large, empty, or not a whole number of records (xml).</exception>
    public static X86Reading Parse(ReadOnlySpan<byte> bytes, string file)
    {
        DumpLimits.CheckSize(bytes, file);
        if (bytes.Length < RecordBytes || bytes.Length % RecordBytes != 0)
        {
            throw DumpLimits.Malformed(Text.Of(Messages.Probe_DeviceLength, file, bytes.Length, RecordBytes));
        }

        uint last = Record(bytes, leaf: 0).Eax;
        List<X86Item> items = [];
        for (uint leaf = 0; leaf < bytes.Length / RecordBytes && leaf <= last; leaf++)
        {
            items.Add(Record(bytes[((int)leaf * RecordBytes)..], leaf));
        }

        return new X86Reading(X86CpuData.Create(items), X86Coverage.Of(items));
    }

    /// <summary>The record that bytes begin with.</summary>
    public static X86Item Record(ReadOnlySpan<byte> record, uint leaf, uint subleaf = 0) => X86Item.Cpuid(
        leaf,
        subleaf,
        BinaryPrimitives.ReadUInt32LittleEndian(record),
        BinaryPrimitives.ReadUInt32LittleEndian(record[4..]),
        BinaryPrimitives.ReadUInt32LittleEndian(record[8..]),
        BinaryPrimitives.ReadUInt32LittleEndian(record[12..]));
}
