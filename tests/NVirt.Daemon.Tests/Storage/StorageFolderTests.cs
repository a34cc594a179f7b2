using NVirt.Domains.Storage;
using NVirt.Qemu.Driver;

namespace NVirt.Daemon.Tests.Storage;

/// <summary>What may be in the folder of a pool, and what becomes of pools when processes and hosts end.</summary>
public sealed class StorageFolderTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<QemuDriver> _drivers = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Images => Path.Combine(_folder.Root, "images");

    private string Pool => $"<pool type='dir'><name>images</name><target><path>{Images}</path></target></pool>";

    public async ValueTask DisposeAsync()
    {
        foreach (QemuDriver driver in _drivers)
        {
            await driver.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Fact]
    public void Links_and_pipes_are_no_volumes()
    {
        (IStorageDriver storage, Guid pool) = Start();
        _folder.Write("images/good", "data");
        File.CreateSymbolicLink(Path.Combine(Images, "out"), "/etc/passwd");
        File.CreateSymbolicLink(Path.Combine(Images, "in"), "good");
        File.CreateSymbolicLink(Path.Combine(Images, "up"), "/etc");
        Peer.Output("mkfifo", Path.Combine(Images, "pipe"));
        _folder.Write("images/two\nlines", "data");
        storage.RefreshPool(pool);
        Assert.Equal("good", Assert.Single(storage.ListVolumes(pool)).Name);
    }

    [Fact]
    public void A_link_put_in_the_place_of_a_volume_is_not_followed()
    {
        (IStorageDriver storage, Guid pool) = Start();
        _folder.Write("images/good", "data");
        storage.RefreshPool(pool);
        StorageVolume volume = storage.FindVolume(pool, "good");
        File.Delete(volume.Path);
        File.CreateSymbolicLink(volume.Path, "/etc/passwd");
        Assert.Throws<StorageException>(() => storage.OpenToRead(volume, 0, 0));
        Assert.Throws<StorageException>(() => storage.OpenToWrite(volume, 0, 0));
        Assert.Throws<StorageException>(() => storage.GetVolumeInfo("images", "good"));
        storage.DeleteVolume("images", "good");
        Assert.True(File.Exists("/etc/passwd"));
    }

    [Theory]
    [InlineData("../out")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("-o")]
    [InlineData("a&#10;b")]
    [InlineData(" ")]
    public async Task A_name_that_leads_elsewhere_is_refused(string name)
    {
        (IStorageDriver storage, Guid pool) = Start();
        foreach (string format in (string[])["raw", "qcow2", "dir"])
        {
            await Assert.ThrowsAsync<StorageException>(
                () => storage.CreateVolumeAsync(pool, Volume(name, format), cancellation: Cancellation));
        }

        Assert.Empty(Directory.GetFileSystemEntries(Images));
        Assert.Equal([Images, Path.Combine(_folder.Root, "root")], Directory.GetFileSystemEntries(_folder.Root).Order());
    }

    // Builders of documents write elements that they have no value for.
    [Fact]
    public async Task An_element_without_content_counts_as_absent()
    {
        (IStorageDriver storage, Guid pool) = Start();
        const string Empty = "<volume><name>a</name><capacity>4096</capacity><allocation></allocation></volume>";
        await storage.CreateVolumeAsync(pool, Empty, cancellation: Cancellation);
        Assert.Equal(4096, new FileInfo(Path.Combine(Images, "a")).Length);
        await Assert.ThrowsAsync<StorageException>(() => storage.CreateVolumeAsync(
            pool, "<volume><name>b</name><capacity></capacity></volume>", cancellation: Cancellation));
    }

    [Theory]
    [InlineData("<pool type='logical'><name>x</name><target><path>/x</path></target></pool>", StorageErrorKind.Unsupported)]
    [InlineData("<pool type='dir'><name>x</name><target><path>relative/path</path></target></pool>", StorageErrorKind.Malformed)]
    [InlineData("<pool type='dir'><name>x</name><target><path>/x/../y</path></target></pool>", StorageErrorKind.Malformed)]
    [InlineData("<pool type='dir'><name>x</name><target><path>/</path></target></pool>", StorageErrorKind.Malformed)]
    [InlineData("<pool type='dir'><name>../x</name><target><path>/x</path></target></pool>", StorageErrorKind.Malformed)]
    [InlineData("<pool type='dir'><name>-x</name><target><path>/x</path></target></pool>", StorageErrorKind.Malformed)]
    public void A_pool_that_cannot_be_kept_is_refused(string xml, StorageErrorKind kind)
    {
        IStorageDriver storage = Open();
        Assert.Equal(kind, Assert.Throws<StorageException>(() => storage.DefinePool(xml)).Kind);
        Assert.Empty(storage.ListPools());
    }

    [Fact]
    public async Task A_copy_reads_nothing_outside_of_pools()
    {
        Needs.Program("qemu-img", "qemu-utils");
        (IStorageDriver storage, Guid pool) = Start();
        string secret = _folder.Write("secret", new string('s', 65536));
        foreach (string name in (string[])[secret, "../secret", $"json:{{\"driver\":\"file\",\"filename\":\"{secret}\"}}"])
        {
            string image = Path.Combine(Images, "bad.qcow2");
            Peer.Output("qemu-img", "create", "-q", "-f", "qcow2", "-u", "-b", name, "-F", "raw", image, "64K");
            storage.RefreshPool(pool);
            StorageVolume volume = storage.FindVolume(pool, "bad.qcow2");
            StorageException refused = await Assert.ThrowsAsync<StorageException>(
                () => storage.CopyVolumeAsync(pool, Volume("copy", "raw"), volume, cancellation: Cancellation));
            Assert.Equal(StorageErrorKind.Unsupported, refused.Kind);
            await Assert.ThrowsAsync<StorageException>(() => storage.ResizeVolumeAsync(volume, 1 << 20, cancellation: Cancellation));
        }

        Assert.False(File.Exists(Path.Combine(Images, "copy")));
    }

    [Fact]
    public async Task A_volume_on_another_volume_is_copied_with_what_that_holds()
    {
        Needs.Program("qemu-img", "qemu-utils");
        (IStorageDriver storage, Guid pool) = Start();
        _folder.Write("images/base", new string('b', 65536));
        storage.RefreshPool(pool);
        string overlay = "<volume><name>over</name><capacity>65536</capacity><target><format type='qcow2'/></target>"
            + "<backingStore><path>base</path><format type='raw'/></backingStore></volume>";
        StorageVolume made = await storage.CreateVolumeAsync(pool, overlay, cancellation: Cancellation);
        await storage.CopyVolumeAsync(pool, Volume("copy", "raw"), made, cancellation: Cancellation);
        Assert.Equal(new string('b', 65536), await File.ReadAllTextAsync(Path.Combine(Images, "copy"), Cancellation));
    }

    [Fact]
    public async Task What_cannot_be_finished_leaves_nothing()
    {
        Needs.Program("qemu-img", "qemu-utils");
        (IStorageDriver storage, Guid pool) = Start();
        string odd = "<volume><name>odd</name><capacity>65536</capacity>"
            + "<target><format type='qcow2'/><clusterSize>3</clusterSize></target></volume>";
        StorageException refused =
            await Assert.ThrowsAsync<StorageException>(() => storage.CreateVolumeAsync(pool, odd, cancellation: Cancellation));
        Assert.Equal(StorageErrorKind.Internal, refused.Kind);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => storage.CreateVolumeAsync(pool, Volume("late", "qcow2"), cancellation: new CancellationToken(canceled: true)));
        Assert.Empty(storage.ListVolumes(pool));
        Assert.Empty(Directory.GetFileSystemEntries(Images));
        storage.StopPool(pool);
    }

    [Fact]
    public void A_pool_stays_active_when_its_process_ends()
    {
        (_, Guid pool) = Start();
        _folder.Write("images/later", "data");
        IStorageDriver other = Open();
        Assert.Equal(
            new StoragePoolSummary("images", pool, IsActive: true, IsPersistent: true, IsAutostart: false), other.FindPool("images"));
        Assert.Equal("later", Assert.Single(other.ListVolumes(pool)).Name);
        string transient = $"<pool type='dir'><name>short</name><target><path>{_folder.Root}</path></target></pool>";
        other.CreatePool(transient);
        Assert.False(Open().FindPool("short").IsPersistent);
    }

    [Fact]
    public void After_a_boot_only_marked_pools_are_active()
    {
        (IStorageDriver storage, Guid pool) = Start();
        string other = $"<pool type='dir'><name>marked</name><target><path>{_folder.Root}</path></target></pool>";
        Guid marked = storage.DefinePool(other).Uuid;
        storage.SetAutostart(marked, isAutostart: true);
        File.WriteAllText(Path.Combine(_folder.Root, "root", "pool-run", "boot"), "another");
        IStorageDriver after = Open();
        Assert.False(after.FindPool(pool).IsActive);
        Assert.True(after.FindPool(marked).IsActive);
        after.StopPool(marked);
        Assert.False(Open().FindPool(marked).IsActive);
    }

    [Fact]
    public void Listeners_are_told_what_happens_to_pools()
    {
        List<StoragePoolEventKind> told = [];
        IStorageDriver storage = Open();
        using (storage.Watch(e => told.Add(e.Kind)))
        {
            Guid pool = storage.DefinePool(Pool).Uuid;
            storage.BuildPool(pool);
            storage.StartPool(pool);
            storage.RefreshPool(pool);
            storage.StopPool(pool);
            storage.DeletePool(pool);
            storage.UndefinePool(pool);
        }

        storage.DefinePool(Pool);
        Assert.Equal(
            [
                StoragePoolEventKind.Defined, StoragePoolEventKind.Built, StoragePoolEventKind.Started, StoragePoolEventKind.Refreshed,
                StoragePoolEventKind.Stopped, StoragePoolEventKind.Deleted, StoragePoolEventKind.Undefined,
            ],
            told);
    }

    private static string Volume(string name, string format) =>
        $"<volume><name>{name}</name><capacity>65536</capacity><target><format type='{format}'/></target></volume>";

    private (IStorageDriver Storage, Guid Pool) Start()
    {
        IStorageDriver storage = Open();
        Guid pool = storage.DefinePool(Pool).Uuid;
        storage.BuildPool(pool);
        storage.StartPool(pool);
        return (storage, pool);
    }

    private IStorageDriver Open()
    {
        Needs.Linux("pools are folders of Linux");
        QemuDriver driver = new(new QemuDriverOptions { Root = Path.Combine(_folder.Root, "root") });
        _drivers.Add(driver);
        return driver.Storage;
    }
}
