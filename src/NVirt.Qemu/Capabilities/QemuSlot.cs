using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Qemu.Replies;

namespace NVirt.Qemu.Capabilities;

/// <summary>What a QEMU binary can do with one accelerator. Immutable.</summary>
/// <param name="Accelerator">The accelerator.</param>
/// <remarks>Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record QemuSlot(QemuAccelerator Accelerator)
{
    private readonly Lazy<CpuModelList?> _list = new((CpuModelList?)null);

    /// <summary>The CPU models that QEMU defines; <see langword="null"/> if it provides no list.</summary>
    public ImmutableArray<QemuCpuModel>? Models
    {
        get => LaterModels.Value;
        init => LaterModels = new(value);
    }

    /// <summary>The machines, in QEMU's order, without <c>none</c>.</summary>
    public ImmutableArray<QemuMachine> Machines { get; init; } = [];

    /// <summary>The host's CPU as QEMU can provide it; <see langword="null"/> if it does not say.</summary>
    public QemuHostCpu? HostCpu
    {
        get => LaterHostCpu.Value;
        init => LaterHostCpu = new(value);
    }

    /// <summary><see cref="Models"/> with their blockers, in the form that operations take.</summary>
    public CpuModelList? ModelList => _list.Value;

    /// <summary>The same as <see cref="Models"/>, read when it is first asked for: a start asks for little of what there is.</summary>
    internal Lazy<ImmutableArray<QemuCpuModel>?> LaterModels
    {
        get;
        init
        {
            field = value;
            _list = new(() => value.Value is { } models ? QemuReplies.ListOf(models) : null);
        }
    } = new((ImmutableArray<QemuCpuModel>?)null);

    /// <summary>The same as <see cref="HostCpu"/>.</summary>
    internal Lazy<QemuHostCpu?> LaterHostCpu { get; init; } = new((QemuHostCpu?)null);

    /// <summary>A model by its exact name, or <see langword="null"/>.</summary>
    public QemuCpuModel? FindModel(string? name) => Models?.FirstOrDefault(m => m.Name == name);

    /// <summary>A machine by its name or alias, or <see langword="null"/>.</summary>
    public QemuMachine? FindMachine(string name) =>
        Machines.FirstOrDefault(m => m.Name == name) ?? Machines.FirstOrDefault(m => m.Alias == name);

    /// <summary>
    /// The machine of a domain that names none: the usual one of the architecture, else QEMU's default (hypervisor-rules.md 4.1).
    /// </summary>
    /// <returns><see langword="null"/> if there is neither.</returns>
    public QemuMachine? PreferredMachine(CpuArchitecture arch) =>
        (Usual(arch) is { } usual ? FindMachine(usual) : null) ?? Machines.FirstOrDefault(m => m.IsDefault);

    private static string? Usual(CpuArchitecture arch) => arch switch
    {
        CpuArchitecture.I686 or CpuArchitecture.X86_64 => "pc",
        CpuArchitecture.Armv6l or CpuArchitecture.Armv7l or CpuArchitecture.Armv7b or CpuArchitecture.Aarch64
            or CpuArchitecture.Riscv64 or CpuArchitecture.LoongArch64 => "virt",
        CpuArchitecture.Ppc64 or CpuArchitecture.Ppc64le => "pseries",
        CpuArchitecture.S390x => "s390-ccw-virtio",
        _ => null,
    };
}
