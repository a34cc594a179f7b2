using System.Buffers.Binary;
using System.Text;
using NVirt.Domains.Storage;
using NVirt.Qemu.Driver;

namespace NVirt.Daemon.Tests.Storage;

/// <summary>Images that were written by somebody who wants more than a disk, such as a guest.</summary>
public sealed class HostileImageTests : IAsyncLifetime
{
    private const int Size = 65_536;

    private readonly TempFolder _folder = new();
    private QemuDriver? _driver;
    private Guid _pool;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Images => Path.Combine(_folder.Root, "images");

    private string Secret => Path.Combine(_folder.Root, "secret");

    private IStorageDriver Storage => _driver!.Storage;

    public ValueTask InitializeAsync()
    {
        if (OperatingSystem.IsLinux())
        {
            _driver = new QemuDriver(new QemuDriverOptions { Root = Path.Combine(_folder.Root, "root") });
            _pool = Storage.DefinePool($"<pool type='dir'><name>images</name><target><path>{Images}</path></target></pool>").Uuid;
            Storage.StartPool(_pool, isBuilt: true);
            _folder.Write("secret", new string('s', Size));
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_driver is not null)
        {
            await _driver.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Fact]
    public void A_header_that_counts_beyond_its_end_is_one_odd_volume_and_the_pool_has_all_others()
    {
        Needs.Linux("pools are folders of Linux");
        _folder.Write("images/good", "data");
        foreach ((string name, int at, ulong value) in ((string, int, ulong)[])
            [("offset", 8, ulong.MaxValue), ("length", 100, 0xFFFFFFFC_00000000), ("near", 100, 0x80000000_00000000)])
        {
            byte[] header = Qcow2Header();
            header[19] = 1;
            BinaryPrimitives.WriteUInt64BigEndian(header.AsSpan(at), value);
            _folder.Write($"images/{name}", header);
        }

        byte[] extension = Qcow2Header();
        BinaryPrimitives.WriteUInt32BigEndian(extension.AsSpan(112), 0x12345678);
        BinaryPrimitives.WriteUInt32BigEndian(extension.AsSpan(116), uint.MaxValue);
        _folder.Write("images/extension", extension);
        byte[] odd = Qcow2Header();
        odd[15] = 200;
        odd[19] = 3;
        odd[200] = 1;
        odd[201] = 0xff;
        odd[202] = (byte)'/';
        _folder.Write("images/unprintable", odd);
        Storage.RefreshPool(_pool);
        foreach (StorageVolume volume in Storage.ListVolumes(_pool))
        {
            Assert.Contains(volume.Path, DocumentOf(volume.Name), StringComparison.Ordinal);
            Assert.True(Storage.GetVolumeInfo("images", volume.Name).Capacity < long.MaxValue);
        }

        Assert.Equal(
            ["extension", "good", "length", "near", "offset", "unprintable"], Storage.ListVolumes(_pool).Select(v => v.Name));
    }

    [Theory]
    [InlineData("qcow2")]
    [InlineData("qcow")]
    [InlineData("qed")]
    public Task A_base_outside_of_pools_is_not_copied(string format)
    {
        Needs.Program("qemu-img", "qemu-utils");
        Peer.Output("qemu-img", "create", "-q", "-f", format, "-u", "-b", Secret, "-F", "raw", Path.Combine(Images, "bad"), "64K");
        return RefuseAsync(Secret);
    }

    [Fact]
    public Task A_parent_in_the_description_of_a_vmdk_is_not_copied()
    {
        Needs.Linux("pools are folders of Linux");
        _folder.Write(
            "images/bad",
            Vmdk(sectors: 128, $"CID=1\nparentCID=2\nparentFileNameHint=\"{Secret}\"\ncreateType=\"monolithicSparse\"\n"));
        return RefuseAsync(Secret);
    }

    [Fact]
    public Task An_extent_in_the_description_of_a_vmdk_is_not_copied()
    {
        Needs.Linux("pools are folders of Linux");
        _folder.Write(
            "images/bad",
            Vmdk(sectors: 0, $"CID=1\nparentCID=ffffffff\ncreateType=\"monolithicFlat\"\nRW {Size / 512} FLAT \"{Secret}\" 0\n"));
        return RefuseAsync("images/bad");
    }

    [Fact]
    public async Task A_data_file_of_a_qcow2_image_is_neither_copied_nor_resized()
    {
        Needs.Program("qemu-img", "qemu-utils");
        Peer.Output(
            "qemu-img", "create", "-q", "-f", "qcow2", "-o", $"data_file={Secret},data_file_raw=on", Path.Combine(Images, "bad"), "64K");
        File.WriteAllText(Secret, new string('s', Size));
        await RefuseAsync("images/bad");
        Assert.Equal(new string('s', Size), await File.ReadAllTextAsync(Secret, Cancellation));
    }

    [Fact]
    public async Task A_volume_is_made_on_an_image_without_opening_what_that_names()
    {
        Needs.Program("qemu-img", "qemu-utils");
        string between = Path.Combine(Images, "between");
        Peer.Output("qemu-img", "create", "-q", "-f", "qcow2", "-u", "-b", "json:{\"driver\":\"nonsense\"}", "-F", "raw", between, "64K");
        Storage.RefreshPool(_pool);
        StorageVolume made = await Storage.CreateVolumeAsync(
            _pool,
            "<volume><name>over</name><capacity>65536</capacity><target><format type='qcow2'/></target>"
            + $"<backingStore><path>{between}</path><format type='qcow2'/></backingStore></volume>",
            cancellation: Cancellation);
        Assert.Contains(between, DocumentOf(made.Name), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_raw_volume_stays_one_whatever_a_guest_writes_to_it()
    {
        Needs.Program("qemu-img", "qemu-utils");
        StorageVolume raw = await Storage.CreateVolumeAsync(
            _pool, "<volume><name>bad</name><capacity>1048576</capacity></volume>", cancellation: Cancellation);
        Peer.Output("qemu-img", "create", "-q", "-f", "qcow2", "-u", "-b", Secret, "-F", "raw", raw.Path, "64K");
        byte[] written = await File.ReadAllBytesAsync(raw.Path, Cancellation);
        await CopyAsync(raw);
        byte[] copied = await File.ReadAllBytesAsync(Path.Combine(Images, "copy"), Cancellation);
        Assert.Equal(written, copied[..written.Length]);
        Assert.Equal(-1, copied.AsSpan(written.Length).IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public async Task A_chain_is_copied_from_the_very_files_that_were_checked()
    {
        Needs.Program("qemu-img", "qemu-utils");
        _folder.Write("images/lowest", new string('b', Size));
        Peer.Output("qemu-img", "create", "-q", "-f", "qcow2", "-b", "lowest", "-F", "raw", Path.Combine(Images, "middle"), "64K");
        Peer.Output("qemu-img", "create", "-q", "-f", "qcow2", "-b", Path.Combine(Images, "middle"), "-F", "qcow2",
            Path.Combine(Images, "bad"), "64K");
        Storage.RefreshPool(_pool);
        await CopyAsync(Storage.FindVolume(_pool, "bad"));
        Assert.Equal(new string('b', Size), await File.ReadAllTextAsync(Path.Combine(Images, "copy"), Cancellation));
    }

    [Theory]
    [InlineData(ulong.MaxValue, true)]
    [InlineData(long.MaxValue, true)]
    [InlineData(ulong.MaxValue, false)]
    [InlineData((ulong)long.MaxValue + 1, false)]
    public async Task A_size_that_no_file_can_have_is_refused(ulong number, bool isDelta)
    {
        Needs.Linux("pools are folders of Linux");
        string sparse = _folder.Write("images/sparse", "data");
        using (FileStream file = File.OpenWrite(sparse))
        {
            file.SetLength(1L << 43);
        }

        Storage.RefreshPool(_pool);
        StorageVolume volume = Storage.FindVolume(_pool, "sparse");
        await Assert.ThrowsAsync<StorageException>(() => Storage.ResizeVolumeAsync(
            volume, number, new StorageResizeOptions { IsDelta = isDelta }, Cancellation));
        Assert.Equal(1L << 43, new FileInfo(sparse).Length);
    }

    private string DocumentOf(string name) => Storage.GetVolumeDocument("images", name);

    private async Task RefuseAsync(string named)
    {
        Storage.RefreshPool(_pool);
        StorageVolume volume = Storage.FindVolume(_pool, "bad");
        Assert.Equal("bad", volume.Name);
        StorageException refused = await Assert.ThrowsAsync<StorageException>(() => CopyAsync(volume));
        Assert.Equal(StorageErrorKind.Unsupported, refused.Kind);
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Images, "copy")));
        await Assert.ThrowsAsync<StorageException>(() => Storage.ResizeVolumeAsync(volume, 1 << 20, cancellation: Cancellation));
    }

    private Task CopyAsync(StorageVolume volume) => Storage.CopyVolumeAsync(
        _pool, "<volume><name>copy</name><target><format type='raw'/></target></volume>", volume, cancellation: Cancellation);

    private static byte[] Qcow2Header()
    {
        byte[] header = new byte[1024];
        BinaryPrimitives.WriteUInt32BigEndian(header, 0x514649fb);
        header[7] = 3;
        header[23] = 16;
        header[29] = 1;
        header[103] = 112;
        return header;
    }

    // A sparse image as VMware writes it, whose description stands in its second sector.
    private static byte[] Vmdk(ulong sectors, string description)
    {
        byte[] image = new byte[Size];
        "KDMV"u8.CopyTo(image);
        image[4] = 1;
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(12), sectors);
        image[20] = 128;
        image[28] = 1;
        image[36] = 20;
        Encoding.ASCII.GetBytes($"# Disk DescriptorFile\nversion=1\n{description}").CopyTo(image, 512);
        return image;
    }
}
