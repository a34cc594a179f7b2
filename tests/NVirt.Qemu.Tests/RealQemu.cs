namespace NVirt.Qemu.Tests;

/// <summary>The QEMU of this machine.</summary>
internal static class RealQemu
{
    public const string Binary = "qemu-system-x86_64";

    public static async Task<QemuProcess> StartAsync()
    {
        Require();
        return await QemuProcess.StartAsync(Binary, cancellation: TestContext.Current.CancellationToken);
    }

    public static void Require()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        if (!folders.Any(f => File.Exists(Path.Combine(f, Binary))))
        {
            Peer.Missing($"{Binary} is not installed (Debian package qemu-system-x86)");
        }
    }
}
