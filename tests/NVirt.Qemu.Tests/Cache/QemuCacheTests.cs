using System.Runtime.Versioning;
using System.Text;
using NVirt.Qemu.Cache;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.Probing;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Cache;

[UnsupportedOSPlatform("windows")]
public sealed class QemuCacheTests : IDisposable
{
    private const string Edited = "edited in the cache";

    private readonly TempFolder _folder = new();
    private readonly TempFolder _system = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Folder => Path.Combine(_folder.Root, "nvirt");

    public void Dispose()
    {
        _folder.Dispose();
        _system.Dispose();
    }

    [Fact]
    public async Task A_binary_is_asked_once_and_what_was_kept_says_the_same()
    {
        string first = CapabilitiesText.Of(await GetAsync());
        Assert.Equal(first, CapabilitiesText.Of(await GetAsync()));
        string file = Assert.Single(Directory.GetFiles(Folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));

        // The cache file is used: it was read, and the binary was not queried.
        await EditAsync(file);
        Assert.Equal(Edited, (await GetAsync()).Package);
    }

    [Fact]
    public async Task What_is_read_when_it_is_first_asked_for_says_the_same()
    {
        string first = CapabilitiesText.Of(await GetAsync());
        Assert.Equal(first, CapabilitiesText.Of(await GetAsync(isLater: true)));
    }

    [Fact]
    public async Task What_nobody_reads_is_not_kept()
    {
        await GetAsync();
        string kept = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Folder)), Cancellation);
        string whole = await QemuRecorder.RecordAsync(RealQemu.Binary, cancellation: Cancellation);
        Assert.InRange(kept.Length, 1, whole.Length / 2);
        Assert.DoesNotContain("migrate_cancel", kept, StringComparison.Ordinal);
        Assert.Contains("migrate_cancel", whole, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_something_changed_the_binary_is_asked_again_and_the_file_written_anew()
    {
        await GetAsync();
        await EditAsync(Assert.Single(Directory.GetFiles(Folder)));
        _system.Write("nested", "1\n");
        Assert.NotEqual(Edited, (await GetAsync()).Package);
        Assert.DoesNotContain(
            Edited, await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Folder)), Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_file_is_ignored_and_written_anew()
    {
        await GetAsync();
        string file = Assert.Single(Directory.GetFiles(Folder));
        string whole = await File.ReadAllTextAsync(file, Cancellation);
        await File.WriteAllTextAsync(file, whole[..(whole.Length / 2)], Cancellation);
        Assert.NotEmpty((await GetAsync()).Slots);
        Assert.Equal(whole.Length, new FileInfo(file).Length);
    }

    [Fact]
    public async Task A_file_that_is_no_text_is_ignored_and_written_anew()
    {
        string package = (await GetAsync()).Package;
        string file = Assert.Single(Directory.GetFiles(Folder));
        byte[] bytes = await File.ReadAllBytesAsync(file, Cancellation);
        bytes[bytes.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes($"\"{package}\"")) + 1] = 0xff;
        await File.WriteAllBytesAsync(file, bytes, Cancellation);
        Assert.Equal(package, (await GetAsync()).Package);
        Assert.DoesNotContain((byte)0xff, await File.ReadAllBytesAsync(file, Cancellation));
    }

    [Fact]
    public async Task A_folder_that_can_not_be_written_is_no_reason_to_fail()
    {
        _folder.Write("nvirt", "a file where the folder should be");
        Assert.NotEmpty((await GetAsync()).Slots);
    }

    [Fact]
    public async Task A_binary_that_is_not_there_is_named() =>
        await Assert.ThrowsAsync<QemuException>(() => new QemuCache(Folder).GetAsync("no-such-qemu", cancellation: Cancellation));

    private async Task<QemuCapabilities> GetAsync(bool isLater = false)
    {
        RealQemu.Require();
        return await new QemuCache(Folder, CacheFactsTests.Of(_system), isLater).GetAsync(RealQemu.Binary, cancellation: Cancellation);
    }

    private static async Task EditAsync(string file)
    {
        string text = await File.ReadAllTextAsync(file, Cancellation);
        string package = QemuCapabilities.Parse(text[text.IndexOf('\n', StringComparison.Ordinal)..]).Package;
        await File.WriteAllTextAsync(file, text.Replace($"\"{package}\"", $"\"{Edited}\"", StringComparison.Ordinal), Cancellation);
    }
}
