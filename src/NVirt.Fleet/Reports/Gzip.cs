using System.IO.Compression;

namespace NVirt.Fleet.Reports;

/// <summary>Bytes that are packed by gzip, as documents and whole reports are sent.</summary>
public static class Gzip
{
    /// <summary>Unpacks bytes, which may be far more than is wanted.</summary>
    /// <param name="packed">The packed bytes.</param>
    /// <param name="most">How many bytes may come out of them.</param>
    /// <returns>The bytes; <see langword="null"/> if they are more, or not packed by gzip.</returns>
    public static byte[]? Unpack(byte[] packed, int most)
    {
        try
        {
            using MemoryStream source = new(packed, writable: false);
            using GZipStream gzip = new(source, CompressionMode.Decompress);
            using MemoryStream result = new();
            byte[] buffer = new byte[16 * 1024];
            for (int read; (read = gzip.Read(buffer)) > 0;)
            {
                if (result.Length + read > most)
                {
                    return null;
                }

                result.Write(buffer, 0, read);
            }

            return result.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Packs bytes.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> bytes)
    {
        using MemoryStream result = new();
        using (GZipStream gzip = new(result, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return result.ToArray();
    }
}
