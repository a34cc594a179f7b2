using System.Buffers.Binary;

namespace NVirt.Qemu.Storage;

/// <summary>A format of images: its name, what its files begin with, and where they say how large the image is.</summary>
internal sealed record ImageFormat
{
    /// <summary>No format at all: what a guest sees is what is in the file.</summary>
    public static readonly ImageFormat Raw = new() { Name = "raw" };

    /// <summary>A folder.</summary>
    public static readonly ImageFormat Folder = new() { Name = "dir" };

    /// <summary>QEMU's own format.</summary>
    public static readonly ImageFormat Qcow2 = new() { Name = "qcow2", Magic = [.. "QFI"u8, 0xfb], SizeAt = 24, Versions = [2, 3] };

    /// <summary>Its predecessor.</summary>
    public static readonly ImageFormat Qcow = new() { Name = "qcow", Magic = Qcow2.Magic, SizeAt = 24, Versions = [1] };

    /// <summary>QEMU's enhanced disk.</summary>
    public static readonly ImageFormat Qed = new() { Name = "qed", Magic = [.. "QED\0"u8], SizeAt = 48, IsLittle = true };

    /// <summary>VMware's format, in one file.</summary>
    public static readonly ImageFormat Vmdk =
        new() { Name = "vmdk", Magic = [.. "KDMV"u8], SizeAt = 12, IsLittle = true, Unit = 512 };

    /// <summary>All formats, those first that are told from their first bytes.</summary>
    public static readonly IReadOnlyList<ImageFormat> All =
    [
        Qcow2,
        Qcow,
        Qed,
        Vmdk,
        new() { Name = "vpc", Magic = [.. "conectix"u8], SizeAt = 40 },
        new() { Name = "vdi", Magic = [0x7f, 0x10, 0xda, 0xbe], MagicAt = 64, SizeAt = 368, IsLittle = true },
        new() { Name = "iso", Magic = [.. "CD001"u8], MagicAt = 32769, ProgramName = Raw.Name },
        Raw,
        Folder,
    ];

    private const int VersionAt = 4;

    private readonly string? _programName;

    /// <summary>libvirt's name.</summary>
    public required string Name { get; init; }

    /// <summary>The name for <c>qemu-img</c>.</summary>
    public string ProgramName
    {
        get => _programName ?? Name;
        init => _programName = value;
    }

    /// <summary>Whether the file is as long as the image.</summary>
    public bool IsPlain => SizeAt is null;

    private byte[] Magic { get; init; } = [];

    private int MagicAt { get; init; }

    private int? SizeAt { get; init; }

    private bool IsLittle { get; init; }

    private ulong Unit { get; init; } = 1;

    private uint[] Versions { get; init; } = [];

    /// <summary>The format with a name; <see langword="null"/> if it is not known.</summary>
    public static ImageFormat? Find(string name) => All.FirstOrDefault(f => f.Name == name);

    /// <summary>The format of a file that begins like this.</summary>
    public static ImageFormat Of(ReadOnlySpan<byte> header)
    {
        foreach (ImageFormat format in All)
        {
            if (format.Magic.Length > 0 && format.Begins(header))
            {
                return format;
            }
        }

        return Raw;
    }

    /// <summary>How large the image in a file is that begins like this; <see langword="null"/> if the file is not of this format.</summary>
    public ulong? CapacityOf(ReadOnlySpan<byte> header)
    {
        if (SizeAt is not { } at || !Begins(header) || header.Length < at + sizeof(ulong))
        {
            return null;
        }

        ReadOnlySpan<byte> size = header[at..];
        ulong count = IsLittle ? BinaryPrimitives.ReadUInt64LittleEndian(size) : BinaryPrimitives.ReadUInt64BigEndian(size);
        return count > ulong.MaxValue / Unit ? null : count * Unit;
    }

    private bool Begins(ReadOnlySpan<byte> header) =>
        header.Length >= MagicAt + Magic.Length && header.Slice(MagicAt, Magic.Length).SequenceEqual(Magic)
        && (Versions.Length == 0
            || (header.Length >= VersionAt + sizeof(uint) && Versions.Contains(BinaryPrimitives.ReadUInt32BigEndian(header[VersionAt..]))));
}
