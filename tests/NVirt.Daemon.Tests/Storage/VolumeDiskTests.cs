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
