using System.Collections.Immutable;
using NVirt.Cpu.Map;
using NVirt.Cpu.Probe;
using NVirt.Cpu.Probe.Arm;
using NVirt.Cpu.Probe.X86;
using NVirt.Cpu.X86;
using NVirt.Cpu.X86.Evidence;

namespace NVirt.Cpu.Probe;

/// <summary>The CPU of the machine that runs this process, read and decoded.</summary>
/// <param name="Definition">
/// The host: architecture, model, features and topology; on x86 also microcode, signature, TSC and address bits. If no model is known,
/// and on architectures whose processors do not report one, only architecture and topology.
/// </param>
/// <param name="Reading">What was read, and from where.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record HostCpu(CpuDefinition Definition, HostReading Reading)
{
    /// <summary>Names of features that the processor may or may not have, in map order.</summary>
    public ImmutableArray<string> Unknown { get; private init; } = [];

    /// <summary>
    /// Names of all features that the processor has: on x86 those that the map knows, in map order; on ARM and s390 the kernel's names of
    /// hardware capabilities; elsewhere none.
    /// </summary>
    public ImmutableArray<string> Features { get; private init; } = [];

    /// <summary>The x86-64 micro-architecture level; <see langword="null"/> on other architectures.</summary>
    public PsAbiReport? PsAbi { get; private init; }

    /// <summary>
    /// The guest CPU that is safe to migrate among machines like this one: decoded as a guest, without features that do not migrate or
    /// are never passed to a hypervisor; <see langword="null"/> if no model for guests fits, and on ARM, where a processor's flags are not
    /// features that a hypervisor accepts.
    /// </summary>
    public CpuDefinition? SafeGuest { get; private init; }

    /// <summary>What the processor calls itself, and its microarchitecture; <see langword="null"/> if it is not x86.</summary>
    public X86Identity? Identity { get; private init; }

    /// <summary>
    /// The model that one would expect for the processor, if the decoded one is far from it; otherwise, and on other
    /// architectures than x86, <see langword="null"/>.
    /// </summary>
    public X86ExpectedModel? ExpectedModel { get; private init; }

    /// <summary>Reads this machine. Needs no privileges; with them, fewer features are unknown.</summary>
    /// <param name="map">The map; <see langword="null"/> for the built-in one.</param>
    /// <exception cref="CpuException">
    /// The architecture is unknown, or neither a model nor a topology could be read (no support), or no model fits and there is no
    /// topology.
    /// </exception>
    public static HostCpu Read(CpuMap? map = null)
    {
        map ??= CpuMap.Default;
        return From(HostProbe.ReadThisMachine(map), map);
    }

    /// <summary>The machine as one of several sources.</summary>
    public CpuSource ToSource() => new(Definition)
    {
        Unknown = Unknown,
        Data = Reading.RawData,
        Readings = Reading is X86HostReading x86 ? [new X86Reading(x86.Data, x86.Coverage)] : [],
    };

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
            PsAbi = NVirt.Cpu.X86.PsAbi.Of(map.X86, features),
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

        // With a topology, there is something to report even if no model fits (cpu-rules.md 5).
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
        return decoded.Model is null ? null : driver.Advanced.DropNeverPassed(driver.CopyMigratable(decoded));
    }
}
