namespace NVirt.Daemon.Tests.Storage;

/// <summary>The same commands of virsh on pools and volumes, on our daemon and on libvirt's.</summary>
public sealed class StorageCommandTests(RunningDaemon daemon) : IClassFixture<RunningDaemon>
{
    /// <summary>Commands whose answers are others, and why.</summary>
    private static readonly Dictionary<string, string> Known = new()
    {
        ["vol-dumpxml fromvol.qcow2 p1"] = "a copy has the size that was asked for; libvirt forgets to make it larger",
        ["vol-create p1 @FILES@/bad2.xml"] = "the XML reader has its own words",
        ["pool-define @FILES@/pool2.xml"] = "the XML reader has its own words",
        ["vol-create p1 @FILES@/enc.xml"] = "encryption is refused before secrets are looked for",
        ["vol-download r1 @OUT@/s.bin --pool p1 --sparse"] = "streams with holes are not built",
        ["vol-upload r1 @FILES@/data.bin --pool p1 --sparse"] = "streams with holes are not built",
        ["vol-wipe r1 p1 --algorithm random"] = "only zeros; libvirt looks for a program that is seldom installed",
        ["find-storage-pool-sources netfs"] = "only pools of folders are built",
        ["pool-capabilities"] = "only pools of folders are built",
    };

    [Fact]
    public void Virsh_says_the_same_of_storage_as_with_libvirts_daemon()
    {
        Needs.Linux("the daemon's sockets are those of Linux");
        Needs.Program("virsh", "libvirt-clients");
        Needs.Program("qemu-img", "qemu-utils");
        using TempFolder folder = new();
        (string Command, string Answer)[] ours = [.. Transcript.Split(Transcript.Play(daemon.Socket, folder))];
        (string Command, string Answer)[] recorded = [.. Transcript.Split(File.ReadAllText(Transcript.RecordPath))];
        Assert.Equal(recorded.Select(r => r.Command), ours.Select(o => o.Command));
        (string Command, string Answer)[] different = [.. ours.Zip(recorded).Where(p => p.First != p.Second).Select(p => p.First)];
        Report.None("are answered otherwise than by libvirt's daemon", different.Where(d => !Known.ContainsKey(d.Command))
            .Select(d => $"{d.Command}\n{d.Answer}"));
        Report.None("are known differences, and are none any more", Known.Keys.Except(different.Select(d => d.Command)));
    }

    [Fact]
    public async Task What_libvirts_daemon_says_is_as_recorded()
    {
        Needs.Linux("libvirt's daemon runs on Linux");
        Needs.Program("virsh", "libvirt-clients");
        Needs.Option(File.Exists(LibvirtDaemon.Program), "libvirt's daemon is not installed (Debian package libvirt-daemon)");
        Needs.Hardware(Environment.IsPrivilegedProcess, "only root can give libvirt's daemon folders of its own");
        using TempFolder folder = new();
        await using LibvirtDaemon libvirt = await LibvirtDaemon.StartAsync(folder);
        using TempFolder pools = new();
        string said = Transcript.Play(libvirt.Socket, pools);
        if (Environment.GetEnvironmentVariable("NVIRT_ACCEPT") == "1")
        {
            await File.WriteAllTextAsync(Transcript.RecordPath, said, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(Transcript.RecordPath, TestContext.Current.CancellationToken), said);
    }
}
