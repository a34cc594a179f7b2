using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace NVirt.Qemu.Storage;

/// <summary>What the first bytes of a file say of the image in it. They come from guests, so nothing in them is trusted.</summary>
/// <param name="Format">The format.</param>
/// <param name="Details">What is known of a qcow2 image.</param>
/// <param name="Backing">What is under it, as it is named in the file; <see langword="null"/> for nothing.</param>
/// <param name="IsSpread">Whether it names other files that have its data.</param>
internal sealed record ImageHeader(ImageFormat Format, ImageDetails Details, BackingImage? Backing, bool IsSpread)
{
    // The place that tells an ISO image is the farthest.
    private const int Longest = 36 * 1024;
    private const int LongestBacking = 1023;
    private const int OldHeader = 72;
    private const int NewHeader = 104;
    private const ulong ExternalData = 4;
    private const ulong QedBacking = 1;
    private const uint BackingFormatExtension = 0xE2792ACA;

    // VMware's own: the words in the description that a file contains.
    private static ReadOnlySpan<byte> Parent => "parentFileNameHint=\""u8;

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
        return header.Length < OldHeader ? Plain(format)
            : format == ImageFormat.Qcow2 ? Qcow2(header)
            : format == ImageFormat.Qcow ? Plain(format, QcowBacking(header))
            : format == ImageFormat.Qed ? Plain(format, QedBackingOf(header))
            : format == ImageFormat.Vmdk ? Plain(format, VmdkBacking(header), isSpread: format.CapacityOf(header) == 0)
            : Plain(format);
    }

    private static ImageHeader Plain(ImageFormat format, string? backing = null, bool isSpread = false) =>
        new(format, new ImageDetails(), backing is null ? null : new BackingImage(backing, Format: null), isSpread);

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
        BackingImage? under = QcowBacking(header) is { } backing
            ? new BackingImage(backing, FormatOfBacking(header, length)) : null;
        bool isSpread = isNew && (BinaryPrimitives.ReadUInt64BigEndian(header[72..]) & ExternalData) != 0;
        return new ImageHeader(ImageFormat.Qcow2, details, under, isSpread);
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

    private static string? QcowBacking(ReadOnlySpan<byte> header) =>
        Name(header, BinaryPrimitives.ReadUInt64BigEndian(header[8..]), BinaryPrimitives.ReadUInt32BigEndian(header[16..]));

    private static string? QedBackingOf(ReadOnlySpan<byte> header) =>
        (BinaryPrimitives.ReadUInt64LittleEndian(header[16..]) & QedBacking) == 0 ? null
            : Name(header, BinaryPrimitives.ReadUInt32LittleEndian(header[56..]), BinaryPrimitives.ReadUInt32LittleEndian(header[60..]));

    private static string? VmdkBacking(ReadOnlySpan<byte> header)
    {
        int at = header.IndexOf(Parent);
        ReadOnlySpan<byte> rest = at < 0 ? [] : header[(at + Parent.Length)..];
        return rest.IndexOf((byte)'"') is > 0 and <= LongestBacking and var length ? TextOf(rest[..length]) : null;
    }

    private static string? Name(ReadOnlySpan<byte> header, ulong at, uint length) =>
        at == 0 || length is 0 or > LongestBacking || at > (ulong)header.Length || length > (ulong)header.Length - at
            ? null : TextOf(header.Slice((int)at, (int)length));

    // What no document can have is shown as what no name has.
    private static string TextOf(ReadOnlySpan<byte> name) => string.Concat(
        Encoding.UTF8.GetString(name).Select(c => char.IsControl(c) || c is '\ufffe' or '\uffff' ? '\ufffd' : c));

    private static string? FormatOfBacking(ReadOnlySpan<byte> header, uint start)
    {
        ulong at = start;
        while (at + 8 <= (ulong)header.Length)
        {
            ReadOnlySpan<byte> rest = header[(int)at..];
            uint kind = BinaryPrimitives.ReadUInt32BigEndian(rest);
            uint length = BinaryPrimitives.ReadUInt32BigEndian(rest[4..]);
            if (kind == 0 || length > rest.Length - 8)
            {
                return null;
            }

            if (kind == BackingFormatExtension)
            {
                return ImageFormat.Find(Encoding.UTF8.GetString(rest.Slice(8, (int)length)))?.Name;
            }

            at += 8 + ((length + 7UL) & ~7UL);
        }

        return null;
    }
}
