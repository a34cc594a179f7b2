using NVirt.Cpu.MapTables;
using NVirt.Xml;

namespace NVirt.Cpu.Map;

/// <summary>The tables of a map that was read at run time.</summary>
internal sealed class LoadedX86Tables(X86TableData data) : X86Tables
{
    public override ReadOnlySpan<byte> Text => data.Text;

    public override ReadOnlySpan<int> FeatureNames => data.FeatureNames;

    public override ReadOnlySpan<ushort> FeatureSlots => data.FeatureSlots;

    public override ReadOnlySpan<byte> FeatureGroups => data.FeatureGroups;

    public override ReadOnlySpan<ushort> FeatureHash => data.FeatureHash;

    public override ReadOnlySpan<ulong> NonMigratable => data.NonMigratable;

    public override ReadOnlySpan<uint> Registers => data.Registers;

    public override ReadOnlySpan<short> RegisterBits => data.RegisterBits;

    public override ReadOnlySpan<int> AliasNames => data.AliasNames;

    public override ReadOnlySpan<ushort> AliasFeatures => data.AliasFeatures;

    public override ReadOnlySpan<byte> AliasOrigins => data.AliasOrigins;

    public override ReadOnlySpan<int> VendorNames => data.VendorNames;

    public override ReadOnlySpan<int> VendorIds => data.VendorIds;

    public override ReadOnlySpan<int> ModelNames => data.ModelNames;

    public override ReadOnlySpan<ushort> ModelHash => data.ModelHash;

    public override ReadOnlySpan<ulong> ModelBits => data.ModelBits;

    public override ReadOnlySpan<byte> ModelFlags => data.ModelFlags;

    public override ReadOnlySpan<short> ModelVendors => data.ModelVendors;

    public override ReadOnlySpan<short> ModelAncestors => data.ModelAncestors;

    public override ReadOnlySpan<short> ModelCanonicals => data.ModelCanonicals;

    public override ReadOnlySpan<ushort> ModelSignatureStarts => data.ModelSignatureStarts;

    public override ReadOnlySpan<uint> SignatureModels => data.SignatureModels;

    public override ReadOnlySpan<ushort> SignatureSteppings => data.SignatureSteppings;

    public override ReadOnlySpan<ushort> ModelListStarts => data.ModelListStarts;

    public override ReadOnlySpan<ushort> ModelLists => data.ModelLists;
}
