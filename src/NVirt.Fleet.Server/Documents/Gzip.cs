using System.IO.Compression;

namespace NVirt.Fleet.Server.Documents;

/// <summary>Packed bytes, which may unpack to far more than is wanted.</summary>
internal static class Gzip
{
    /// <summary>The bytes; <see langword="null"/> if they are more than a limit, or not packed by gzip.</summary>
    public static byte[]? Unpack(ReadOnlyMemory<byte> packed, int most)
    {
        using MemoryStream source = new(packed.ToArray(), writable: false);
        return Unpack(source, most);
    }

    /// <summary>The same of a stream that is read wholly.</summary>
    public static byte[]? Unpack(Stream source, int most)
    {
        try
        {
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
