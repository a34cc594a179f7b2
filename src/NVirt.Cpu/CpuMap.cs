using System.Collections.Concurrent;
using System.Collections.Immutable;
using NVirt.Cpu.Map;
using NVirt.Cpu.Map.Libvirt;
using NVirt.Cpu.X86;

namespace NVirt.Cpu;

/// <summary>The facts about CPU models and features. Immutable and safe for use by several threads.</summary>
public sealed class CpuMap
{
    // Created when first needed; if two threads both create them, that does no harm.
    private CpuFeatureInfo[]? _x86Features;
    private CpuModelInfo[]? _x86Models;
    private CpuKnownBit[]? _x86KnownBits;
    private PvrMap? _ppc64;
    private PvrMap? _arm;
    private readonly ConcurrentDictionary<CpuArchitecture, (NameIndex Features, NameIndex Models)> _names = new();

    internal CpuMap(X86Map x86, PvrMap? ppc64 = null, PvrMap? arm = null)
    {
        X86 = x86;
        x86.Whole = this;
        _ppc64 = ppc64;
        _arm = arm;
    }

    /// <summary>The built-in map, compiled from data/cpu-map.</summary>
    public static CpuMap Default { get; } = new(new X86Map(new CompiledX86Tables()));

    /// <summary>The x86 tables as bits, for reading machines and for drivers of hypervisors that use bits.</summary>
    public X86Map X86 { get; }

    // The compiled ones unless others were given.
    internal PvrMap Ppc64 => _ppc64 ??= CompiledPpc64Map.Create();

    internal PvrMap Arm => _arm ??= CompiledArmMap.Create();

    /// <summary>Reads a map in libvirt's format. A missing part for ppc64 or ARM is empty.</summary>
    /// <param name="directory">The folder that contains <c>index.xml</c>.</param>
    /// <exception cref="CpuException">A file cannot be read or is inconsistent (internal); the message has file, line and
    /// column.</exception>
    public static CpuMap Load(string directory) => LibvirtMapInterpreter.Read(directory);

    /// <summary>The features of an architecture in map order; empty if its map has none.</summary>
    public IReadOnlyList<CpuFeatureInfo> Features(CpuArchitecture arch) => arch.IsX86()
        ? _x86Features ??= [.. Enumerable.Range(0, X86.FeatureCount).Select(FeatureInfo)]
        : [.. PvrMapOf(arch)?.Features.Select(PvrMap.InfoOf) ?? []];

    /// <summary>The models of an architecture in map order; empty if its map has none.</summary>
    public IReadOnlyList<CpuModelInfo> Models(CpuArchitecture arch) => arch.IsX86()
        ? _x86Models ??= [.. Enumerable.Range(0, X86.ModelCount).Select(ModelInfo)]
        : [.. PvrMapOf(arch)?.Models.Select(PvrMap.InfoOf) ?? []];

    /// <summary>The vendors of an architecture in map order; empty if its map has none.</summary>
    public IReadOnlyList<CpuVendorInfo> Vendors(CpuArchitecture arch) => arch.IsX86()
        ? [.. Enumerable.Range(0, X86.VendorCount).Select(v => new CpuVendorInfo(X86.VendorName(v), X86.VendorId(v)))]
        : [.. PvrMapOf(arch)?.Vendors.Select(PvrMap.InfoOf) ?? []];

    /// <summary>A feature by its exact name, or <see langword="null"/>.</summary>
    public CpuFeatureInfo? FindFeature(string name, CpuArchitecture arch = CpuArchitecture.X86_64)
    {
        if (!arch.IsX86())
        {
            return PvrMapOf(arch)?.Features.Contains(name, StringComparer.Ordinal) == true ? PvrMap.InfoOf(name) : null;
        }

        int place = X86.FindFeature(name);
        return place < 0 ? null : FeatureInfo(place);
    }

    /// <summary>A model by its exact name, or <see langword="null"/>.</summary>
    public CpuModelInfo? FindModel(string name, CpuArchitecture arch = CpuArchitecture.X86_64)
    {
        if (!arch.IsX86())
        {
            return PvrMapOf(arch)?.FindModel(name) is { } model ? PvrMap.InfoOf(model) : null;
        }

        int place = X86.FindModel(name);
        return place < 0 ? null : ModelInfo(place);
    }

    /// <summary>
    /// The bits of an architecture's processors that NVirt knows and this map does not; empty except on x86. They are shown and compared
    /// by name, and no operation on definitions ever uses them.
    /// </summary>
    public IReadOnlyList<CpuKnownBit> KnownBits(CpuArchitecture arch) => arch.IsX86()
        ? _x86KnownBits ??= [.. CompiledX86KnownBits.Create().Where(b => !X86.Knows(b)).Select(b => new CpuKnownBit(b))]
        : [];

    /// <summary>One of <see cref="KnownBits"/> by its exact name, or <see langword="null"/>.</summary>
    public CpuKnownBit? FindKnownBit(string name, CpuArchitecture arch = CpuArchitecture.X86_64) =>
        KnownBits(arch).FirstOrDefault(b => b.Name == name);

    /// <summary>
    /// The <see cref="KnownBits"/> that a processor, or each of several, has, in the order of their registers; empty for data that is
    /// not x86.
    /// </summary>
    /// <param name="source">A CPU with raw data; a definition has none of them.</param>
    public IReadOnlyList<CpuKnownBit> KnownBitsOf(CpuSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Data is X86CpuData data ? [.. KnownBits(data.Arch).Where(b => source.Has(b) == true)] : [];
    }

    /// <summary>Bits that one processor has and another certainly lacks: bits that are unknown for the other are not included.</summary>
    /// <param name="source">A CPU with raw data.</param>
    /// <param name="other">The other, also with raw data: a definition does not certainly lack anything.</param>
    public IReadOnlyList<CpuKnownBit> KnownBitsMissing(CpuSource source, CpuSource other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return [.. KnownBitsOf(source).Where(b => other.Has(b) == false)];
    }

    /// <summary>
    /// The reason that a feature is unknown, with what was possibly meant (<see cref="CpuReason.Suggestions"/>,
    /// <see cref="CpuReason.Hint"/>).
    /// </summary>
    /// <param name="name">The name that is not in the map.</param>
    /// <param name="arch">The architecture whose names count.</param>
    public CpuReason UnknownFeature(string name, CpuArchitecture arch = CpuArchitecture.X86_64) =>
        new(CpuRule.UnknownFeature, name) { Map = this, Arch = arch };

    /// <summary>The same for a model.</summary>
    /// <param name="name">The name that is not in the map.</param>
    /// <param name="arch">The architecture whose names count.</param>
    public CpuReason UnknownModel(string name, CpuArchitecture arch = CpuArchitecture.X86_64) =>
        new(CpuRule.UnknownModel, name) { Map = this, Arch = arch };

    /// <summary>The names of features, for suggestions.</summary>
    internal NameIndex FeatureNames(CpuArchitecture arch) => _names.GetOrAdd(arch, IndexNames).Features;

    /// <summary>The names of models, for suggestions.</summary>
    internal NameIndex ModelNames(CpuArchitecture arch) => _names.GetOrAdd(arch, IndexNames).Models;

    private (NameIndex Features, NameIndex Models) IndexNames(CpuArchitecture arch) =>
        (new NameIndex([.. Features(arch).Select(f => f.Name)]), new NameIndex([.. Models(arch).Select(m => m.Name)]));

    private PvrMap? PvrMapOf(CpuArchitecture arch) => arch.IsPpc64() ? Ppc64 : arch.IsArm() ? Arm : null;

    private CpuFeatureInfo FeatureInfo(int place) => new(
        X86.FeatureName(place),
        X86.FeatureGroup(place),
        X86.Coordinate(place),
        Migratable: !X86.NonMigratable.Contains(place),
        X86.FeatureBit(place).Register.IsMsr,
        X86.FeatureAliases(place));

    private CpuModelInfo ModelInfo(int place)
    {
        int vendor = X86.ModelVendor(place);
        return new CpuModelInfo(X86.ModelName(place), vendor < 0 ? null : X86.VendorName(vendor))
        {
            Ancestor = ModelName(X86.ModelAncestor(place)),
            CanonicalName = ModelName(X86.ModelCanonical(place)),
            Signatures = [.. Enumerable.Range(0, X86.SignatureCount(place)).Select(i => SignatureInfo(place, i))],
            Features = X86.NamesOf(X86.ModelFeatures(place)),
            PsAbi = PsAbi.Of(X86, X86.ModelFeatures(place)),
            AddedFeatures = X86.NamesOf(X86.AddedFeatures(place)),
            RemovedFeatures = X86.NamesOf(X86.RemovedFeatures(place)),
            DecodesToHost = X86.DecodesTo(place, CpuType.Host),
            DecodesToGuest = X86.DecodesTo(place, CpuType.Guest),
            UsesCompatibilityCheck = X86.IsCompatChecked(place),
        };
    }

    private CpuSignatureInfo SignatureInfo(int model, int index)
    {
        var (family, number, steppings) = X86.Signature(model, index);
        return new CpuSignatureInfo(family, number, [.. Enumerable.Range(0, 16).Where(s => (steppings >> s & 1) != 0)]);
    }

    private string? ModelName(int place) => place < 0 ? null : X86.ModelName(place);
}
