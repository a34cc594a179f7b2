using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace NVirt.Cpu.Xml;

/// <summary>Makes texts of the bytes of files. What is no text is refused: a byte that is passed over could be the one that matters.</summary>
internal static class Utf8Text
{
    /// <summary>The text of bytes in UTF-8, or in UTF-16 with a mark in front; without the mark.</summary>
    /// <param name="bytes">The content of a file.</param>
    /// <param name="file">Its name for messages, or <see langword="null"/>.</param>
    /// <exception cref="CpuException">It is no such text (xml); the message has file, line and column, the byte and its offset.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes, string? file) => bytes switch
    {
        [0xff, 0xfe, ..] => DecodeUtf16(bytes, file, isBigEndian: false),
        [0xfe, 0xff, ..] => DecodeUtf16(bytes, file, isBigEndian: true),
        [0xef, 0xbb, 0xbf, .. var behind] when Utf8.IsValid(behind) => Encoding.UTF8.GetString(behind),
        _ when Utf8.IsValid(bytes) => Encoding.UTF8.GetString(bytes),
        _ => throw Refusal(bytes, file),
    };

    private static string DecodeUtf16(ReadOnlySpan<byte> bytes, string? file, bool isBigEndian)
    {
        try
        {
            return new UnicodeEncoding(isBigEndian, byteOrderMark: true, throwOnInvalidBytes: true).GetString(bytes[2..]);
        }
        catch (DecoderFallbackException)
        {
            throw new DocumentErrors(file).Malformed(new Position(1, 1), Messages.Text_NotUtf16);
        }
    }

    private static CpuException Refusal(ReadOnlySpan<byte> bytes, string? file)
    {
        int offset = 0;
        while (Rune.DecodeFromUtf8(bytes[offset..], out _, out int length) == OperationStatus.Done)
        {
            offset += length;
        }

        ReadOnlySpan<byte> before = bytes[..offset];
        int start = before.LastIndexOf((byte)'\n') + 1;
        Position at = new(before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[start..]) + 1);
        return new DocumentErrors(file).Malformed(at, Text.Of(Messages.Text_NotUtf8, bytes[offset].ToString("x2", System.Globalization.CultureInfo.InvariantCulture), offset));
    }
}
