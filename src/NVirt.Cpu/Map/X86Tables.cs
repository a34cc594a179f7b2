using NVirt.Cpu.MapTables;

namespace NVirt.Cpu.Map;

/// <summary>
/// The tables of an x86 map. The compiled map's are spans over the assembly (generated from data/cpu-map); those of a map loaded at
/// run time are arrays. What each table means is documented at <see cref="X86TableData"/>.
/// </summary>
internal abstract class X86Tables
{
    public abstract ReadOnlySpan<byte> Text { get; }

    public abstract ReadOnlySpan<int> FeatureNames { get; }

    public abstract ReadOnlySpan<ushort> FeatureSlots { get; }

    public abstract ReadOnlySpan<byte> FeatureGroups { get; }

    public abstract ReadOnlySpan<ushort> FeatureHash { get; }

    public abstract ReadOnlySpan<ulong> NonMigratable { get; }

    public abstract ReadOnlySpan<uint> Registers { get; }

    public abstract ReadOnlySpan<short> RegisterBits { get; }

    public abstract ReadOnlySpan<int> AliasNames { get; }

    public abstract ReadOnlySpan<ushort> AliasFeatures { get; }

    public abstract ReadOnlySpan<byte> AliasOrigins { get; }

    public abstract ReadOnlySpan<int> VendorNames { get; }

    public abstract ReadOnlySpan<int> VendorIds { get; }

    public abstract ReadOnlySpan<int> ModelNames { get; }

    public abstract ReadOnlySpan<ushort> ModelHash { get; }

    public abstract ReadOnlySpan<ulong> ModelBits { get; }

    public abstract ReadOnlySpan<byte> ModelFlags { get; }

    public abstract ReadOnlySpan<short> ModelVendors { get; }

    public abstract ReadOnlySpan<short> ModelAncestors { get; }

    public abstract ReadOnlySpan<short> ModelCanonicals { get; }

    public abstract ReadOnlySpan<ushort> ModelSignatureStarts { get; }

    public abstract ReadOnlySpan<uint> SignatureModels { get; }

    public abstract ReadOnlySpan<ushort> SignatureSteppings { get; }

    public abstract ReadOnlySpan<ushort> ModelListStarts { get; }

    public abstract ReadOnlySpan<ushort> ModelLists { get; }
}
