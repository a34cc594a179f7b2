using NVirt.Cpu.Probe.Linux;
using NVirt.Testing;

namespace NVirt.Cpu.Probe.Tests.X86;

/// <summary>KVM of this machine, queried without the code under test (Linux Documentation/virt/kvm/api.rst).</summary>
internal static class RealKvm
{
    public const string Path = "/dev/kvm";

    private const nuint GetApiVersion = 0xAE00;
    private const nuint CreateVm = 0xAE01;
    private const nuint CheckExtension = 0xAE03;
    private const int ApiVersion = 12;

    /// <summary>Skips a test if the device cannot be opened, or is not KVM.</summary>
    public static DeviceFile Open()
    {
        DeviceFile device = new(Path, FileAccess.ReadWrite);
        bool isKvm = device.Open() is { } kvm && Libc.Ioctl(kvm, GetApiVersion, 0) == ApiVersion;
        string reason = device.Failure ?? "it does not answer as KVM";
        if (!isKvm)
        {
            device.Dispose();
        }

        Needs.Hardware(isKvm, $"{Path}: {reason}");
        return device;
    }

    /// <summary>Skips a test if KVM lacks a capability.</summary>
    public static void NeedsCapability(nint capability)
    {
        using DeviceFile device = Open();
        Needs.Hardware(Libc.Ioctl(device.Open()!, CheckExtension, capability) > 0, $"{Path}: KVM has no capability {capability}");
    }

    /// <summary>Skips a test if KVM creates no virtual machines: another hypervisor may be using the processor.</summary>
    public static void NeedsMachines()
    {
        using DeviceFile device = Open();
        using Microsoft.Win32.SafeHandles.SafeFileHandle machine = new(Libc.Ioctl(device.Open()!, CreateVm, 0), ownsHandle: true);
        Needs.Hardware(!machine.IsInvalid, $"{Path}: KVM makes no virtual machine");
    }
}
