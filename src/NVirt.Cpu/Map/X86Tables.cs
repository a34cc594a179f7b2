namespace NVirt.Cpu.Map;

/// <summary>
/// The tables of an x86 map. The compiled map's are spans over the assembly (generated from data/cpu-map); those of a map loaded at
/// run time are arrays. "Place" is a feature's, model's or vendor's number in map order.
/// </summary>
internal abstract class X86Tables
{
    /// <summary>All names, ASCII, one after the other.</summary>
    public abstract ReadOnlySpan<byte> Text { get; }

    /// <summary>Where each feature's name begins in <see cref="Text"/>, and where the last one ends.</summary>
    public abstract ReadOnlySpan<int> FeatureNames { get; }

    /// <summary>Where each feature's bit is: register * 32 + bit.</summary>
    public abstract ReadOnlySpan<ushort> FeatureSlots { get; }

    /// <summary>Each feature's group: its place in <see cref="Build.X86TableBuilder.Groups"/>.</summary>
    public abstract ReadOnlySpan<byte> FeatureGroups { get; }

    /// <summary>Names of features to place + 1 (see <see cref="Build.NameHash"/>).</summary>
    public abstract ReadOnlySpan<ushort> FeatureHash { get; }

    /// <summary>The set of features that do not migrate.</summary>
    public abstract ReadOnlySpan<ulong> NonMigratable { get; }

    /// <summary>Three numbers a register: leaf or MSR index, sub-leaf, and the register's name (plus 4 for an MSR); sorted.</summary>
    public abstract ReadOnlySpan<uint> Registers { get; }

    /// <summary>32 numbers a register: the place of the feature of each bit, or -1.</summary>
    public abstract ReadOnlySpan<short> RegisterBits { get; }

    /// <summary>Where each alias begins in <see cref="Text"/>, and where the last one ends.</summary>
    public abstract ReadOnlySpan<int> AliasNames { get; }

    /// <summary>The feature of each alias.</summary>
    public abstract ReadOnlySpan<ushort> AliasFeatures { get; }

    /// <summary>Each alias's place in <see cref="Build.X86TableBuilder.AliasOrigins"/>.</summary>
    public abstract ReadOnlySpan<byte> AliasOrigins { get; }

    /// <summary>Where each vendor's name begins in <see cref="Text"/>, and where the last one ends.</summary>
    public abstract ReadOnlySpan<int> VendorNames { get; }

    /// <summary>Where each vendor's 12 characters begin in <see cref="Text"/>, and where the last ones end.</summary>
    public abstract ReadOnlySpan<int> VendorIds { get; }

    /// <summary>Where each model's name begins in <see cref="Text"/>, and where the last one ends.</summary>
    public abstract ReadOnlySpan<int> ModelNames { get; }

    /// <summary>Names of models to place + 1.</summary>
    public abstract ReadOnlySpan<ushort> ModelHash { get; }

    /// <summary>A feature set a model.</summary>
    public abstract ReadOnlySpan<ulong> ModelBits { get; }

    /// <summary>A flag byte a model: 1 decode for hosts, 2 decode for guests, 4 compatibility check.</summary>
    public abstract ReadOnlySpan<byte> ModelFlags { get; }

    /// <summary>Each model's vendor, or -1.</summary>
    public abstract ReadOnlySpan<short> ModelVendors { get; }

    /// <summary>Each model's ancestor, or -1.</summary>
    public abstract ReadOnlySpan<short> ModelAncestors { get; }

    /// <summary>The canonical name of each model that is an alias, or -1.</summary>
    public abstract ReadOnlySpan<short> ModelCanonicals { get; }

    /// <summary>Where each model's signatures begin, and where the last one's end.</summary>
    public abstract ReadOnlySpan<ushort> ModelSignatureStarts { get; }

    /// <summary>Family * 256 + model.</summary>
    public abstract ReadOnlySpan<uint> SignatureModels { get; }

    /// <summary>A bit for each stepping that the signature holds for.</summary>
    public abstract ReadOnlySpan<ushort> SignatureSteppings { get; }

    /// <summary>Two lists a model, removed and added features: where each begins in <see cref="ModelLists"/>, and where the last one ends.</summary>
    public abstract ReadOnlySpan<ushort> ModelListStarts { get; }

    /// <summary>Places of features, in the order of the map file.</summary>
    public abstract ReadOnlySpan<ushort> ModelLists { get; }
}
