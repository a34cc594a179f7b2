namespace NVirt.Cpu.MapTables;

/// <summary>
/// The tables of an x86 map as arrays; empty until <see cref="X86TableBuilder"/> fills them in. "Place" is a feature's, model's or
/// vendor's number in map order.
/// </summary>
public sealed class X86TableData
{
    /// <summary>All names, ASCII, one after the other.</summary>
    public byte[] Text { get; set; } = [];

    /// <summary>Where each feature's name begins in <see cref="Text"/>, and where the last one ends.</summary>
    public int[] FeatureNames { get; set; } = [];

    /// <summary>Where each feature's bit is: register * 32 + bit.</summary>
    public ushort[] FeatureSlots { get; set; } = [];

    /// <summary>Each feature's group: its place in <see cref="X86TableBuilder.Groups"/>.</summary>
    public byte[] FeatureGroups { get; set; } = [];

    /// <summary>Names of features to place + 1 (see <see cref="NameHash"/>).</summary>
    public ushort[] FeatureHash { get; set; } = [];

    /// <summary>The set of features that do not migrate.</summary>
    public ulong[] NonMigratable { get; set; } = [];

    /// <summary>Three numbers per register: leaf or MSR index, sub-leaf, and the register's name (plus 4 for an MSR); sorted.</summary>
    public uint[] Registers { get; set; } = [];

    /// <summary>32 numbers per register: the place of the feature of each bit, or -1.</summary>
    public short[] RegisterBits { get; set; } = [];

    /// <summary>Where each alias begins in <see cref="Text"/>, and where the last one ends.</summary>
    public int[] AliasNames { get; set; } = [];

    /// <summary>The feature of each alias.</summary>
    public ushort[] AliasFeatures { get; set; } = [];

    /// <summary>Each alias's place in <see cref="X86TableBuilder.AliasOrigins"/>.</summary>
    public byte[] AliasOrigins { get; set; } = [];

    /// <summary>Where each vendor's name begins in <see cref="Text"/>, and where the last one ends.</summary>
    public int[] VendorNames { get; set; } = [];

    /// <summary>Where each vendor's 12 characters begin in <see cref="Text"/>, and where the last ones end.</summary>
    public int[] VendorIds { get; set; } = [];

    /// <summary>Where each model's name begins in <see cref="Text"/>, and where the last one ends.</summary>
    public int[] ModelNames { get; set; } = [];

    /// <summary>Names of models to place + 1.</summary>
    public ushort[] ModelHash { get; set; } = [];

    /// <summary>One feature set per model.</summary>
    public ulong[] ModelBits { get; set; } = [];

    /// <summary>One byte of flags per model: 1 decode for hosts, 2 decode for guests, 4 compatibility check.</summary>
    public byte[] ModelFlags { get; set; } = [];

    /// <summary>Each model's vendor, or -1.</summary>
    public short[] ModelVendors { get; set; } = [];

    /// <summary>Each model's ancestor, or -1.</summary>
    public short[] ModelAncestors { get; set; } = [];

    /// <summary>The canonical name of each model that is an alias, or -1.</summary>
    public short[] ModelCanonicals { get; set; } = [];

    /// <summary>Where each model's signatures begin, and where the last one's end.</summary>
    public ushort[] ModelSignatureStarts { get; set; } = [];

    /// <summary>Family * 256 + model.</summary>
    public uint[] SignatureModels { get; set; } = [];

    /// <summary>A bit for each stepping that the signature covers.</summary>
    public ushort[] SignatureSteppings { get; set; } = [];

    /// <summary>
    /// Two lists per model, removed and added features: where each begins in <see cref="ModelLists"/>, and where the last one ends.
    /// </summary>
    public ushort[] ModelListStarts { get; set; } = [];

    /// <summary>Places of features, in the order of the map file.</summary>
    public ushort[] ModelLists { get; set; } = [];
}
