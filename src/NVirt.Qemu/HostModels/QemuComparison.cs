using NVirt.Cpu;

namespace NVirt.Qemu.HostModels;

/// <summary>What decides whether a hypervisor can provide a CPU.</summary>
public enum QemuTruth
{
    /// <summary>QEMU calls the model usable, and nothing more is requested.</summary>
    UsableModel,

    /// <summary>The features of the CPU and of the host model, by the map.</summary>
    HostModel,

    /// <summary>QEMU's list of what blocks the model, and the names of the host model's features.</summary>
    Blockers,

    /// <summary>QEMU's own comparison (s390x).</summary>
    Qemu,
}

/// <summary>Whether a hypervisor can give a CPU.</summary>
/// <param name="Comparison">The verdict and its reasons.</param>
/// <param name="Truth">Whose word it is.</param>
public sealed record QemuComparison(CpuComparison Comparison, QemuTruth Truth);
