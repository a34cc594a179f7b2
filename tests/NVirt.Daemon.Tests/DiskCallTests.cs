using System.Text;
using NVirt.Rpc.Client;
using NVirt.Rpc.Procedures;

namespace NVirt.Daemon.Tests;

/// <summary>The size and the content of disks, as clients ask for them.</summary>
public sealed class DiskCallTests(RunningDaemon daemon) : IClassFixture<RunningDaemon>
{
    private const ulong MiB = 1024 * 1024;

    [Fact]
    public async Task A_disk_of_a_guest_is_resized_read_and_counted()
    {
        Virsh.Require();
        Needs.Program("qemu-img", "qemu-utils");
        using TempFolder folder = new();
        string raw = folder.Write("raw.img", new byte[MiB]);
        string qcow2 = Path.Combine(folder.Root, "image.qcow2");
        Peer.Output("qemu-img", "create", "-q", "-f", "qcow2", qcow2, "1M");
        Virsh.Succeed(daemon.Socket, "create", folder.Write("disks.xml", $"""
            <domain type='qemu'><name>disks</name><memory unit='MiB'>16</memory><vcpu>1</vcpu>
            <os><type arch='x86_64' machine='pc'>hvm</type></os><devices>
            <disk type='file'><driver name='qemu' type='raw'/><source file='{raw}'/><target dev='vda'/></disk>
            <disk type='file'><driver name='qemu' type='qcow2'/><source file='{qcow2}'/><target dev='vdb'/></disk>
            </devices></domain>
            """));
        try
        {
            Virsh.Succeed(daemon.Socket, "blockresize", "disks", "vda", "2M");
            Assert.Equal(2 * (long)MiB, new FileInfo(raw).Length);
            Virsh.Succeed(daemon.Socket, "blockresize", "disks", raw, "1025K");
            Assert.Equal((long)MiB + 1024, new FileInfo(raw).Length);
            Virsh.Succeed(daemon.Socket, "blockresize", "disks", "vdb", "3M");
            Assert.Contains("3145728", Virsh.Succeed(daemon.Socket, "domblkinfo", "disks", "vdb"), StringComparison.Ordinal);
            Assert.NotEqual(0, Virsh.On(daemon.Socket, "blockresize", "disks", "vda", "16777215T").Code);
            Assert.NotEqual(0, Virsh.On(daemon.Socket, "blockresize", "disks", "/etc/passwd", "1M").Code);
            Assert.Contains("rd_req", Virsh.Succeed(daemon.Socket, "domblkstat", "disks", "vda"), StringComparison.Ordinal);

            await using RpcClient client = await WireClient.OpenAsync(daemon.Socket);
            await File.WriteAllTextAsync(raw, "content of the disk", TestContext.Current.CancellationToken);
            Assert.Equal("tent", Encoding.ASCII.GetString(await PeekAsync(client, "vda", offset: 3, size: 4)));
            await Assert.ThrowsAnyAsync<Exception>(() => PeekAsync(client, "vda", offset: 100, size: 1));
        }
        finally
        {
            Virsh.Succeed(daemon.Socket, "destroy", "disks");
        }
    }

    // What it refuses, in libvirt's words.
    [Fact]
    public void Only_raw_images_are_read()
    {
        Virsh.Require();
        Needs.Package(File.Exists("/usr/lib/python3/dist-packages/libvirt.py"), "python3-libvirt is not installed");
        using TempFolder folder = new();
        string image = folder.Write("image", new byte[MiB]);
        Virsh.Succeed(daemon.Socket, "define", folder.Write("peek.xml", $"""
            <domain type='qemu'><name>peek</name><memory unit='MiB'>16</memory><vcpu>1</vcpu>
            <os><type arch='x86_64' machine='pc'>hvm</type></os><devices>
            <disk type='file'><driver name='qemu' type='qcow2'/><source file='{image}'/><target dev='vda'/></disk></devices></domain>
            """));
        const string Script = """
            import libvirt, sys
            libvirt.registerErrorHandler(lambda c, e: None, None)
            domain = libvirt.open(sys.argv[1]).lookupByName("peek")
            for disk, size in ("vda", 4), ("vdb", 4), ("vda", 1 << 23):
                try:
                    print(domain.blockPeek(disk, 0, size))
                except libvirt.libvirtError as e:
                    print(e.get_error_code(), e)
            """;
        string said = Encoding.UTF8.GetString(Peer.Output("/usr/bin/python3", "-c", Script, Virsh.UriOf(daemon.Socket)));
        Assert.Contains(
            "8 invalid argument: peeking is only supported for disk with 'raw' format not 'qcow2'", said, StringComparison.Ordinal);
        Assert.Contains("8 invalid argument: invalid path vdb not assigned to domain", said, StringComparison.Ordinal);
        Virsh.Succeed(daemon.Socket, "undefine", "peek");
    }

    private static async Task<byte[]> PeekAsync(RpcClient client, string path, ulong offset, uint size)
    {
        DomainLookupByNameResult found =
            await client.CallAsync(RemoteProgram.DomainLookupByName, new DomainLookupByNameArgs { Name = "disks" });
        DomainBlockPeekArgs arguments = new() { Dom = found.Dom, Path = path, Offset = offset, Size = size, Flags = 0 };
        return (await client.CallAsync(RemoteProgram.DomainBlockPeek, arguments)).Buffer;
    }
}
