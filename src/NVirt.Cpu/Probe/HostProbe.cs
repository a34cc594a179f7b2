namespace NVirt.Cpu.Probe;

/// <summary>Reads what a machine's processors say of themselves (cpu-core.md 5). Needs no privileges; what needs them is unknown without.</summary>
public static class HostProbe
{
    /// <summary>Reads the machine that this process runs on.</summary>
    /// <param name="map">The map whose MSRs are read on x86; <see langword="null"/> for the built-in one.</param>
    /// <returns>
    /// <see cref="X86HostReading"/>, <see cref="Ppc64HostReading"/>, <see cref="ArmHostReading"/>, <see cref="S390HostReading"/>,
    /// <see cref="RiscVHostReading"/>, or <see cref="GenericHostReading"/> for any other architecture.
    /// </returns>
    /// <remarks>
    /// Beside CPUID, only Linux tells anything. Safe to call from any thread; the affinity of the caller does not change. Takes some
    /// milliseconds, more on x86 machines with hundreds of processors, each of which is read.
    /// </remarks>
    /// <exception cref="CpuException">The architecture has no name (no-support). Nothing else is a reason to fail.</exception>
    public static HostReading ReadThisMachine(CpuMap? map = null) => Read(map ?? CpuMap.Default, HostSystem.ThisMachine());

    internal static HostReading Read(CpuMap map, HostSystem system) =>
        system.Arch.IsX86() ? X86HostProbe.Read(map.X86, system) : KernelHostProbe.Read(system);
}
