using System.Buffers.Binary;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe.X86;

/// <summary>The result of one read of Linux's <c>/dev/cpu/N/cpuid</c>: eax, ebx, ecx and edx, little endian (cpuid(4)).</summary>
internal static class CpuidRecord
{
    /// <summary>Four registers.</summary>
    public const int Bytes = 16;

    /// <summary>The record at the start of the bytes.</summary>
    public static X86Item Read(ReadOnlySpan<byte> record, uint leaf, uint subleaf = 0) => X86Item.Cpuid(
        leaf,
        subleaf,
        BinaryPrimitives.ReadUInt32LittleEndian(record),
        BinaryPrimitives.ReadUInt32LittleEndian(record[4..]),
        BinaryPrimitives.ReadUInt32LittleEndian(record[8..]),
        BinaryPrimitives.ReadUInt32LittleEndian(record[12..]));
}
