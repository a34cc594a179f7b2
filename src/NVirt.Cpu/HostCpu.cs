using System.Collections.Immutable;
using NVirt.Cpu.Map;
using NVirt.Cpu.Probe;
using NVirt.Cpu.X86;

namespace NVirt.Cpu;

/// <summary>The CPU of the machine that runs this process, read and decoded.</summary>
/// <param name="Definition">
/// The host: architecture, model, features and topology, on x86 also microcode, signature, TSC and address bits. Where no model is known,
/// and on architectures whose processors tell none, it has architecture and topology.
/// </param>
/// <param name="Reading">What was read, and from where.</param>
public sealed record HostCpu(CpuDefinition Definition, HostReading Reading)
{
    /// <summary>Names of features of which it is not known whether the processor has them, in map order.</summary>
    public ImmutableArray<string> Unknown { get; private init; } = [];

    /// <summary>
    /// Names of all features that the processor has: on x86 those that the map knows, in its order; on ARM and s390 the kernel's names of
    /// hardware capabilities; elsewhere none.
    /// </summary>
    public ImmutableArray<string> Features { get; private init; } = [];

    /// <summary>The x86-64 micro-architecture level; <see langword="null"/> on other architectures.</summary>
    public PsAbiReport? PsAbi { get; private init; }

    /// <summary>
    /// The guest CPU that is safe to migrate among machines like this one: decoded as a guest, without features that do not migrate or
    /// are never passed to a hypervisor; <see langword="null"/> if no model for guests fits, and on ARM, where a processor's flags are not
    /// features that a hypervisor takes.
    /// </summary>
    public CpuDefinition? SafeGuest { get; private init; }

    /// <summary>What the processor calls itself, and what it is built of; <see langword="null"/> on other architectures than x86.</summary>
    public X86Identity? Identity { get; private init; }

    /// <summary>
    /// The model that one would expect of the processor, where the one it was decoded to is far from it; otherwise, and on other
    /// architectures than x86, <see langword="null"/>.
    /// </summary>
    public X86ExpectedModel? ExpectedModel { get; private init; }

    /// <summary>Reads this machine. Needs no privileges; with them, fewer features are unknown.</summary>
    /// <param name="map">The map; <see langword="null"/> for the one that is compiled in.</param>
    /// <exception cref="CpuException">
    /// The architecture is unknown, or neither a model nor a topology could be read (no support), or no model fits and there is no topology.
    /// </exception>
    public static HostCpu Read(CpuMap? map = null)
    {
        map ??= CpuMap.Default;
        return From(HostProbe.ReadThisMachine(map), map);
    }

    internal static HostCpu From(HostReading reading, CpuMap map) => reading switch
    {
        X86HostReading x86 => FromX86(x86, map),
        { RawData: null } => new HostCpu(WithoutModel(reading), reading) { Features = KernelFeatures(reading) },
        _ => FromRegisters(reading, map),
    };

    private static HostCpu FromX86(X86HostReading reading, CpuMap map)
    {
        CpuDriver driver = CpuDriver.For(CpuArchitecture.X86_64, map);
        FeatureSet features = X86Projection.FeaturesOf(map.X86, reading.Data);
        CpuDefinition host = DecodeHost(driver, reading, reading.Data) with
        {
            Microcode = reading.Microcode,
            Tsc = reading.Tsc,
            MaxPhysAddr = reading.PhysicalBits is { } bits ? new CpuMaxPhysAddr(CpuMaxPhysAddrMode.Emulate, bits, Limit: null) : null,
        };
        X86Identity identity = X86Identity.Of(reading.Data);
        return new HostCpu(host, reading)
        {
            Identity = identity,
            ExpectedModel = X86ExpectedModel.Of(map.X86, identity, features, reading.Unknown, host.Model),
            Unknown = reading.UnknownFeatures,
            Features = map.X86.NamesOf(features),
            PsAbi = Probe.PsAbi.Of(map.X86, features),
            SafeGuest = DecodeSafeGuest(driver, DataOfAllProcessors(map.X86, reading, features)),
        };
    }

    private static HostCpu FromRegisters(HostReading reading, CpuMap map)
    {
        CpuDriver driver = CpuDriver.For(reading.Arch, map);
        return new HostCpu(DecodeHost(driver, reading, reading.RawData!), reading)
        {
            Features = KernelFeatures(reading),
            SafeGuest = reading is ArmHostReading ? null : DecodeSafeGuest(driver, reading.RawData!),
        };
    }

    private static ImmutableArray<string> KernelFeatures(HostReading reading) => reading switch
    {
        ArmHostReading arm => arm.Flags,
        S390HostReading s390 => s390.Features,
        _ => [],
    };

    private static CpuDefinition WithoutModel(HostReading reading) => reading.Topology is null
        ? throw HostProbe.Nothing(reading)
        : CpuDefinition.NewHost(reading.Arch) with { Topology = reading.Topology };

    private static CpuDefinition DecodeHost(CpuDriver driver, HostReading reading, CpuData data)
    {
        CpuDefinition stub = CpuDefinition.NewHost(reading.Arch);

        // With a topology there is something to tell even where no model fits (cpu-core.md 5).
        CpuDefinition host = reading.Topology is null ? driver.Decode(stub, data) : DecodeOrKeep(driver, stub, data);
        return host with { Topology = reading.Topology };
    }

    private static CpuDefinition DecodeOrKeep(CpuDriver driver, CpuDefinition stub, CpuData data)
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

    private static CpuDefinition? DecodeSafeGuest(CpuDriver driver, CpuData data)
    {
        CpuDefinition decoded = DecodeOrKeep(driver, new CpuDefinition { Fallback = CpuFallback.Forbid }, data);
        return decoded.Model is null ? null : driver.DropNeverPassed(driver.CopyMigratable(decoded));
    }
}
