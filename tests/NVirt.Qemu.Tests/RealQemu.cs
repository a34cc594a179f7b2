using NVirt.Qemu.Capabilities;
using NVirt.Qemu.Probing;
using NVirt.Testing;

namespace NVirt.Qemu.Tests;

/// <summary>The QEMU of this machine.</summary>
internal static class RealQemu
{
    public const string Binary = "qemu-system-x86_64";

    private static readonly Lazy<Task<QemuCapabilities>> Probed = new(() => QemuRecorder.ProbeAsync(Binary));

    /// <summary>Its capabilities, queried once per run.</summary>
    public static Task<QemuCapabilities> Capabilities
    {
        get
        {
            Require();
            return Probed.Value;
        }
    }

    public static async Task<QemuProcess> StartAsync()
    {
        Require();
        return await QemuProcess.StartAsync(Binary, cancellation: TestContext.Current.CancellationToken);
    }

    public static void Require() => Needs.Program(Binary, "qemu-system-x86");
}
