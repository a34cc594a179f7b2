using System.Diagnostics;

namespace NVirt.Packages.Tests;

/// <summary>
/// This machine with a layer of its own over its files: what is installed, made and removed inside happens in that layer alone. There is no
/// systemd in it; what it is told to do is done by a stand-in, for the daemon's unit as systemd does it.
/// </summary>
internal sealed class CopiedMachine : IDisposable
{
    // The layer is in memory, since not every file system can have one. /run is new, and so is the network.
    private const string Script = """
        set -e
        mount --make-rprivate /
        mount -t tmpfs none "$0"
        mkdir "$0/layer" "$0/work" "$0/root"
        mount -t overlay none -o "lowerdir=/,upperdir=$0/layer,workdir=$0/work" "$0/root"
        mount --rbind /dev "$0/root/dev"
        mount -t proc none "$0/root/proc"
        mount -t tmpfs none "$0/root/run"
        mkdir -p "$0/root/run/systemd/system"
        rm -f "$0/root/usr/sbin/policy-rc.d" "$0/root/bin/systemctl"
        install -m 755 /dev/stdin "$0/root/bin/systemctl"
        chmod 755 "$0" "$0/root"
        ip link set lo up
        echo ready
        exec sleep infinity
        """;

    private const string Stand_in = """
        #!/bin/sh
        # What systemd does with one unit: its main process is told to end, and only that one; then another is started.
        echo "$*" >>/run/systemctl.log
        case "$*" in
            *nvirt-fleet*) name=nvirt-fleet ;;
            *) name=nvirtd ;;
        esac
        main() { cat "/run/$name.pid" 2>/dev/null; }
        stop() {
            [ -n "$(main)" ] || return 0
            kill "$(main)" 2>/dev/null || true
            while kill -0 "$(main)" 2>/dev/null && [ "$(cut -d' ' -f3 "/proc/$(main)/stat")" != Z ]; do sleep 0.05; done
            rm -f "/run/$name.pid"
        }
        start() {
            [ -z "$(main)" ] || return 0
            program=$(sed -n 's/^ExecStart=//p' "/lib/systemd/system/$name.service")
            state=$(sed -n 's/^StateDirectory=//p' "/lib/systemd/system/$name.service")
            [ -z "$state" ] || mkdir -p "/var/lib/$state"
            setsid $program </dev/null >>"/run/$name.log" 2>&1 &
            echo $! >"/run/$name.pid"
        }
        case " $* " in
            *" is-enabled "*) echo enabled ;;
            *" is-active "*) [ -n "$(main)" ] ;;
            *" try-restart "*) [ -z "$(main)" ] || { stop; start; } ;;
            *" restart "*) stop; start ;;
            *" stop "*"$name.service"*) stop ;;
            *" start "*"$name.service"*) start ;;
        esac
        """;

    private readonly TempFolder _folder = new();
    private readonly Process _process;

    public CopiedMachine()
    {
        ProcessStartInfo start = new(
            "unshare", ["--mount", "--net", "--pid", "--fork", "--kill-child", "/bin/sh", "-c", Script, _folder.Root])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.StandardInput.Write(Stand_in);
        _process.StandardInput.Close();
        if (_process.StandardOutput.ReadLine() != "ready")
        {
            string said = _process.StandardError.ReadToEnd();
            Dispose();
            Needs.Hardware(isThere: false, $"a layer over this machine's files cannot be made: {said.Trim()}");
        }
    }

    /// <summary>What changed in this machine's files, but for the database of packages, caches and logs.</summary>
    public string[] Changes =>
        [.. In("sh", "-c", $"cd '{_folder.Root}/layer' && find . \\( -type f -o -type l -o -type c \\) | sort").Split('\n')
            .Where(c => c.Length > 0 && !c.StartsWith("./var/lib/dpkg/", StringComparison.Ordinal)
                && !c.StartsWith("./var/cache/", StringComparison.Ordinal) && !c.StartsWith("./var/log/", StringComparison.Ordinal))];

    /// <summary>Runs a program inside.</summary>
    public (int Code, string Output, string Error) Run(params string[] words) => Shell.Run(
        ["DEBIAN_FRONTEND=noninteractive", "DPKG_ROOT"], "nsenter", [.. Enter, "chroot", $"{_folder.Root}/root", .. words]);

    /// <summary>Runs a program inside that has to succeed.</summary>
    /// <returns>Its standard output.</returns>
    public string Do(params string[] words)
    {
        (int code, string output, string error) = Run(words);
        Assert.True(code == 0, $"{string.Join(' ', words)}: exit code {code}\n{output}{error}");
        return output;
    }

    /// <summary>A package with the same files under a later version, inside.</summary>
    public string Newer(string package)
    {
        Do("sh", "-c", $"""
            dpkg-deb --raw-extract '{package}' /run/newer
            sed -i 's/^Version: .*/&.1/' /run/newer/DEBIAN/control
            dpkg-deb --build /run/newer /run/newer.deb
            rm -r /run/newer
            """);
        return "/run/newer.deb";
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }

    private string[] Enter => ["--target", Child, "--mount", "--net", "--pid"];

    // The first process of the namespaces, which is what unshare started.
    private string Child => Shell.Do("ps", "-o", "pid=", "--ppid", $"{_process.Id}").Trim();

    private string In(params string[] words) => Shell.Do("nsenter", [.. Enter, .. words]);
}
