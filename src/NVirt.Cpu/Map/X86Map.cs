using System.Collections.Immutable;
using NVirt.Cpu.MapTables;

namespace NVirt.Cpu.Map;

/// <summary>Look-ups in the x86 map. Features, models and vendors are indexes ("places") here; names are for input and output.</summary>
/// <remarks>For NVirt.Cpu.Probe, NVirt.Xen and NVirt.VMware, which read or write bits; others need only names.</remarks>
public sealed class X86Map
{
    private const byte DecodeHostFlag = 1;
    private const byte DecodeGuestFlag = 2;
    private const byte CompatFlag = 4;

    private readonly NameTable _featureNames;
    private readonly NameTable _modelNames;
    private readonly NameTable _vendorNames;
    private readonly NameTable _vendorIds;

    internal X86Map(X86Tables tables)
    {
        Tables = tables;
        FeatureCount = tables.FeatureNames.Length - 1;
        ModelCount = tables.ModelNames.Length - 1;
        VendorCount = tables.VendorNames.Length - 1;
        _featureNames = new NameTable(FeatureCount);
        _modelNames = new NameTable(ModelCount);
        _vendorNames = new NameTable(VendorCount);
        _vendorIds = new NameTable(VendorCount);
    }

    /// <summary>The map that this belongs to, for messages about unknown names; <see langword="null"/> until there is one.</summary>
    internal CpuMap? Whole { get; set; }

    internal X86Tables Tables { get; }

    /// <summary>The number of features; places start at 0.</summary>
    public int FeatureCount { get; }

    /// <summary>The number of models; places start at 0.</summary>
    public int ModelCount { get; }

    internal int VendorCount { get; }

    /// <summary>The number of registers that contain features.</summary>
    public int RegisterCount => Tables.Registers.Length / 3;

    /// <summary>The features that do not migrate.</summary>
    public ref readonly FeatureSet NonMigratable => ref FeatureSet.In(Tables.NonMigratable)[0];

    /// <summary>Every feature.</summary>
    public FeatureSet AllFeatures
    {
        get
        {
            FeatureSet all = default;
            for (int feature = 0; feature < FeatureCount; feature++)
            {
                all.Add(feature);
            }

            return all;
        }
    }

    /// <summary>A feature's name.</summary>
    public string FeatureName(int feature) => _featureNames.Get(Tables, Tables.FeatureNames, feature);

    /// <summary>The place of a feature; negative if the map does not know the name.</summary>
    public int FindFeature(ReadOnlySpan<char> name) => NameTable.Find(Tables, Tables.FeatureNames, Tables.FeatureHash, name);

    internal string FeatureGroup(int feature) => X86TableBuilder.Groups[Tables.FeatureGroups[feature]];

    /// <summary>The register and the bit of a feature.</summary>
    public (X86Register Register, int Bit) FeatureBit(int feature) =>
        (Register(Tables.FeatureSlots[feature] / 32), Tables.FeatureSlots[feature] % 32);

    /// <summary>Whether the map has a feature with the bit's name, or at its place.</summary>
    internal bool Knows(X86KnownBit bit)
    {
        if (FindFeature(bit.Name) >= 0)
        {
            return true;
        }

        for (int register = 0; register < RegisterCount; register++)
        {
            if (Register(register) == bit.Register)
            {
                return Tables.RegisterBits[(register * 32) + bit.Bit] >= 0;
            }
        }

        return false;
    }

    /// <summary>The place of a feature's bit as manuals write it: <c>CPUID.01H:ECX[5]</c>.</summary>
    public string Coordinate(int feature)
    {
        (X86Register register, int bit) = FeatureBit(feature);
        return register.Coordinate(bit);
    }

    /// <summary>The feature's other names.</summary>
    internal ImmutableArray<CpuFeatureAlias> FeatureAliases(int feature)
    {
        ImmutableArray<CpuFeatureAlias>.Builder aliases = ImmutableArray.CreateBuilder<CpuFeatureAlias>();
        for (int i = 0; i < Tables.AliasFeatures.Length; i++)
        {
            if (Tables.AliasFeatures[i] == feature)
            {
                string name = NameTable.ToText(Tables.Text[Tables.AliasNames[i]..Tables.AliasNames[i + 1]]);
                aliases.Add(new CpuFeatureAlias(name, X86TableBuilder.AliasOrigins[Tables.AliasOrigins[i]]));
            }
        }

        return aliases.ToImmutable();
    }

    /// <summary>The features with these names; names that the map does not know are left out.</summary>
    public FeatureSet SetOf(IEnumerable<string> names)
    {
        FeatureSet set = default;
        foreach (string name in names)
        {
            if (FindFeature(name) is >= 0 and var feature)
            {
                set.Add(feature);
            }
        }

        return set;
    }

    /// <summary>Names in map order.</summary>
    public ImmutableArray<string> NamesOf(in FeatureSet features)
    {
        ImmutableArray<string>.Builder names = ImmutableArray.CreateBuilder<string>(features.Count);
        foreach (int feature in features)
        {
            names.Add(FeatureName(feature));
        }

        return names.MoveToImmutable();
    }

    /// <summary>Names in the order of the list.</summary>
    public ImmutableArray<string> NamesOf(ReadOnlySpan<ushort> features)
    {
        ImmutableArray<string>.Builder names = ImmutableArray.CreateBuilder<string>(features.Length);
        foreach (ushort feature in features)
        {
            names.Add(FeatureName(feature));
        }

        return names.MoveToImmutable();
    }

    /// <summary>A register that holds features.</summary>
    public X86Register Register(int index)
    {
        ReadOnlySpan<uint> row = Tables.Registers.Slice(index * 3, 3);
        return new X86Register(row[2] >= 4, row[0], row[1], (RegisterName)(row[2] & 3));
    }

    /// <summary>Adds the features whose bits are set in a value of the register.</summary>
    public void AddFeatures(ref FeatureSet set, int register, uint value)
    {
        ReadOnlySpan<short> bits = Tables.RegisterBits.Slice(register * 32, 32);
        for (; value != 0; value &= value - 1)
        {
            int feature = bits[System.Numerics.BitOperations.TrailingZeroCount(value)];
            if (feature >= 0)
            {
                set.Add(feature);
            }
        }
    }

    /// <summary>A model's name.</summary>
    public string ModelName(int model) => _modelNames.Get(Tables, Tables.ModelNames, model);

    /// <summary>The place of a model; negative if the map does not know the name.</summary>
    public int FindModel(ReadOnlySpan<char> name) => NameTable.Find(Tables, Tables.ModelNames, Tables.ModelHash, name);

    /// <summary>The features of a model.</summary>
    public ref readonly FeatureSet ModelFeatures(int model) => ref FeatureSet.In(Tables.ModelBits)[model];

    internal bool DecodesTo(int model, CpuType type) =>
        (Tables.ModelFlags[model] & (type == CpuType.Host ? DecodeHostFlag : DecodeGuestFlag)) != 0;

    internal bool IsCompatChecked(int model) => (Tables.ModelFlags[model] & CompatFlag) != 0;

    /// <summary>The model's vendor, or -1.</summary>
    internal int ModelVendor(int model) => Tables.ModelVendors[model];

    /// <summary>The model's ancestor, or -1.</summary>
    internal int ModelAncestor(int model) => Tables.ModelAncestors[model];

    /// <summary>The canonical name's model, or -1.</summary>
    internal int ModelCanonical(int model) => Tables.ModelCanonicals[model];

    /// <summary>Features that the model once had, in the order of the map file.</summary>
    internal ReadOnlySpan<ushort> RemovedFeatures(int model) => List(model * 2);

    /// <summary>Features that hypervisors add to the model, in the order of the map file.</summary>
    internal ReadOnlySpan<ushort> AddedFeatures(int model) => List((model * 2) + 1);

    /// <summary>How many signatures the model has.</summary>
    internal int SignatureCount(int model) => Tables.ModelSignatureStarts[model + 1] - Tables.ModelSignatureStarts[model];

    /// <summary>One of the model's signatures.</summary>
    internal (uint Family, uint Model, ushort Steppings) Signature(int model, int index)
    {
        int place = Tables.ModelSignatureStarts[model] + index;
        uint packed = Tables.SignatureModels[place];
        return (packed >> 8, packed & 0xff, Tables.SignatureSteppings[place]);
    }

    internal bool MatchesSignature(int model, CpuSignature signature)
    {
        for (int i = 0; i < SignatureCount(model); i++)
        {
            var (family, number, steppings) = Signature(model, i);
            if (family == signature.Family && number == signature.Model && (steppings >> (int)signature.Stepping & 1) != 0)
            {
                return true;
            }
        }

        return false;
    }

    internal string VendorName(int vendor) => _vendorNames.Get(Tables, Tables.VendorNames, vendor);

    /// <summary>The vendor's 12 characters.</summary>
    internal string VendorId(int vendor) => _vendorIds.Get(Tables, Tables.VendorIds, vendor);

    internal int FindVendor(string name)
    {
        for (int i = 0; i < VendorCount; i++)
        {
            if (VendorName(i) == name)
            {
                return i;
            }
        }

        return -1;
    }

    private ReadOnlySpan<ushort> List(int list) => Tables.ModelLists[Tables.ModelListStarts[list]..Tables.ModelListStarts[list + 1]];
}
