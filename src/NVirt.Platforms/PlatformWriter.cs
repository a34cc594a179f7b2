using NVirt.Cpu;
using NVirt.Platforms.CloudHypervisor;
using NVirt.Platforms.CloudStack;
using NVirt.Platforms.Firecracker;
using NVirt.Platforms.HyperV;
using NVirt.Platforms.Incus;
using NVirt.Platforms.Kubernetes;
using NVirt.Platforms.Levels;
using NVirt.Platforms.Libvirt;
using NVirt.Platforms.Nova;
using NVirt.Platforms.OpenNebula;
using NVirt.Platforms.OVirt;
using NVirt.Platforms.Proxmox;
using NVirt.Platforms.Qemu;
using NVirt.Platforms.VSphere;
using NVirt.Platforms.Xen;
using NVirt.Xml;

namespace NVirt.Platforms;

/// <summary>Writes a guest's CPU in the words of any platform. Safe for use by several threads.</summary>
public static class PlatformWriter
{
    private static readonly PlatformTarget[] All =
    [
        LibvirtTarget.Target,
        QemuCpuTarget.Target,
        ProxmoxTargets.Vm,
        ProxmoxTargets.Custom,
        KubeVirtTarget.Target,
        NovaTarget.Target,
        IncusTarget.Target,
        OVirtTarget.Target,
        OpenNebulaTarget.Target,
        CloudStackTarget.Target,
        XenTargets.Config,
        XenTargets.FeatureSets,
        VmxTarget.Target,
        FirecrackerTarget.Target,
        CloudHypervisorTarget.Target,
        HyperVTarget.Target,
        LevelTarget.Target,
    ];

    /// <summary>The names of all platforms that can be written.</summary>
    public static IReadOnlyList<string> Platforms { get; } = [.. All.Select(t => t.Id)];

    /// <summary>Writes for a platform.</summary>
    /// <param name="platform">One of <see cref="Platforms"/>.</param>
    /// <param name="request">What is to be written.</param>
    /// <returns>At least one file, none of them empty, and what is lost.</returns>
    /// <exception cref="CpuException">
    /// The platform cannot say what the guest requires, disables or forbids (unsupported); a name is unknown; nothing would be written.
    /// </exception>
    public static PlatformOutput Write(string platform, PlatformWriteRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        PlatformTarget target = Array.Find(All, t => t.Id == platform)
            ?? throw new CpuException(CpuErrorKind.InvalidArgument, CpuRule.InvalidArgument,
                Text.Of(Messages.Form_UnknownTarget, platform, string.Join(", ", Platforms)));
        return target.Write(request);
    }
}
