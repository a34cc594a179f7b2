using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace NVirt.Xml;

/// <summary>
/// Decodes the bytes of files. A file that is not valid text is refused: a skipped byte could be the one that matters.
/// </summary>
public static class Utf8Text
{
    /// <summary>The text of bytes in UTF-8, or in UTF-16 with a byte order mark, which is left out.</summary>
    /// <param name="bytes">The content of a file.</param>
    /// <param name="mistake">The first byte that is not part of a character, if the bytes are not valid text.</param>
    /// <returns>The text, or <see langword="null"/>.</returns>
    public static string? Decode(ReadOnlySpan<byte> bytes, out Mistake mistake)
    {
        mistake = default;
        switch (bytes)
        {
            case [0xff, 0xfe, ..]:
                return DecodeUtf16(bytes, isBigEndian: false, ref mistake);
            case [0xfe, 0xff, ..]:
                return DecodeUtf16(bytes, isBigEndian: true, ref mistake);
            case [0xef, 0xbb, 0xbf, ..] when Utf8.IsValid(bytes):
                return Encoding.UTF8.GetString(bytes[3..]);
            case var _ when Utf8.IsValid(bytes):
                return Encoding.UTF8.GetString(bytes);
        }

        int offset = 0;
        while (Rune.DecodeFromUtf8(bytes[offset..], out _, out int length) == OperationStatus.Done)
        {
            offset += length;
        }

        mistake = MistakeAt(bytes, offset, Encoding.UTF8.GetString(bytes[..offset]));
        return null;
    }

    private static string? DecodeUtf16(ReadOnlySpan<byte> bytes, bool isBigEndian, ref Mistake mistake)
    {
        UnicodeEncoding encoding = new(isBigEndian, byteOrderMark: true, throwOnInvalidBytes: true);
        try
        {
            return encoding.GetString(bytes[2..]);
        }
        catch (DecoderFallbackException problem)
        {
            // The index is that of the first byte, or past the last one if the text ends in the middle of a character.
            int offset = Math.Clamp(2 + problem.Index, 2, bytes.Length - 1) & ~1;
            mistake = MistakeAt(bytes, offset, new UnicodeEncoding(isBigEndian, byteOrderMark: true).GetString(bytes[2..offset]));
            return null;
        }
    }

    private static Mistake MistakeAt(ReadOnlySpan<byte> bytes, int offset, string before) =>
        new(before.Count(c => c == '\n') + 1, before.Length - before.LastIndexOf('\n'), offset, bytes[offset]);

    /// <summary>A byte that is not part of a character.</summary>
    /// <param name="Line">Its line, from 1.</param>
    /// <param name="Column">Its column in characters, from 1.</param>
    /// <param name="Offset">The bytes before it.</param>
    /// <param name="Byte">The byte.</param>
    public readonly record struct Mistake(int Line, int Column, int Offset, byte Byte);
}
