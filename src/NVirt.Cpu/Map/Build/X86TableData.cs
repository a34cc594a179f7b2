namespace NVirt.Cpu.Map.Build;

/// <summary>The tables of an x86 map as arrays; their meaning is documented at <c>X86Tables</c>, which reads them.</summary>
internal sealed class X86TableData
{
    public byte[] Text { get; set; } = [];

    public int[] FeatureNames { get; set; } = [];

    public ushort[] FeatureSlots { get; set; } = [];

    public byte[] FeatureGroups { get; set; } = [];

    public ushort[] FeatureHash { get; set; } = [];

    public ulong[] NonMigratable { get; set; } = [];

    public uint[] Registers { get; set; } = [];

    public short[] RegisterBits { get; set; } = [];

    public int[] AliasNames { get; set; } = [];

    public ushort[] AliasFeatures { get; set; } = [];

    public byte[] AliasOrigins { get; set; } = [];

    public int[] VendorNames { get; set; } = [];

    public int[] VendorIds { get; set; } = [];

    public int[] ModelNames { get; set; } = [];

    public ushort[] ModelHash { get; set; } = [];

    public ulong[] ModelBits { get; set; } = [];

    public byte[] ModelFlags { get; set; } = [];

    public short[] ModelVendors { get; set; } = [];

    public short[] ModelAncestors { get; set; } = [];

    public short[] ModelCanonicals { get; set; } = [];

    public ushort[] ModelSignatureStarts { get; set; } = [];

    public uint[] SignatureModels { get; set; } = [];

    public ushort[] SignatureSteppings { get; set; } = [];

    public ushort[] ModelListStarts { get; set; } = [];

    public ushort[] ModelLists { get; set; } = [];
}
