using System.Diagnostics;
using System.Globalization;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Qemu.Driver;
using NVirt.Qemu.State;
using NVirt.Qemu.Tests.Driver;

namespace NVirt.Qemu.Tests.Confinement;

/// <summary>
/// QEMU under root is a user of its own, which gets the files of its domain while it runs. The user is a number that nobody has.
/// </summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class GuestUserTests : IAsyncDisposable
{
    private const uint User = 3_141_592;
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly HostFolder _host = new();

    public GuestUserTests()
    {
        Needs.Hardware(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root can start processes of other users");
        Needs.Hardware(File.Exists("/usr/bin/setpriv"), "there is no setpriv (Debian's util-linux)");
        Configure(_host);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RunStore Runs => new(new StateFolder(_host.Root));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Qemu_is_the_configured_user_without_a_way_back()
    {
        DomainStarted started = await StartAsync();
        string status = await StatusAsync(started);
        Assert.Contains($"Uid:\t{User}\t{User}\t{User}\t{User}\n", status, StringComparison.Ordinal);
        Assert.Contains($"Gid:\t{User}\t{User}\t{User}\t{User}\n", status, StringComparison.Ordinal);
        Assert.Matches("(?m)^Groups:\t( |[0-9]+ )$", status);
        Assert.Contains("NoNewPrivs:\t1\n", status, StringComparison.Ordinal);
        Assert.Contains("Seccomp:\t2\n", status, StringComparison.Ordinal);
        Assert.Contains("CapPrm:\t0000000000000000\n", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_emulator_that_is_asked_what_it_can_do_is_the_configured_user_too()
    {
        string said = _host.PathOf("status");
        await File.WriteAllTextAsync(said, string.Empty, Cancellation);
        File.SetUnixFileMode(said, (UnixFileMode)0x1B6);
        string emulator = _host.WriteScript("emulator", $"cat /proc/self/status >> '{said}'\nexec /usr/bin/qemu-system-x86_64 \"$@\"\n");
        File.SetUnixFileMode(emulator, (UnixFileMode)0x1ED);
        Assert.Equal("qemu", (await _host.Driver.GetDomainCapabilitiesAsync(
            new DomainKind { Emulator = emulator, Type = "qemu" }, Cancellation)).DomainType);
        string status = await File.ReadAllTextAsync(said, Cancellation);
        Assert.Contains($"Uid:\t{User}\t{User}\t{User}\t{User}\n", status, StringComparison.Ordinal);
        Assert.DoesNotContain("Uid:\t0\t", status, StringComparison.Ordinal);
        Assert.Contains("NoNewPrivs:\t1\n", status, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories("/run", "nvirt-qemu-*"));
    }

    [Fact]
    public async Task The_state_folder_stays_that_of_root()
    {
        DomainStarted started = await StartAsync();
        Assert.Equal(0u, FileStatus.Of(_host.Root)!.Value.Owner);
        string run = Path.Combine(_host.Root, "run", started.Domain.Uuid.ToString());
        foreach (string path in (string[])[_host.Root, Path.Combine(_host.Root, "run"), run, Path.Combine(run, "guest.json"),
            Path.Combine(run, "process")])
        {
            FileStatus status = FileStatus.Of(path)!.Value;
            Assert.Equal(0u, status.Owner);
            Assert.Equal(0, status.Mode & 0x7);
        }

        Assert.Equal(User, FileStatus.Of(Path.Combine(run, "s"))!.Value.Owner);
        (int code, string said) = AsUser($"exec 3<'{run}/guest.json'");
        Assert.True(code != 0, said);
    }

    [Fact]
    public async Task Its_disk_is_given_to_it_and_taken_back()
    {
        string disk = MakeDisk("disk.img");
        string log = _host.PathOf("serial.log");
        await StartAsync(DiskOf(disk) + $"<serial type='file'><source path='{log}'/></serial>");
        Assert.Equal((0u, User, 0x1B0), Rights(disk));
        Assert.Equal((0u, User, 0x1B0), Rights(log));
        await _host.Driver.DestroyAsync("small", cancellation: Cancellation);
        Assert.Equal((0u, 0u, 0x180), Rights(disk));
        Assert.Equal((0u, 0u, 0x180), Rights(log));
        await _host.AssertNothingRunsAsync();
    }

    [Fact]
    public async Task What_is_only_read_cannot_be_written()
    {
        string disk = MakeDisk("iso.img");
        await StartAsync(
            $"<disk type='file' device='cdrom'><source file='{disk}'/><target dev='hda' bus='ide'/><readonly/></disk>");
        Assert.Equal((0u, User, 0x1A0), Rights(disk));
    }

    [Fact]
    public async Task What_it_can_use_anyway_stays_as_it_is()
    {
        string disk = MakeDisk("public.iso");
        File.SetUnixFileMode(disk, OnlyOwner | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await StartAsync($"<disk type='file' device='cdrom'><source file='{disk}'/><target dev='hda' bus='ide'/><readonly/></disk>");
        Assert.Equal((0u, 0u, 0x1A4), Rights(disk));
    }

    [Fact]
    public async Task After_a_crash_the_next_start_gives_files_back()
    {
        string disk = MakeDisk("disk.img");
        DomainStarted started = await StartAsync(DiskOf(disk));
        Kill(started);
        await using QemuDriver other = new(new QemuDriverOptions { Root = _host.Root });
        await other.CreateAsync(HostFolder.Small(string.Empty, "next"), cancellation: Cancellation);
        Assert.Equal((0u, 0u, 0x180), Rights(disk));
    }

    [Fact]
    public async Task A_start_that_fails_gives_files_back()
    {
        string disk = MakeDisk("disk.img");
        string broken = MakeDisk("broken.qcow2");
        await Assert.ThrowsAsync<DomainException>(() => StartAsync(
            DiskOf(disk) + $"<disk type='file'><driver type='qcow2'/><source file='{broken}'/><target dev='vdb'/></disk>"));
        Assert.Equal((0u, 0u, 0x180), Rights(disk));
        Assert.Equal((0u, 0u, 0x180), Rights(broken));
    }

    [Fact]
    public async Task Another_file_in_the_place_of_a_given_one_stays_as_it_is()
    {
        string disk = MakeDisk("disk.img");
        await StartAsync(DiskOf(disk));
        File.Move(disk, disk + ".old");
        MakeDisk("disk.img");
        await _host.Driver.DestroyAsync("small", cancellation: Cancellation);
        Assert.Equal((0u, 0u, 0x180), Rights(disk));
    }

    [Theory]
    [InlineData("link", "belongs to user")]
    [InlineData("folder", "belongs to user")]
    [InlineData("names", "2 names")]
    public async Task What_others_could_replace_is_not_given(string way, string reason)
    {
        string secret = MakeDisk("secret");
        string open = Directory.CreateDirectory(_host.PathOf("open")).FullName;
        string disk = Path.Combine(open, "disk.img");
        switch (way)
        {
            case "link":
                File.SetUnixFileMode(open, (UnixFileMode)0x3FF);
                File.CreateSymbolicLink(disk, secret);
                Peer.Output("chown", "-h", "12345", disk);
                break;
            case "folder":
                File.Move(MakeDisk("x"), disk);
                Peer.Output("chown", "12345", open);
                break;
            default:
                Peer.Output("ln", secret, disk);
                break;
        }

        DomainException refused = await Assert.ThrowsAsync<DomainException>(() => StartAsync(DiskOf(disk)));
        Assert.Contains(reason, refused.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal((0u, 0u, 0x180), Rights(secret));
        await _host.AssertNothingRunsAsync();
    }

    [Fact]
    public async Task Everything_else_goes_on_working()
    {
        DomainStarted started = await StartAsync("<serial type='pty'/><video><model type='vga'/></video><graphics type='vnc'/>");
        DomainReference small = DomainReference.Parse("small");
        Assert.NotEmpty(await _host.Driver.TakePictureAsync(small, cancellation: Cancellation));
        await _host.Driver.SuspendAsync(small, cancellation: Cancellation);
        await _host.Driver.ResumeAsync(small, cancellation: Cancellation);
        Assert.Equal(DomainState.Running, (await _host.Driver.FindAsync(small, Cancellation)).State);
        string journal = Path.Combine(_host.Root, "run", started.Domain.Uuid.ToString(), "events.out");
        Assert.Contains("RESUME", await File.ReadAllTextAsync(journal, Cancellation), StringComparison.Ordinal);
        await _host.Driver.DestroyAsync(small, cancellation: Cancellation);
        await _host.AssertNothingRunsAsync();
    }

    [Fact]
    public async Task It_migrates_to_a_host_with_another_user()
    {
        await using HostFolder there = new();
        Configure(there, User + 1);
        await StartAsync();
        await _host.Driver.MigrateAsync("small", there.Driver.OpenDestination(), cancellation: Cancellation);
        DomainSummary arrived = await there.Driver.FindAsync("small", Cancellation);
        Assert.Contains($"Uid:\t{User + 1}\t", await File.ReadAllTextAsync($"/proc/{arrived.ProcessId}/status", Cancellation),
            StringComparison.Ordinal);
        await _host.AssertNothingRunsAsync();
    }

    [Fact]
    public async Task A_guest_cannot_put_other_sockets_in_the_place_of_its_own()
    {
        DomainStarted started = await StartAsync();
        string folder = Path.Combine(_host.Root, "run", started.Domain.Uuid.ToString(), "s");
        string other = Path.Combine(folder, "other");
        File.Move(Path.Combine(folder, "m"), other);
        File.CreateSymbolicLink(Path.Combine(folder, "m"), other);
        DomainException refused =
            await Assert.ThrowsAsync<DomainException>(() => _host.Driver.SuspendAsync("small", cancellation: Cancellation));
        Assert.Contains("is not a socket", refused.Message, StringComparison.Ordinal);
        Peer.Output("sh", "-c", $"cd '{folder}'; for i in $(seq 300); do mkdir d; cd d; done; touch end");
        await _host.Driver.DestroyAsync("small", cancellation: Cancellation);
        await _host.AssertNothingRunsAsync();
    }

    [Theory]
    [InlineData("{ \"user\": \"nobody-of-this-name\" }", "there is no user")]
    [InlineData("{ \"users\": 1 }", "there is no setting \"users\"")]
    [InlineData("{ \"sandbox\": 1 }", "sandbox")]
    [InlineData("{ \"networks\": { \"a\": \"b/c\" } }", "networks.a")]
    [InlineData("{", "JSON")]
    public async Task Settings_that_make_no_sense_start_no_guest(string settings, string reason)
    {
        await File.WriteAllTextAsync(Path.Combine(_host.Root, "guests.json"), settings, Cancellation);
        DomainException refused = await Assert.ThrowsAsync<DomainException>(() => StartAsync());
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        await _host.AssertNothingRunsAsync();
    }

    private static void Configure(HostFolder host, uint user = User)
    {
        File.SetUnixFileMode(Path.GetDirectoryName(host.Root)!, (UnixFileMode)0x1C9);
        File.WriteAllText(
            Path.Combine(host.Root, "guests.json"), string.Create(CultureInfo.InvariantCulture, $"{{ \"user\": {user}, /* own */ }}"));
    }

    private static string DiskOf(string path) => $"<disk type='file'><source file='{path}'/><target dev='vda' bus='virtio'/></disk>";

    private static (uint Owner, uint Group, int Mode) Rights(string path)
    {
        FileStatus status = FileStatus.Of(path)!.Value;
        return (status.Owner, status.Group, status.Mode & 0xFFF);
    }

    private static (int Code, string Said) AsUser(string script)
    {
        using Process process = Process.Start(new ProcessStartInfo(
            "setpriv", [$"--reuid={User}", $"--regid={User}", "--clear-groups", "sh", "-c", script])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }

    private static Task<string> StatusAsync(DomainStarted started) =>
        File.ReadAllTextAsync($"/proc/{started.Domain.ProcessId}/status", Cancellation);

    private static void Kill(DomainStarted started)
    {
        using Process process = Process.GetProcessById(started.Domain.ProcessId!.Value);
        process.Kill();
        process.WaitForExit();
    }

    private string MakeDisk(string name)
    {
        string path = _host.PathOf(name);
        File.WriteAllBytes(path, new byte[1 << 20]);
        File.SetUnixFileMode(path, OnlyOwner);
        return path;
    }

    private Task<DomainStarted> StartAsync(string devices = "") =>
        _host.StartAsync(HostFolder.Small($"<devices>{devices}</devices>"));
}
