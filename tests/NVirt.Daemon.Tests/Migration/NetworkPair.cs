using System.Diagnostics;
using System.Globalization;

namespace NVirt.Daemon.Tests.Migration;

/// <summary>Two network namespaces with a cable between them.</summary>
internal sealed class NetworkPair : IDisposable
{
    public string First { get; } = Name("a");

    public string Second { get; } = Name("b");

    public string FirstAddress => "10.213.7.1";

    public string SecondAddress => "10.213.7.2";

    public static NetworkPair Make()
    {
        NetworkPair pair = new();
        Needs.Hardware(Virsh.Run("ip", "netns", "add", pair.First).Code == 0, "no network namespace can be made here");
        Ip("netns", "add", pair.Second);
        string cable = pair.First[^8..];
        Ip("-n", pair.First, "link", "add", cable, "type", "veth", "peer", "name", cable, "netns", pair.Second);
        foreach ((string network, string address) in (
            (string, string)[])[(pair.First, pair.FirstAddress), (pair.Second, pair.SecondAddress)])
        {
            Ip("-n", network, "addr", "add", $"{address}/24", "dev", cable);
            Ip("-n", network, "link", "set", cable, "up");
            Ip("-n", network, "link", "set", "lo", "up");
        }

        return pair;
    }

    /// <summary>Starts a daemon in one of them.</summary>
    public static async Task<DaemonProcess> StartInAsync(string network, string folder, params string[] more)
    {
        DaemonProcess daemon = DaemonProcess.Start(
            folder, new ProcessStartInfo("ip", ["netns", "exec", network, "dotnet", .. DaemonProcess.Words(folder, more)]));
        await daemon.WaitForAsync(daemon.Socket);
        return daemon;
    }

    /// <summary>Waits until a daemon takes clients over TLS.</summary>
    public static Task WaitForAsync(string from, string address) => Eventually.IsAsync(() =>
        Virsh.Run("ip", "netns", "exec", from, "bash", "-c", $"exec 3<>/dev/tcp/{address}/16514").Code == 0);

    public void Dispose()
    {
        Virsh.Run("ip", "netns", "del", First);
        Virsh.Run("ip", "netns", "del", Second);
    }

    private static string Name(string end) =>
        string.Create(CultureInfo.InvariantCulture, $"nvirt{Environment.ProcessId % 100_000:00000}{end}");

    private static void Ip(params string[] words)
    {
        (int code, string said) = Virsh.Run("ip", words);
        Assert.True(code == 0, said);
    }
}
