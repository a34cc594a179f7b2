using System.Buffers.Binary;
using System.Text;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;
using NVirt.Domains.Driver;
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

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Refuses a domain if an image needs a file that the document does not name. Unreadable images are left to QEMU.
    /// </summary>
    /// <param name="document">The domain.</param>
    /// <param name="cancellation">Ends the waiting for an image.</param>
    /// <exception cref="CpuException">There is one; the message has the disk's position in the document.</exception>
    /// <exception cref="DomainException">The file system of an image does not answer (timed out).</exception>
    public static void RequireNamed(DomainDocument document, CancellationToken cancellation = default)
    {
        foreach (DiskDevice disk in document.Definition.Devices.Of<DiskDevice>())
        {
            Check(document, disk, disk.Type, disk.Driver.Format, disk.Source?.Path, disk.Backing, cancellation);
            for (DiskBacking? backing = disk.Backing; backing is not null; backing = backing.Backing)
            {
                Check(document, disk, backing.Type, backing.Format, backing.Source?.Path, backing.Backing, cancellation);
            }
        }
    }

    private static void Check(
        DomainDocument document, DiskDevice disk, string type, string? format, string? path, DiskBacking? behind,
        CancellationToken cancellation)
    {
        if (format != "qcow2" || path is null || type is not ("file" or "block") || ReadPatiently(path, cancellation) is not { } header)
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

    // A network file system whose server is gone would wait without end.
    private static (string? Backing, bool HasDataFile)? ReadPatiently(string path, CancellationToken cancellation)
    {
        try
        {
            return PatientRead.Run(_ => Read(path), Patience, cancellation);
        }
        catch (TimeoutException e)
        {
            throw new DomainException(DomainErrorKind.TimedOut, Text.Of(Messages.Image_Silent, path, Patience.TotalSeconds), e);
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
