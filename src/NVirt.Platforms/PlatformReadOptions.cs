using NVirt.Cpu;

namespace NVirt.Platforms;

/// <summary>What a reader may know that the document does not say. Immutable.</summary>
public sealed record PlatformReadOptions
{
    /// <summary>The map of features and models; <see langword="null"/> for the built-in one.</summary>
    public CpuMap? Map { get; init; }

    /// <summary>The version of the host's Linux kernel, for example 6.12.</summary>
    public Version? Kernel { get; init; }

    /// <summary>
    /// Whether the host runs guests with KVM, so that what its kernel does not show no guest can have; the default is whether
    /// <see cref="Kernel"/> is given.
    /// </summary>
    public bool? IsKvmHost { get; init; }

    /// <summary>The accelerator of QEMU: <see langword="true"/> for KVM, <see langword="false"/> for TCG.</summary>
    public bool? Kvm { get; init; }

    /// <summary>The policy of <c>xen-cpuid -p</c> that is meant: Raw, Host, HVM Max and so on, or the number of a domain.</summary>
    public string? Policy { get; init; }

    /// <summary>The text of Proxmox VE's cpu-models.conf, for VMs with a custom model.</summary>
    public string? ProxmoxModels { get; init; }

    /// <summary>
    /// The JSON of a flavor of OpenStack Nova: the traits that it requires choose among the models of a nova.conf, of which otherwise the
    /// first counts.
    /// </summary>
    public string? NovaFlavor { get; init; }

    /// <summary>
    /// The version of the libvirt that wrote a host's documents: what it did not know yet is then unknown. <see langword="null"/> if it is
    /// not known; then all that a document does not list counts as absent, as libvirt itself reads it.
    /// </summary>
    public Version? Libvirt { get; init; }

    internal CpuMap TheMap => Map ?? CpuMap.Default;

    internal bool JudgesByKernel => IsKvmHost ?? Kernel is not null;
}
