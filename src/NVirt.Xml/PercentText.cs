using System.Text;

namespace NVirt.Xml;

/// <summary>Texts in URIs, in which a byte may be written as % with two digits.</summary>
public static class PercentText
{
    private const int EscapeLength = 3;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The unescaped text; <see langword="null"/> if an escape is malformed, or if the bytes are not UTF-8.</summary>
    public static string? Decode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            byte[] bytes = StrictUtf8.GetBytes(text);
            using MemoryStream plain = new();
            for (int i = 0; i < bytes.Length; i++)
            {
                if (bytes[i] != (byte)'%')
                {
                    plain.WriteByte(bytes[i]);
                    continue;
                }

                if (i + EscapeLength > bytes.Length
                    || !Digits.TryParseHex(bytes.AsSpan(i + 1, EscapeLength - 1), out byte escaped))
                {
                    return null;
                }

                plain.WriteByte(escaped);
                i += EscapeLength - 1;
            }

            return StrictUtf8.GetString(plain.ToArray());
        }
        catch (Exception e) when (e is EncoderFallbackException or DecoderFallbackException)
        {
            return null;
        }
    }
}
