using NVirt.Cpu.Probe.Arm;
using NVirt.Cpu.Probe.Power;
using NVirt.Cpu.Probe.X86;
using NVirt.Xml;

namespace NVirt.Cpu.Probe;

/// <summary>
/// Reads what a machine's processors report (cpu-rules.md 5). Needs no privileges; what would need them is then unknown.
/// </summary>
public static class HostProbe
{
    /// <summary>Reads the machine that this process runs on.</summary>
    /// <param name="map">The map whose MSRs are read on x86; <see langword="null"/> for the built-in one.</param>
    /// <returns>
    /// <see cref="X86HostReading"/>, <see cref="Ppc64HostReading"/>, <see cref="ArmHostReading"/>, <see cref="S390HostReading"/>,
    /// <see cref="RiscVHostReading"/>, or <see cref="GenericHostReading"/> for any other architecture.
    /// </returns>
    /// <remarks>
    /// Apart from CPUID, this works on Linux only. Safe to call from any thread; the affinity of the caller does not change. Takes a few
    /// milliseconds, more on x86 machines with hundreds of processors, each of which is read.
    /// </remarks>
    /// <exception cref="CpuException">The architecture is not known (no-support). Nothing else makes this fail.</exception>
    public static HostReading ReadThisMachine(CpuMap? map = null) => Read(map ?? CpuMap.Default, HostSystem.ThisMachine());

    /// <summary>The raw data of the machine that this process runs on (the 2009 operation "node data", cpu-rules.md 6).</summary>
    /// <param name="driver">The driver that is to interpret it.</param>
    /// <exception cref="CpuException">The machine needs another driver, or its raw data could not be read (no-support).</exception>
    public static CpuData ReadRawData(CpuDriver driver)
    {
        ArgumentNullException.ThrowIfNull(driver);
        return ReadRawData(driver, HostSystem.ThisMachine());
    }

    internal static HostReading Read(CpuMap map, HostSystem system) =>
        system.Arch.IsX86() ? X86HostProbe.Read(map.X86, system) : KernelHostProbe.Read(system);

    /// <summary>The raw data of a machine, for the driver that interprets it.</summary>
    /// <exception cref="CpuException">The machine needs another driver, or its raw data could not be read (no-support).</exception>
    internal static CpuData ReadRawData(CpuDriver driver, HostSystem system)
    {
        if (CpuDriver.For(system.Arch).Name != driver.Name)
        {
            throw Failed(Text.Of(Messages.Probe_OtherArchitecture, system.Arch.ToName(), driver.Arch.ToName()));
        }

        HostReading reading = Read(driver.Map, system);
        return reading.RawData ?? throw Nothing(reading);
    }

    /// <summary>An error that says what became of each source.</summary>
    internal static CpuException Nothing(HostReading reading) => Failed(Text.Of(
        Messages.Probe_Nothing,
        reading.Arch.ToName(),
        string.Join("; ", reading.Sources.Where(s => s.Failure is not null).Select(s => $"{s.Place}: {s.Failure}"))));

    private static CpuException Failed(string why) => new(CpuErrorKind.NoSupport, CpuRule.ProbeFailed, why);
}
