using NVirt.Cpu.Map;

namespace NVirt.Cpu.X86;

/// <summary>The driver of i686 and x86_64: a CPU is a set of bits, and every operation is algebra on sets. One file an operation.</summary>
internal sealed partial class X86Driver : CpuDriver
{
    private readonly X86Map _map;
    private string[]? _models;

    public X86Driver(CpuArchitecture arch, CpuMap map)
        : base(arch, map) => _map = map.X86;

    public override string Name => "x86";

    public override IReadOnlyList<string> Models => _models ??= [.. Enumerable.Range(0, _map.ModelCount).Select(_map.ModelName)];

    public override CpuDefinition CopyMigratable(CpuDefinition cpu)
    {
        FeatureSet nonMigratable = _map.NonMigratable;
        return cpu with { Features = cpu.Features.Where(f => _map.FindFeature(f.Name) is var i && (i < 0 || !nonMigratable.Contains(i))) };
    }

    internal override CpuDefinition DropNeverPassed(CpuDefinition cpu) =>
        cpu with { Features = cpu.Features.Where(f => !NeverPassed.Contains(f.Name)) };

    internal override bool IsNeverPassed(string feature) => NeverPassed.Contains(feature);

    internal override IReadOnlyList<string> WithheldFeatures(CpuDefinition cpu) =>
        _map.NamesOf(X86Bits.Resolve(_map, cpu, withOptional: false).All & KvmWithheld.Withheld(_map));

    private protected override bool Knows(string feature) => _map.FindFeature(feature) >= 0;

    public override string? VendorForModel(string model) =>
        _map.FindModel(model) is >= 0 and var place && _map.ModelVendor(place) is >= 0 and var vendor ? _map.VendorName(vendor) : null;

    public override string? CanonicalModel(string model) =>
        _map.FindModel(model) is >= 0 and var place && _map.ModelCanonical(place) is >= 0 and var canonical ? _map.ModelName(canonical)
            : null;

    internal override IReadOnlyList<string> AddedFeatures(string model) => _map.FindModel(model) is >= 0 and var place
        ? _map.NamesOf(_map.AddedFeatures(place))
        : throw new CpuException(CpuErrorKind.InvalidArgument, Map.UnknownModel(model, Arch));

    public override PsAbiReport LevelOf(CpuDefinition cpu) => PsAbi.Of(_map, X86Bits.Resolve(_map, cpu, withOptional: false).All);

    internal override bool HidesThreads(CpuDefinition cpu, string? hostVendor)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        bool hasModel = cpu is { Mode: CpuMode.Custom, Model: not null };
        return cpu is { Type: CpuType.Guest, Topology.Threads: > 1 }
            && (hasModel ? VendorForModel(cpu.Model!) : hostVendor) == "AMD"
            && !(hasModel && cpu.Model!.StartsWith("EPYC", StringComparison.Ordinal))
            && !cpu.Features.Exists(f => f is { Name: "topoext", Policy: not (CpuPolicy.Disable or CpuPolicy.Forbid) });
    }

    internal override bool IsMsrFeature(string feature) =>
        _map.FindFeature(feature) is >= 0 and var place && _map.FeatureBit(place).Register.IsMsr;

    internal override bool UsesCompatibilityCheck(CpuDefinition cpu) => cpu.Model is null || _map.IsCompatChecked(FindModel(cpu.Model));

    /// <summary>The model's place.</summary>
    /// <exception cref="CpuException">There is none (internal), or the map does not know it (unknown name).</exception>
    private int FindModel(string? name) => name is not null && _map.FindModel(name) is >= 0 and var place
        ? place
        : throw NoModel(name);

    // Features that the model once had, as the map file lists them (cpu-rules.md 3.2, "removed feature").
    private void AddRemovedFeatures(CpuFeatureListBuilder features, int model, CpuPolicy policy)
    {
        foreach (ushort removed in _map.RemovedFeatures(model))
        {
            features.AddIfMissing(_map.FeatureName(removed), policy);
        }
    }
}
