using System.Diagnostics;
using NVirt.Daemon.Tests.Clients;

namespace NVirt.Daemon.Tests.Migration;

/// <summary>Daemons of one machine that move a guest "web" among each other.</summary>
internal static class Peers
{
    /// <summary>What a daemon says of the guest.</summary>
    public static string StateOf(DaemonProcess daemon) => Virsh.Succeed(daemon.Socket, "domstate", "web", "--reason").Trim();

    /// <summary>The URI of a daemon for others. libvirt's client wants a host in it.</summary>
    public static string UriOf(string socket) => $"qemu+ssh://there{RemoteHosts.Path}?socket={socket}";

    /// <summary>Moves the guest.</summary>
    public static void Move(DaemonProcess from, DaemonProcess to, params string[] options)
    {
        (int code, string said) = TryMove(from, to, options);
        Assert.True(code == 0, said);
    }

    /// <summary>The same where it may fail.</summary>
    public static (int Code, string Said) TryMove(DaemonProcess from, DaemonProcess to, params string[] options) =>
        Virsh.On(from.Socket, ["migrate", "--p2p", "web", UriOf(to.Socket), "--migrateuri", "tcp://127.0.0.1", .. options]);

    /// <summary>Starts a daemon that reaches others by a script that stands for ssh.</summary>
    public static Task<DaemonProcess> StartAsync(TempFolder folder) => StartAsync(folder, FakeSsh.Write(folder));

    /// <summary>Starts a daemon that reaches others by a program, with its options.</summary>
    public static async Task<DaemonProcess> StartAsync(TempFolder folder, string ssh)
    {
        string config = folder.Write("nvirtd.json", """{ "peers": { "ssh": true } }""");
        ProcessStartInfo start = new("dotnet", DaemonProcess.Words(folder.Root, "--config", config));
        start.Environment[FakeSsh.Variable] = ssh;
        DaemonProcess daemon = DaemonProcess.Start(folder.Root, start);
        await daemon.WaitForAsync(daemon.Socket);
        return daemon;
    }
}
