using NVirt.Rpc.Client;
using NVirt.Rpc.Procedures;

namespace NVirt.Daemon.Tests.Storage;

/// <summary>Domains whose disks are volumes of pools.</summary>
public sealed class VolumeDiskTests(RunningDaemon daemon) : IClassFixture<RunningDaemon>
{
    private const string Domain = """
        <domain type='qemu'>
          <name>disk</name>
          <memory unit='MiB'>32</memory>
          <vcpu>1</vcpu>
          <os><type arch='x86_64' machine='pc'>hvm</type></os>
          <devices>
            <disk type='volume' device='disk'>
              <driver name='qemu' type='qcow2'/>
              <source pool='disks' volume='web.qcow2'/>
              <target dev='vda' bus='virtio'/>
            </disk>
          </devices>
        </domain>
        """;

    [Fact]
    public void A_domain_has_the_file_of_a_volume_as_its_disk_while_the_pool_is_active()
    {
        Needs.Linux("the daemon's sockets are those of Linux");
        Needs.Program("virsh", "libvirt-clients");
        Needs.Program("qemu-img", "qemu-utils");
        Needs.Program("qemu-system-x86_64", "qemu-system-x86");
        using TempFolder folder = new();
        string pool = Path.Combine(folder.Root, "disks");
        Run("pool-define-as", "disks", "dir", "--target", pool);
        Run("define", folder.Write("disk.xml", Domain));
        Assert.Contains("storage pool 'disks' is not active", Fail("start", "disk"), StringComparison.Ordinal);
        Run("pool-start", "disks", "--build");
        Assert.Contains("no storage vol with matching name 'web.qcow2'", Fail("start", "disk"), StringComparison.Ordinal);
        Run("vol-create-as", "disks", "web.qcow2", "1M", "--format", "qcow2");
        Run("start", "disk");
        Assert.Contains($"{pool}/web.qcow2", Run("qemu-monitor-command", "disk", "--hmp", "info block"), StringComparison.Ordinal);
        Assert.Contains("<source pool='disks' volume='web.qcow2'/>", Run("dumpxml", "disk"), StringComparison.Ordinal);
        Run("destroy", "disk");
        Run("undefine", "disk");
        Run("pool-destroy", "disks");
        Run("pool-undefine", "disks");
    }

    [Theory]
    [InlineData("raw")]
    [InlineData("qcow2")]
    public void The_disk_of_a_running_guest_is_not_taken_from_under_it(string format)
    {
        Needs.Linux("the daemon's sockets are those of Linux");
        Needs.Program("virsh", "libvirt-clients");
        Needs.Program("qemu-img", "qemu-utils");
        Needs.Program("qemu-system-x86_64", "qemu-system-x86");
        using TempFolder folder = new();
        string pool = Path.Combine(folder.Root, "used");
        string data = folder.Write("data", "other data");
        Run("pool-create-as", "used", "dir", "--target", pool, "--build");
        Run("vol-create-as", "used", "disk", "4M", "--format", format);
        Run("create", folder.Write("disk.xml", Domain.Replace("'qcow2'", $"'{format}'", StringComparison.Ordinal)
            .Replace("pool='disks' volume='web.qcow2'", "pool='used' volume='disk'", StringComparison.Ordinal)
            .Replace("<name>disk</name>", "<name>user</name>", StringComparison.Ordinal)));
        byte[] before = File.ReadAllBytes(Path.Combine(pool, "disk"));
        string[][] changes =
        [
            ["vol-wipe", "disk", "used"], ["vol-resize", "disk", "8M", "--pool", "used"],
            ["vol-upload", "disk", data, "--pool", "used"], ["vol-delete", "disk", "used"],
        ];
        foreach (string[] change in changes)
        {
            Assert.Contains(
                change[0] == "vol-resize" && format == "qcow2" ? "lock" : "is in use", Fail(change), StringComparison.Ordinal);
        }

        Assert.Equal(before, File.ReadAllBytes(Path.Combine(pool, "disk")));
        Run("destroy", "user");
        foreach (string[] change in changes.Where(c => c[0] != "vol-resize" || format == "raw"))
        {
            Run(change);
        }

        Run("pool-destroy", "used");
    }

    [Fact]
    public async Task A_guest_does_not_start_on_a_disk_that_is_written_to()
    {
        NVirt.Daemon.Tests.Virsh.Require();
        Needs.Program("qemu-img", "qemu-utils");
        using TempFolder folder = new();
        string pool = Path.Combine(folder.Root, "fed");
        Run("pool-create-as", "fed", "dir", "--target", pool, "--build");
        Run("vol-create-as", "fed", "disk", "4M");
        Run("define", folder.Write("disk.xml", Domain.Replace("'qcow2'", "'raw'", StringComparison.Ordinal)
            .Replace("pool='disks' volume='web.qcow2'", "pool='fed' volume='disk'", StringComparison.Ordinal)
            .Replace("<name>disk</name>", "<name>eater</name>", StringComparison.Ordinal)));
        await using (RpcClient client = await WireClient.OpenAsync(daemon.Socket))
        {
            await client.CallAsync(RemoteProgram.StorageVolUpload, new()
            {
                Vol = new() { Pool = "fed", Name = "disk", Key = Path.Combine(pool, "disk") },
                Offset = 0,
                Length = 0,
                Flags = 0,
            }, TestContext.Current.CancellationToken);
            Assert.Contains("lock", Fail("start", "eater"), StringComparison.Ordinal);
        }

        for (int i = 0; i < 300 && Virsh(["start", "eater"]).Code != 0; i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Run("destroy", "eater");
        Run("undefine", "eater");
        Run("pool-destroy", "fed");
    }

    private string Run(params string[] words)
    {
        (int code, string said) = Virsh(words);
        Assert.True(code == 0, $"virsh {string.Join(' ', words)}: {code}\n{said}");
        return said;
    }

    private string Fail(params string[] words)
    {
        (int code, string said) = Virsh(words);
        Assert.NotEqual(0, code);
        return said;
    }

    private (int Code, string Said) Virsh(string[] words) => Transcript.Virsh(daemon.Socket, words);
}
