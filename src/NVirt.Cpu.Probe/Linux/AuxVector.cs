using System.Buffers.Binary;

namespace NVirt.Cpu.Probe.Linux;

/// <summary>The auxiliary vector of a Linux process: pairs of words, a type and a value, up to the type 0 (getauxval(3)).</summary>
internal static class AuxVector
{
    /// <summary>AT_HWCAP.</summary>
    public const ulong Capabilities = 16;

    /// <summary>The value of the first entry of a type; <see langword="null"/> if there is none.</summary>
    /// <param name="bytes">The vector; an incomplete pair at its end is ignored.</param>
    /// <param name="type">The type.</param>
    /// <param name="wordBytes">4 or 8, as the process has them.</param>
    /// <param name="isLittleEndian">The byte order.</param>
    public static ulong? Find(ReadOnlySpan<byte> bytes, ulong type, int wordBytes, bool isLittleEndian)
    {
        for (; bytes.Length >= 2 * wordBytes
            && Word(bytes, wordBytes, isLittleEndian) is var found and not 0; bytes = bytes[(2 * wordBytes)..])
        {
            if (found == type)
            {
                return Word(bytes[wordBytes..], wordBytes, isLittleEndian);
            }
        }

        return null;
    }

    private static ulong Word(ReadOnlySpan<byte> bytes, int wordBytes, bool isLittleEndian) => (wordBytes, isLittleEndian) switch
    {
        (sizeof(uint), true) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        (sizeof(uint), false) => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        (_, true) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        _ => BinaryPrimitives.ReadUInt64BigEndian(bytes),
    };
}
