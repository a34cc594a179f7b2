using System.Diagnostics;

namespace NVirt.Daemon.Tests.Storage;

/// <summary>
/// libvirt's own daemon, in a place of its own: a network without anything in it, and folders that nobody else sees. It wants accounts that
/// only its package makes, so it sees those, too.
/// </summary>
internal sealed class LibvirtDaemon : IAsyncDisposable
{
    /// <summary>Where it is installed.</summary>
    public const string Program = "/usr/sbin/libvirtd";

    private const string Script = """
        set -e
        mount --make-rprivate /
        for place in run etc lib cache log; do mkdir -p "$0/$place"; done
        mkdir -p /run/libvirt /etc/libvirt /var/lib/libvirt /var/cache/libvirt /var/log/libvirt
        mount --bind "$0/run" /run/libvirt
        mount --bind "$0/etc" /etc/libvirt
        mount --bind "$0/lib" /var/lib/libvirt
        mount --bind "$0/cache" /var/cache/libvirt
        mount --bind "$0/log" /var/log/libvirt
        (cat /etc/passwd; echo 'libvirt-qemu:x:64055:64055::/:/usr/sbin/nologin') > "$0/passwd"
        (cat /etc/group; echo 'kvm:x:64056:'; echo 'libvirt-qemu:x:64055:') > "$0/group"
        mount --bind "$0/passwd" /etc/passwd
        mount --bind "$0/group" /etc/group
        printf 'auth_unix_rw="none"\n' > "$0/conf"
        exec libvirtd -f "$0/conf" -p "$0/pid"
        """;

    private readonly Process _process;

    private LibvirtDaemon(Process process, string socket)
    {
        _process = process;
        Socket = socket;
    }

    /// <summary>Where clients may change things.</summary>
    public string Socket { get; }

    public static async Task<LibvirtDaemon> StartAsync(TempFolder folder)
    {
        ProcessStartInfo start = new("unshare", ["--mount", "--net", "/bin/sh", "-c", Script, folder.Root])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        Process process = Process.Start(start)!;
        Task<string> said = process.StandardError.ReadToEndAsync();
        string socket = Path.Combine(folder.Root, "run", "libvirt-sock");
        while (!File.Exists(socket))
        {
            Assert.False(process.HasExited, process.HasExited ? await said : string.Empty);
            await Task.Delay(50);
        }

        return new LibvirtDaemon(process, socket);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
