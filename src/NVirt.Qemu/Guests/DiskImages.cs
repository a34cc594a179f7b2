using System.Buffers.Binary;
using System.Text;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;
using NVirt.Xml;

namespace NVirt.Qemu.Guests;

/// <summary>
/// Checks the images of a domain before it starts: a qcow2 image names other files, chosen by whoever wrote the image
/// (QEMU docs/interop/qcow2.txt). QEMU is told to open none that the document does not name; here the start is refused with the reason,
/// because otherwise the guest would read zeros.
/// </summary>
internal static class DiskImages
{
    private const uint Magic = 0x514649fb; // "QFI" and 0xfb.
    private const int HeaderBytes = 80;
    private const int BackingOffset = 8;
    private const int BackingSize = 16;
    private const int IncompatibleFeatures = 72;
    private const ulong ExternalData = 4;
    private const uint LongestName = 1023;

    /// <summary>
    /// Refuses a domain if an image needs a file that the document does not name. Unreadable images are left to QEMU.
    /// </summary>
    /// <exception cref="CpuException">There is one; the message has the disk's position in the document.</exception>
    public static void RequireNamed(DomainDocument document)
    {
        foreach (DiskDevice disk in document.Definition.Devices.Of<DiskDevice>())
        {
            Check(document, disk, disk.Type, disk.Driver.Format, disk.Source?.Path, disk.Backing);
            for (DiskBacking? backing = disk.Backing; backing is not null; backing = backing.Backing)
            {
                Check(document, disk, backing.Type, backing.Format, backing.Source?.Path, backing.Backing);
            }
        }
    }

    private static void Check(DomainDocument document, DiskDevice disk, string type, string? format, string? path, DiskBacking? behind)
    {
        if (format != "qcow2" || path is null || type is not ("file" or "block") || Read(path) is not { } header)
        {
            return;
        }

        if (header.HasDataFile)
        {
            throw document.Refuse(disk.Place, Text.Of(Messages.Image_DataFile, path));
        }

        if (header.Backing is { } name && behind is null)
        {
            throw document.Refuse(disk.Place, Text.Of(Messages.Image_Behind, path, Text.OnOneLine(name)));
        }
    }

    private static (string? Backing, bool HasDataFile)? Read(string path)
    {
        try
        {
            // A pipe would wait for somebody to write.
            using FileStream? file = PlainFile.TryOpen(path);
            byte[] header = new byte[HeaderBytes];
            if (file is null || file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes
                || BinaryPrimitives.ReadUInt32BigEndian(header) != Magic)
            {
                return null;
            }

            bool hasFeatures = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4)) >= 3;
            bool hasData = hasFeatures && (BinaryPrimitives.ReadUInt64BigEndian(header.AsSpan(IncompatibleFeatures)) & ExternalData) != 0;
            return (Backing(file, header), hasData);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }

    private static string? Backing(FileStream file, byte[] header)
    {
        ulong offset = BinaryPrimitives.ReadUInt64BigEndian(header.AsSpan(BackingOffset));
        uint size = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(BackingSize));
        if (offset == 0)
        {
            return null;
        }

        byte[] name = new byte[Math.Min(size, LongestName)];
        file.Position = (long)Math.Min(offset, (ulong)file.Length);
        int read = file.ReadAtLeast(name, name.Length, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(name, 0, read);
    }
}
