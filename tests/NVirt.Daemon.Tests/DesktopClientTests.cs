namespace NVirt.Daemon.Tests;

/// <summary>Programs with windows, on a screen that nobody sees: they show a guest's own screen.</summary>
public sealed class DesktopClientTests(RunningDaemon daemon) : IClassFixture<RunningDaemon>
{
    private const string Domain = """
        <domain type='qemu'><name>web</name><memory unit='MiB'>64</memory><vcpu>1</vcpu><os><type arch='x86_64' machine='pc'>hvm</type></os>
        <devices><serial type='pty'/><graphics type='vnc' port='-1'/><video><model type='vga'/></video></devices></domain>
        """;

    private string Uri => Virsh.UriOf(daemon.Socket);

    [Fact]
    public Task Virt_viewer_shows_a_guests_screen() =>
        ShowAsync("virt-viewer", "virt-viewer", ["notebook show display"], "virt-viewer", "-c", Uri, "--debug", "web");

    [Fact]
    public Task Virt_manager_shows_a_guest_with_its_screen() => ShowAsync(
        "virt-manager", "virt-manager",
        ["Showing VM details: <vmmDomain name=web", "Viewer connected"],
        "dbus-run-session", "--", "virt-manager", "-c", Uri, "--no-fork", "--debug", "--show-domain-console", "web");

    private async Task ShowAsync(string needed, string package, string[] said, string program, params string[] words)
    {
        Virsh.Require();
        Needs.Program(needed, package);
        Needs.Program("Xvfb", "xvfb");
        Needs.Program("dbus-run-session", "dbus-daemon");
        using TempFolder folder = new();
        Dictionary<string, string> environment = new()
        {
            ["HOME"] = folder.Root,
            ["XDG_RUNTIME_DIR"] = folder.Root,
            ["XDG_CONFIG_HOME"] = folder.Root,
            ["XDG_CACHE_HOME"] = folder.Root,
            ["GSETTINGS_BACKEND"] = "memory",
            ["GDK_BACKEND"] = "x11",
            ["NO_AT_BRIDGE"] = "1",
        };

        // It chooses a number that is free, and says it.
        await using RunningProgram screen = RunningProgram.Start(environment, "Xvfb", "-displayfd", "1", "-screen", "0", "1024x768x24");
        string? Number() => screen.Said.FirstOrDefault(s => s.Length > 0 && s.All(char.IsAsciiDigit));
        await screen.WaitUntilAsync(() => Number() is not null);
        environment["DISPLAY"] = ":" + Number();
        Virsh.Succeed(daemon.Socket, "create", folder.Write("web.xml", Domain));
        try
        {
            await using RunningProgram client = RunningProgram.Start(environment, program, words);
            foreach (string line in said)
            {
                await client.WaitForAsync(line);
            }
        }
        finally
        {
            Virsh.Succeed(daemon.Socket, "destroy", "web");
        }
    }
}
