using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Platforms;
using NVirt.Xml;

namespace NVirt.Fleet.Inventories;

/// <summary>
/// Reads what a file says of hosts and guests: the words of any platform, or registers. Safe for use by several threads.
/// </summary>
public static class SourceReader
{
    private const long MaxBytes = DocumentContent.MaxBytes;

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="CpuException">It cannot be read, is no plain file, or is too large.</exception>
    internal static byte[] Bytes(string path)
    {
        try
        {
            using FileStream? stream = PlainFile.TryOpen(path);
            if (stream is null)
            {
                throw FleetErrors.Unreadable(Text.Of(Messages.Inventory_NotPlain, path));
            }

            if (stream.Length > MaxBytes)
            {
                throw FleetErrors.Unreadable(Text.Of(Messages.Inventory_TooLarge, path, MaxBytes >> 20));
            }

            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw FleetErrors.Unreadable(Text.Of(Messages.Inventory_Unreadable, path, e is FileNotFoundException
                or DirectoryNotFoundException ? Messages.Inventory_NoSuchFile : e.Message));
        }
    }

    /// <summary>Everything that a file says; <see langword="null"/> if no form fits.</summary>
    /// <exception cref="CpuException">It is not well-formed.</exception>
    internal static IReadOnlyList<CpuStatement>? TryRead(
        ReadOnlyMemory<byte> content, string file, CpuMap map, Version? libvirt = null) =>
        FormOf(content, file) is { } form ? PlatformReader.Read(content, file, OptionsOf(map, libvirt), form)
        : Dump(content, file, map) is { } dump ? [.. dump.Select(s => CpuStatement.Of(s, map))] : null;

    /// <summary>Everything that a file says.</summary>
    /// <param name="content">Its bytes.</param>
    /// <param name="file">Its name, for messages and to recognise some forms.</param>
    /// <param name="map">The map of features.</param>
    /// <param name="form">The form, one of <see cref="PlatformReader.Forms"/>; <see langword="null"/> to recognise it.</param>
    /// <param name="libvirt">
    /// The version of the libvirt that wrote what hosts say: what it did not know yet is unknown. <see langword="null"/> if it is not
    /// known.
    /// </param>
    /// <exception cref="CpuException">No form fits, or it is not well-formed.</exception>
    public static IReadOnlyList<CpuStatement> Read(
        ReadOnlyMemory<byte> content, string file, CpuMap map, string? form = null, Version? libvirt = null) =>
        (form is null ? TryRead(content, file, map, libvirt) : null) ?? PlatformReader.Read(content, file, OptionsOf(map, libvirt), form);

    private static PlatformReadOptions OptionsOf(CpuMap map, Version? libvirt) => new() { Map = map, Libvirt = libvirt };

    private static string? FormOf(ReadOnlyMemory<byte> content, string file)
    {
        try
        {
            return PlatformReader.FormOf(content, file);
        }
        catch (CpuException)
        {
            // A dump need not be text.
            return null;
        }
    }

    private static IReadOnlyList<CpuSource>? Dump(ReadOnlyMemory<byte> content, string file, CpuMap map)
    {
        try
        {
            return CpuReader.Read(content.Span, file, map);
        }
        catch (CpuException)
        {
            return null;
        }
    }
}
