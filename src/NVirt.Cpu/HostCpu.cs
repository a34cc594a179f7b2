using System.Collections.Immutable;
using NVirt.Cpu.Map;
using NVirt.Cpu.Probe;
using NVirt.Cpu.X86;

namespace NVirt.Cpu;

/// <summary>The CPU of the machine that runs this process, read and decoded.</summary>
/// <param name="Definition">The host: model, features, microcode, signature, TSC, topology, address bits.</param>
/// <param name="Reading">What was read, and from where.</param>
public sealed record HostCpu(CpuDefinition Definition, X86HostReading Reading)
{
    /// <summary>Names of features of which it is not known whether the processor has them, in map order.</summary>
    public ImmutableArray<string> Unknown { get; private init; } = [];

    /// <summary>Names of all features that the processor has and the map knows, in map order.</summary>
    public ImmutableArray<string> Features { get; private init; } = [];

    /// <summary>The x86-64 micro-architecture level.</summary>
    public PsAbiReport? PsAbi { get; private init; }

    /// <summary>
    /// The guest CPU that is safe to migrate among machines like this one: decoded as a guest, without features that do not migrate or
    /// are never passed to a hypervisor; <see langword="null"/> if no model for guests fits.
    /// </summary>
    public CpuDefinition? SafeGuest { get; private init; }

    /// <summary>Reads this machine. Needs no privileges; with them, fewer features are unknown.</summary>
    /// <param name="map">The map; <see langword="null"/> for the one that is compiled in.</param>
    /// <exception cref="CpuException">The architecture has no CPUID (no support), or no model fits (internal).</exception>
    public static HostCpu Read(CpuMap? map = null)
    {
        map ??= CpuMap.Default;
        return From(HostProbe.ReadThisMachine(map), map);
    }

    internal static HostCpu From(X86HostReading reading, CpuMap map)
    {
        CpuDriver driver = CpuDriver.For(CpuArchitecture.X86_64, map);
        FeatureSet features = X86Projection.FeaturesOf(map.X86, reading.Data);
        return new HostCpu(DecodeHost(driver, reading), reading)
        {
            Unknown = reading.UnknownFeatures,
            Features = map.X86.NamesOf(features),
            PsAbi = Probe.PsAbi.Of(map.X86, features),
            SafeGuest = DecodeSafeGuest(driver, DataOfAllProcessors(map.X86, reading, features)),
        };
    }

    private static CpuDefinition DecodeHost(CpuDriver driver, X86HostReading reading)
    {
        CpuDefinition stub = CpuDefinition.NewHost(CpuArchitecture.X86_64);

        // With a topology there is something to tell even where no model fits (cpu-core.md 5).
        CpuDefinition host = reading.Topology is null ? driver.Decode(stub, reading.Data) : DecodeOrKeep(driver, stub, reading.Data);
        return host with
        {
            Microcode = reading.Microcode,
            Tsc = reading.Tsc,
            Topology = reading.Topology,
            MaxPhysAddr = reading.PhysicalBits is { } bits ? new CpuMaxPhysAddr(CpuMaxPhysAddrMode.Emulate, bits, Limit: null) : null,
        };
    }

    private static CpuDefinition DecodeOrKeep(CpuDriver driver, CpuDefinition stub, X86CpuData data)
    {
        try
        {
            return driver.Decode(stub, data);
        }
        catch (CpuException)
        {
            return stub;
        }
    }

    // On a hybrid machine a guest may run on any processor: only what all of them have is safe.
    private static X86CpuData DataOfAllProcessors(X86Map map, X86HostReading reading, in FeatureSet features) => reading.Hybrid.IsHybrid
        ? reading.Data.Subtract(X86Projection.DataOf(map, features - reading.Hybrid.Common))
        : reading.Data;

    private static CpuDefinition? DecodeSafeGuest(CpuDriver driver, X86CpuData data)
    {
        CpuDefinition decoded = DecodeOrKeep(driver, new CpuDefinition { Fallback = CpuFallback.Forbid }, data);
        return decoded.Model is null ? null : driver.DropNeverPassed(driver.CopyMigratable(decoded));
    }
}
