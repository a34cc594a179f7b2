using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using NVirt.Domains.Driver;
using NVirt.Qemu.State;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.State;

/// <summary>Written files belong to this user alone, and what others put there is not followed, waited for or read without limit.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class PrivateFolderTests : IDisposable
{
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TempFolder _temp = new();

    private string Path => System.IO.Path.Combine(_temp.Root, "own");

    public void Dispose() => _temp.Dispose();

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void What_is_made_only_its_owner_can_read()
    {
        using PrivateFolder folder = PrivateFolder.Open(Path);
        folder.Write("file", "text"u8);
        folder.MakePipe("pipe");
        folder.Enter("inside").Dispose();
        folder.OpenOrMake("open", OpenFlags.ReadWrite).Dispose();
        Assert.Equal(OnlyOwner, File.GetUnixFileMode(folder.PathOf("file")));
        Assert.Equal(OnlyOwner, File.GetUnixFileMode(folder.PathOf("pipe")));
        Assert.Equal(OnlyOwner, File.GetUnixFileMode(folder.PathOf("open")));
        Assert.Equal(OnlyOwner | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.PathOf("inside")));
        Assert.Equal(OnlyOwner | UnixFileMode.UserExecute, File.GetUnixFileMode(Path));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void What_is_made_its_owner_can_use_whatever_the_mask_is()
    {
        UnderMask(0x1FF, () =>
        {
            using PrivateFolder folder = PrivateFolder.Open(System.IO.Path.Combine(Path, "deep"));
            folder.Enter("inside").Dispose();
        });
        Assert.All([Path, $"{Path}/deep", $"{Path}/deep/inside"],
            p => Assert.Equal(OnlyOwner | UnixFileMode.UserExecute, File.GetUnixFileMode(p)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("../own")]
    [InlineData("/etc/passwd")]
    [InlineData("a\0b")]
    public void A_name_is_one_name(string name)
    {
        using PrivateFolder folder = PrivateFolder.Open(Path);
        Assert.Throws<ArgumentException>(() => folder.Read(name, 10));
        Assert.Throws<ArgumentException>(() => folder.Write(name, "x"u8));
        Assert.Throws<ArgumentException>(() => folder.Delete(name));
        Assert.Throws<ArgumentException>(() => folder.Enter(name));
    }

    [Fact]
    public void No_link_is_followed()
    {
        string precious = _temp.Write("precious", "precious");
        using PrivateFolder folder = PrivateFolder.Open(Path);
        File.CreateSymbolicLink(folder.PathOf("link"), precious);
        File.CreateSymbolicLink(folder.PathOf("folder"), "/etc");
        Assert.Contains("symbolic link", Assert.Throws<DomainException>(() => folder.Read("link", 100)).Message, StringComparison.Ordinal);
        Assert.Throws<DomainException>(() => folder.OpenOrMake("link", OpenFlags.ReadWrite));
        Assert.Throws<DomainException>(() => folder.Enter("folder"));
        folder.Write("link", "new"u8);
        folder.DeleteFolder("link-to-nothing", "x");
        Assert.Equal("precious", File.ReadAllText(precious));
        Assert.Equal("new", Encoding.UTF8.GetString(folder.Read("link", 100)!));
    }

    [Fact]
    public void A_second_name_of_another_file_is_not_written_to()
    {
        string precious = _temp.Write("precious", "precious");
        using PrivateFolder folder = PrivateFolder.Open(Path);
        Peer.Output("ln", precious, folder.PathOf("log"));
        Assert.Throws<DomainException>(() => folder.OpenOrMake("log", OpenFlags.Write | OpenFlags.Append));
        Assert.Equal("precious", File.ReadAllText(precious));
    }

    [Fact]
    public void A_pipe_makes_nobody_wait_and_is_no_file()
    {
        using PrivateFolder folder = PrivateFolder.Open(Path);
        folder.MakePipe("pipe");
        Assert.Throws<DomainException>(() => folder.Read("pipe", 100));
        Assert.Null(folder.TryOpenPipe("pipe"));
        folder.Write("file", "x"u8);
        Assert.Throws<DomainException>(() => folder.TryOpenPipe("file"));
    }

    [Fact]
    public void A_file_that_is_too_long_is_refused_before_it_is_read()
    {
        using PrivateFolder folder = PrivateFolder.Open(Path);
        using (FileStream file = File.Create(folder.PathOf("long")))
        {
            file.SetLength(1L << 40);
        }

        Assert.Contains("at most 100", Assert.Throws<DomainException>(() => folder.Read("long", 100)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("770")]
    [InlineData("707")]
    public void A_folder_in_which_others_may_write_is_refused_with_what_to_do(string mode)
    {
        PrivateFolder.Open(Path).Dispose();
        Peer.Output("chmod", mode, Path);
        Assert.Contains("chmod go-w", Assert.Throws<DomainException>(() => PrivateFolder.Open(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_around_it_in_which_others_may_write_is_refused()
    {
        string above = Directory.CreateDirectory(System.IO.Path.Combine(_temp.Root, "above")).FullName;
        Peer.Output("chmod", "777", above);
        Assert.Contains("chmod o-w", Assert.Throws<DomainException>(() => PrivateFolder.Open(System.IO.Path.Combine(above, "own"))).Message,
            StringComparison.Ordinal);
        Peer.Output("chmod", "1777", above);
        PrivateFolder.Open(System.IO.Path.Combine(above, "own")).Dispose();
    }

    [Fact]
    public void A_folder_that_another_user_owns_is_refused()
    {
        Needs.Hardware(Environment.IsPrivilegedProcess, "only root can give a folder away");
        PrivateFolder.Open(Path).Dispose();
        Peer.Output("chown", "nobody", Path);
        Assert.Contains(
            "must belong to user 0", Assert.Throws<DomainException>(() => PrivateFolder.Open(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_others_put_in_a_shared_folder_is_refused_and_what_is_ours_is_not()
    {
        using PrivateFolder folder = PrivateFolder.Open(Path);
        Peer.Output("chmod", "1777", Path);
        PrivateFolder.Open(Path).Dispose();
        folder.Enter("inside").Dispose();
        Peer.Output("chmod", "1777", folder.PathOf("inside"));
        Assert.Throws<DomainException>(() => folder.Enter("inside"));
        Peer.Output("chmod", "700", folder.PathOf("inside"));
        folder.Enter("inside").Dispose();
        Needs.Hardware(Environment.IsPrivilegedProcess, "only root can give a folder away");
        Peer.Output("chown", "nobody", folder.PathOf("inside"));
        Assert.Throws<DomainException>(() => folder.Enter("inside"));
    }

    [Fact]
    public void The_folder_stays_the_same_one_when_its_name_is_given_to_another()
    {
        using PrivateFolder folder = PrivateFolder.Open(Path);
        Directory.Move(Path, Path + "-moved");
        Directory.CreateDirectory(Path);
        folder.Write("file", "x"u8);
        Assert.Empty(Directory.EnumerateFiles(Path));
        Assert.True(File.Exists(System.IO.Path.Combine(Path + "-moved", "file")));
    }

    [Fact]
    public void What_lasts_reaches_the_disk_before_it_has_its_name_and_then_the_name_does()
    {
        List<(bool HasName, bool IsFolder)> synced = [];
        using PrivateFolder folder = PrivateFolder.Open(Path, handle =>
        {
            string target = new FileInfo($"/proc/self/fd/{handle.DangerousGetHandle()}").LinkTarget!;
            synced.Add((File.Exists(System.IO.Path.Combine(Path, "file")), target == Path));
            return 0;
        });
        folder.Write("file", "x"u8);
        Assert.Equal([(false, false), (true, true)], synced);
        folder.Delete("file");
        Assert.Equal((false, true), synced[^1]);
        folder.Write("file", "x"u8, isLasting: false);
        Assert.Equal(3, synced.Count);
    }

    [Fact]
    public void What_a_killed_writer_left_is_not_listed_and_is_tidied()
    {
        using PrivateFolder folder = PrivateFolder.Open(Path);
        File.WriteAllText(folder.PathOf(".new-rest"), "half");
        Assert.Empty(folder.Names());
        folder.Tidy();
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path));
    }

    [Fact]
    public void A_full_disk_leaves_the_old_text_and_takes_no_lock_away()
    {
        Needs.Hardware(Environment.IsPrivilegedProcess, "only root can mount a small file system");
        PrivateFolder.Open(Path).Dispose();
        Peer.Output("mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "nvirt-test", Path);
        try
        {
            using PrivateFolder folder = PrivateFolder.Open(Path);
            folder.Write("file", "old"u8);
            folder.OpenOrMake("lock", OpenFlags.ReadWrite).Dispose();
            using (FileStream fill = File.Create(folder.PathOf("fill")))
            {
                Assert.Throws<IOException>(() => fill.Write(new byte[1 << 20]));
            }

            Assert.Throws<DomainException>(() => folder.Write("file", new byte[8192]));
            Assert.Equal("old", Encoding.UTF8.GetString(folder.Read("file", 100)!));
            Assert.Equal(["file", "fill", "lock"], folder.Names().Order(StringComparer.Ordinal));
            using DomainLock? taken = DomainLock.TryTake(folder, "lock", "destroy");
            Assert.NotNull(taken);
            Assert.Null(DomainLock.TryTake(folder, "lock", "start"));
        }
        finally
        {
            Peer.Output("umount", "--lazy", Path);
        }
    }

    [Fact]
    public void A_lock_is_held_until_it_is_given_back()
    {
        using PrivateFolder folder = PrivateFolder.Open(Path);
        using (DomainLock? first = DomainLock.TryTake(folder, "lock", "start"))
        {
            Assert.NotNull(first);
            Assert.Null(DomainLock.TryTake(folder, "lock", "start"));
        }

        using DomainLock? second = DomainLock.TryTake(folder, "lock", "start");
        Assert.NotNull(second);
    }

    [Fact]
    public void A_lock_file_that_is_a_link_is_not_followed()
    {
        string precious = _temp.Write("precious", "precious");
        using PrivateFolder folder = PrivateFolder.Open(Path);
        File.CreateSymbolicLink(folder.PathOf("lock"), precious);
        Assert.Throws<DomainException>(() => DomainLock.TryTake(folder, "lock", "start"));
        Assert.Equal("precious", File.ReadAllText(precious));
    }

    // A thread can have its own umask.
    private static void UnderMask(int mask, Action action)
    {
        const int files = 0x200; // CLONE_FS
        nint library = NativeLibrary.Load("libc.so.6");
        Exception? failure = null;
        Thread thread = new(() => failure = Record.Exception(() =>
        {
            Assert.Equal(0, Call("unshare", files));
            Call("umask", mask);
            action();
        }));
        thread.Start();
        thread.Join();
        Assert.Null(failure);

        int Call(string name, int argument) =>
            Marshal.GetDelegateForFunctionPointer<OfNumber>(NativeLibrary.GetExport(library, name))(argument);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int OfNumber(int argument);
}
