using NVirt.Cpu;

namespace NVirt.Qemu.HostModels;

/// <summary>The host, as far as QEMU's answers do not describe it: its architecture, and its CPU without QEMU.</summary>
/// <remarks>Safe for use by several threads; this machine is read once, by the first that asks.</remarks>
public abstract class QemuHost
{
    private protected QemuHost(CpuArchitecture arch) => Arch = arch;

    /// <summary>The host's architecture.</summary>
    public CpuArchitecture Arch { get; }

    /// <summary>Whether the host's CPU can be read at all; if not, QEMU's answers must suffice.</summary>
    public virtual bool IsKnown => true;

    /// <summary>Bits of a physical address; 0 if unknown.</summary>
    public virtual int PhysicalBits => 0;

    /// <summary>The time stamp counter, or <see langword="null"/> if unknown.</summary>
    public virtual CpuTsc? Tsc => null;

    /// <summary>The machine that this process runs on. It is read when it is first needed.</summary>
    /// <param name="map">The map for decoding; <see langword="null"/> for the built-in one.</param>
    public static QemuHost ThisMachine(CpuMap? map = null) => new LiveHost(map ?? CpuMap.Default);

    /// <summary>Another host, from a document or dump.</summary>
    /// <param name="cpu">Its CPU.</param>
    /// <param name="arch">Its architecture; <see cref="CpuArchitecture.None"/> to take that of the definition.</param>
    /// <param name="map">The map for decoding; <see langword="null"/> for the built-in one.</param>
    public static QemuHost Of(CpuSource cpu, CpuArchitecture arch = CpuArchitecture.None, CpuMap? map = null)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        return new GivenHost(cpu, arch == CpuArchitecture.None ? cpu.Arch : arch, map ?? CpuMap.Default);
    }

    /// <summary>A host of which only the architecture is known.</summary>
    public static QemuHost Unknown(CpuArchitecture arch) => new UnknownHost(arch);

    /// <summary>The host's CPU as a guest definition.</summary>
    /// <param name="guest">The architecture of the guest.</param>
    /// <param name="models">The models that may be chosen; <see langword="null"/> for all.</param>
    /// <exception cref="CpuException">It cannot be read, or no model fits.</exception>
    public abstract CpuDefinition Probe(CpuArchitecture guest, CpuModelList? models);

    private protected static CpuDefinition AsGuest(CpuDefinition host) =>
        new CpuDefinition().WithModelOf(host with { Type = CpuType.Host });
}
