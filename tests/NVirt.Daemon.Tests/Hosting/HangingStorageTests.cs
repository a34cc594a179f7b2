namespace NVirt.Daemon.Tests.Hosting;

/// <summary>Disks and pools on a file system whose server hangs: whoever asks for them is told, and nobody else waits.</summary>
public sealed class HangingStorageTests : IDisposable
{
    private const string Domain = """
        <domain type='qemu'><name>NAME</name><memory unit='MiB'>16</memory><vcpu>1</vcpu>
        <os><type arch='x86_64' machine='pc'>hvm</type></os><devices>DISK</devices></domain>
        """;

    private const string Disk =
        "<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='FILE'/><target dev='vda' bus='virtio'/></disk>";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_hangs_is_told_and_holds_up_nobody_else()
    {
        Virsh.Require();
        string mounted = Path.Combine(_folder.Root, "mounted");
        Directory.CreateDirectory(mounted);
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(_folder.Root);
        using HangingFolder hanging = HangingFolder.Mount(mounted);
        Define("hung", Disk.Replace("FILE", Path.Combine(mounted, "slow.qcow2"), StringComparison.Ordinal));
        Define("good", string.Empty);
        Virsh.Succeed(daemon.Socket, "pool-define-as", "slow", "dir", "--target", Path.Combine(mounted, "slow-folder"));
        Virsh.Succeed(daemon.Socket, "pool-define-as", "stuck", "dir", "--target", Path.Combine(mounted, "stuck"));
        Virsh.Succeed(daemon.Socket, "pool-define-as", "broken", "dir", "--target", Path.Combine(mounted, "broken"));
        Task<(int Code, string Said)>[] waiting =
        [
            .. ((string[][])[["start", "hung"], ["pool-start", "slow"], ["pool-start", "stuck"]])
                .Select(w => Task.Run(() => Virsh.On(daemon.Socket, w), TestContext.Current.CancellationToken)),
        ];

        // Meanwhile everything else works, for the same daemon's other clients.
        Virsh.Succeed(daemon.Socket, "start", "good");
        Assert.Contains("good", Virsh.Succeed(daemon.Socket, "list"), StringComparison.Ordinal);
        Virsh.Succeed(daemon.Socket, "destroy", "good");
        Virsh.Succeed(daemon.Socket, "dumpxml", "hung");
        string pool = Path.Combine(_folder.Root, "pool");
        Virsh.Succeed(daemon.Socket, "pool-create-as", "good", "dir", "--target", pool, "--build");
        Virsh.Succeed(daemon.Socket, "vol-create-as", "good", "disk", "1M");
        Virsh.Succeed(daemon.Socket, "vol-info", Path.Combine(pool, "disk"));
        Virsh.Succeed(daemon.Socket, "vol-delete", "disk", "good");
        Virsh.Succeed(daemon.Socket, "pool-destroy", "good");
        Assert.Contains("slow", Virsh.Succeed(daemon.Socket, "pool-list", "--all"), StringComparison.Ordinal);

        (int code, string said) = Virsh.On(daemon.Socket, "pool-start", "broken");
        Assert.NotEqual(0, code);
        Assert.Contains("cannot be read", said, StringComparison.Ordinal);
        (int Code, string Said)[] ended = await Task.WhenAll(waiting);
        Assert.All(ended, e =>
        {
            Assert.NotEqual(0, e.Code);
            Assert.Contains("did not answer within 30 seconds", e.Said, StringComparison.Ordinal);
        });
        Assert.Contains("slow.qcow2", ended[0].Said, StringComparison.Ordinal);
        Assert.Equal("shut off", Virsh.Succeed(daemon.Socket, "domstate", "hung").Trim());

        void Define(string name, string disk) => Virsh.Succeed(
            daemon.Socket, "define", _folder.Write(name + ".xml", Domain.Replace("NAME", name, StringComparison.Ordinal)
                .Replace("DISK", disk, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Readers_who_ask_for_what_is_not_there_write_nothing_into_the_log()
    {
        Virsh.Require();
        DaemonProcess daemon = await DaemonProcess.StartAsync(_folder.Root);
        await using (daemon)
        {
            Assert.NotEqual(0, Virsh.On(daemon.ReadOnlySocket, "vol-info", "/nowhere/disk").Code);
            Assert.NotEqual(0, Virsh.On(daemon.ReadOnlySocket, "pool-info", "nothing").Code);
            daemon.Signal("TERM");
            Assert.DoesNotContain("unexpectedly", await daemon.WaitForEndAsync(), StringComparison.Ordinal);
        }
    }
}
