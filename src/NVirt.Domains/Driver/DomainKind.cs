using NVirt.Cpu;

namespace NVirt.Domains.Driver;

/// <summary>Which domains are meant when a hypervisor is asked what it can provide. The driver chooses what is not given.</summary>
public sealed record DomainKind
{
    /// <summary>The driver's choice.</summary>
    public static DomainKind Default { get; } = new();

    /// <summary>The domain's type, for example <c>kvm</c> or <c>qemu</c>; <see langword="null"/> for the best.</summary>
    public string? Type { get; init; }

    /// <summary>The architecture; <see cref="CpuArchitecture.None"/> for the host's.</summary>
    public CpuArchitecture Arch { get; init; }

    /// <summary>The machine; <see langword="null"/> for the preferred one.</summary>
    public string? Machine { get; init; }

    /// <summary>The emulator's path; <see langword="null"/> for the usual one.</summary>
    public string? Emulator { get; init; }
}
