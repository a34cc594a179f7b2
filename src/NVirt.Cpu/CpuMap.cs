using System.Collections.Immutable;
using NVirt.Cpu.Map;
using NVirt.Cpu.Map.Build;

namespace NVirt.Cpu;

/// <summary>The facts on CPU models and features. Immutable and safe for use by several threads.</summary>
public sealed class CpuMap
{
    // Made when first asked for; two threads may both make them, which does no harm.
    private CpuFeatureInfo[]? _x86Features;
    private CpuModelInfo[]? _x86Models;

    internal CpuMap(X86Map x86) => X86 = x86;

    /// <summary>The map that is compiled into the library from data/cpu-map.</summary>
    public static CpuMap Default { get; } = new(new X86Map(new CompiledX86Tables()));

    internal X86Map X86 { get; }

    /// <summary>Reads a map in libvirt's format.</summary>
    /// <param name="directory">The folder that holds <c>index.xml</c>.</param>
    /// <exception cref="CpuException">A file can not be read or says something impossible (internal); the message has file, line and column.</exception>
    public static CpuMap Load(string directory) => new(LibvirtMapReader.Read(directory));

    /// <summary>The features of an architecture in map order; empty if its map has none.</summary>
    public IReadOnlyList<CpuFeatureInfo> Features(CpuArchitecture arch) =>
        arch.IsX86() ? _x86Features ??= [.. Enumerable.Range(0, X86.FeatureCount).Select(FeatureInfo)] : [];

    /// <summary>The models of an architecture in map order; empty if its map has none.</summary>
    public IReadOnlyList<CpuModelInfo> Models(CpuArchitecture arch) =>
        arch.IsX86() ? _x86Models ??= [.. Enumerable.Range(0, X86.ModelCount).Select(ModelInfo)] : [];

    /// <summary>The vendors of an architecture in map order; empty if its map has none.</summary>
    public IReadOnlyList<CpuVendorInfo> Vendors(CpuArchitecture arch) =>
        arch.IsX86() ? [.. Enumerable.Range(0, X86.VendorCount).Select(v => new CpuVendorInfo(X86.VendorName(v), X86.VendorId(v)))] : [];

    /// <summary>A feature by its exact name, or <see langword="null"/>.</summary>
    public CpuFeatureInfo? FindFeature(string name, CpuArchitecture arch = CpuArchitecture.X86_64)
    {
        int place = arch.IsX86() ? X86.FindFeature(name) : -1;
        return place < 0 ? null : FeatureInfo(place);
    }

    /// <summary>A model by its exact name, or <see langword="null"/>.</summary>
    public CpuModelInfo? FindModel(string name, CpuArchitecture arch = CpuArchitecture.X86_64)
    {
        int place = arch.IsX86() ? X86.FindModel(name) : -1;
        return place < 0 ? null : ModelInfo(place);
    }

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
