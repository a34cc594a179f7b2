using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace NVirt.Cpu.Tests.Xml;

/// <summary>Random definitions that a document can express.</summary>
internal static class Definitions
{
    private static readonly Gen<string> Name =
        from length in Gen.Choose(1, 12)
        from letters in Gen.Elements("abXYZ019-_.&<>'\"\n\t\ré🐧 ".EnumerateRunes().ToArray()).ArrayOf(length)
        select string.Concat(letters);

    private static readonly Gen<bool?> Truth = Gen.Elements<bool?>(null, false, true);

    private static readonly Gen<uint> Number = Gen.Elements(1u, 2u, 10u, 4711u, uint.MaxValue);

    private static readonly Gen<CpuTopology?> Topology = Maybe(
        from n in Number.ArrayOf(5)
        select new CpuTopology(n[0], n[1], n[2], n[3], n[4]));

    private static readonly Gen<CpuCache?> Cache = Maybe(
        from mode in Word<CpuCacheMode>()
        from level in Gen.Elements<int?>(null, 1, 2, 3)
        select new CpuCache(mode, level));

    private static readonly Gen<CpuMaxPhysAddr?> MaxPhysAddr = Maybe(
        from mode in Word<CpuMaxPhysAddrMode>()
        from bits in Gen.Elements<int?>(null, 0, 42)
        from limit in Gen.Elements<int?>(null, 39)
        select new CpuMaxPhysAddr(mode, bits, mode == CpuMaxPhysAddrMode.Passthrough ? limit : null));

    public static Gen<CpuDefinition> Host { get; } =
        from arch in Gen.Elements(CpuArchitectures.All.ToArray())
        from model in Name
        from vendor in Name.OrNull()
        from microcode in Gen.Elements(0u, 45u, uint.MaxValue)
        from signature in Maybe(Number.Select(n => new CpuSignature(n, n - 1, n / 2)))
        from tsc in Maybe(from frequency in Gen.Elements(0ul, ulong.MaxValue) from scaling in Truth select new CpuTsc(frequency, scaling))
        from topology in Topology
        from cache in Cache
        from address in MaxPhysAddr
        from features in Features(Gen.Constant<CpuPolicy?>(null))
        select new CpuDefinition
        {
            Type = CpuType.Host,
            Mode = null,
            Arch = arch,
            Model = model,
            Vendor = vendor,
            Microcode = microcode,
            Signature = signature,
            Tsc = tsc,
            Topology = topology,
            Cache = cache,
            MaxPhysAddr = address,
            Features = features,
        };

    // Settings that only some modes have are set only for those; a custom CPU without a model has no attributes to read back.
    public static Gen<CpuDefinition> Guest { get; } =
        from mode in Word<CpuMode>()
        from named in Name.OrNull()
        let model = mode is CpuMode.Custom or CpuMode.HostModel ? named : null
        let isNamed = model is not null
        let hasAttributes = mode != CpuMode.Custom || isNamed
        from match in Word<CpuMatch>()
        from check in Word<CpuCheck>()
        from migratable in Truth
        from deprecated in Truth
        from fallback in Word<CpuFallback>()
        from vendor in Name.OrNull()
        from vendorId in Gen.Elements<string?>(null, "AuthenticAMD", "<'& \"'>><<''")
        from topology in Topology
        from cache in Cache
        from address in MaxPhysAddr
        from features in Features(Word<CpuPolicy>().Select(p => (CpuPolicy?)p))
        from numa in NumaDefinitions.Any.OrNull()
        select new CpuDefinition
        {
            Mode = mode,
            Match = mode == CpuMode.Custom && isNamed ? match : CpuMatch.Exact,
            Check = hasAttributes ? check : CpuCheck.Default,
            Migratable = mode is CpuMode.HostPassthrough or CpuMode.Maximum ? migratable : null,
            DeprecatedFeatures = hasAttributes ? deprecated : null,
            Model = model,
            Fallback = isNamed ? fallback : CpuFallback.Allow,
            Vendor = isNamed ? vendor : null,
            VendorId = mode is CpuMode.Custom or CpuMode.HostModel ? vendorId : null,
            Topology = topology,
            Cache = cache,
            MaxPhysAddr = address,
            Features = hasAttributes ? features : CpuFeatureList.Empty,
            Numa = numa,
        };

    public static Gen<T> Word<T>()
        where T : struct, Enum => Gen.Elements(Enum.GetValues<T>());

    private static Gen<T?> Maybe<T>(Gen<T> some)
        where T : struct => Gen.OneOf(Gen.Constant<T?>(null), some.Select(v => (T?)v));

    private static Gen<CpuFeatureList> Features(Gen<CpuPolicy?> policy) =>
        from features in Gen.ArrayOf(from name in Name from p in policy select new CpuFeature(name, p))
        select CpuFeatureList.Create([.. features.DistinctBy(f => f.Name, StringComparer.Ordinal)]);
}
