using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace NVirt.Qemu.Storage;

/// <summary>What the first bytes of a file say of the image in it. They come from guests, so nothing in them is trusted.</summary>
/// <param name="Format">The format.</param>
/// <param name="Details">What is known of a qcow2 image.</param>
/// <param name="Backing">What is under it, as it is named in the file; <see langword="null"/> for nothing.</param>
internal sealed record ImageHeader(ImageFormat Format, ImageDetails Details, BackingImage? Backing)
{
    // The place that tells an ISO image is the farthest.
    private const int Longest = 36 * 1024;
    private const int LongestBacking = 1023;
    private const int OldHeader = 72;
    private const int NewHeader = 104;
    private const uint BackingFormatExtension = 0xE2792ACA;

    /// <summary>Reads the first bytes of a file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static byte[] ReadBytes(SafeFileHandle file)
    {
        byte[] bytes = new byte[Longest];
        int count = 0;
        while (count < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(count), count) is > 0 and var read)
        {
            count += read;
        }

        return bytes[..count];
    }

    /// <summary>Finds out what a file is that begins like this.</summary>
    public static ImageHeader Of(ReadOnlySpan<byte> header)
    {
        ImageFormat format = ImageFormat.Of(header);
        return format == ImageFormat.Qcow2 && header.Length >= OldHeader ? Qcow2(header)
            : new ImageHeader(format, new ImageDetails(), Backing: null);
    }

    private static ImageHeader Qcow2(ReadOnlySpan<byte> header)
    {
        bool isNew = BinaryPrimitives.ReadUInt32BigEndian(header[4..]) >= 3 && header.Length >= NewHeader;
        uint clusterBits = BinaryPrimitives.ReadUInt32BigEndian(header[20..]);
        uint length = isNew ? BinaryPrimitives.ReadUInt32BigEndian(header[100..]) : OldHeader;
        ImageDetails details = new()
        {
            Compat = isNew ? "1.1" : null,
            ClusterSize = clusterBits is > 0 and < 32 ? 1UL << (int)clusterBits : null,
            Features = isNew ? [.. FeaturesOf(header)] : null,
        };
        return new ImageHeader(ImageFormat.Qcow2, details, BackingOf(header) is { } backing
            ? new BackingImage(backing, FormatOfBacking(header, length) ?? ImageFormat.Raw.Name) : null);
    }

    private static List<string> FeaturesOf(ReadOnlySpan<byte> header)
    {
        List<string> features = [];
        if ((BinaryPrimitives.ReadUInt64BigEndian(header[80..]) & 1) != 0)
        {
            features.Add("lazy_refcounts");
        }

        if ((BinaryPrimitives.ReadUInt64BigEndian(header[72..]) & 16) != 0)
        {
            features.Add("extended_l2");
        }

        return features;
    }

    private static string? BackingOf(ReadOnlySpan<byte> header)
    {
        ulong at = BinaryPrimitives.ReadUInt64BigEndian(header[8..]);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(header[16..]);
        return at == 0 || length is 0 or > LongestBacking || at + length > (ulong)header.Length
            ? null : Encoding.UTF8.GetString(header.Slice((int)at, (int)length));
    }

    private static string? FormatOfBacking(ReadOnlySpan<byte> header, uint at)
    {
        while (at + 8 <= header.Length)
        {
            uint kind = BinaryPrimitives.ReadUInt32BigEndian(header[(int)at..]);
            uint length = BinaryPrimitives.ReadUInt32BigEndian(header[(int)(at + 4)..]);
            if (kind == 0 || length > header.Length - at - 8)
            {
                return null;
            }

            if (kind == BackingFormatExtension)
            {
                return ImageFormat.Find(Encoding.UTF8.GetString(header.Slice((int)at + 8, (int)length)))?.Name;
            }

            at += 8 + ((length + 7) & ~7u);
        }

        return null;
    }
}
