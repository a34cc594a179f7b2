using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Platforms;

namespace NVirt.Fleet.Mitigations;

/// <summary>What an audit knows of the CPU of a host or a guest. Immutable.</summary>
public sealed class AuditedCpu
{
    private const int LastStepping = 15;

    private readonly Func<string, bool?> _has;
    private readonly StatementClass _class;
    private readonly ImmutableArray<string> _optional;

    private AuditedCpu(string name, Func<string, bool?> has, StatementClass statementClass, ImmutableArray<string> optional)
    {
        Name = name;
        _has = has;
        _class = statementClass;
        _optional = optional;
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>The vendor's name in the map; <see langword="null"/> if it is not known.</summary>
    public string? Vendor { get; private init; }

    /// <summary>Every family, model and stepping that it may show; empty if that is not known.</summary>
    public ImmutableArray<CpuSignature> Signatures { get; private init; } = [];

    /// <summary>Whether it shows several threads of a core; <see langword="null"/> if it is not known.</summary>
    public bool? HasThreads { get; private init; }

    /// <summary>The signatures of its model, which a guest with that model shows.</summary>
    private ImmutableArray<CpuSignature> OfModel { get; init; } = [];

    /// <summary>Whether it has a feature.</summary>
    /// <returns><see langword="null"/> if its source does not say.</returns>
    public bool? Has(string feature) => _has(feature);

    /// <summary>The CPU of a statement.</summary>
    /// <param name="statement">A host's or a guest's.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="map">The map; <see langword="null"/> for the built-in one.</param>
    public static AuditedCpu Of(CpuStatement statement, string name, CpuMap? map = null)
    {
        ArgumentNullException.ThrowIfNull(statement);
        CpuModelInfo? model = ModelOf(statement.Model, map);
        ImmutableArray<CpuSignature> ofModel = SignaturesOf(model);
        return new AuditedCpu(
            name, statement.Has, statement.Class,
            [.. statement.Policies.Where(p => p.Policy == CpuPolicy.Optional).Select(p => p.Name)])
        {
            Vendor = statement.Vendor ?? model?.Vendor,
            Signatures = statement.Signature is { } signature ? [signature]
                : statement.Subject == StatementSubject.Guest ? ofModel : [],
            OfModel = ofModel,

            // Without a topology, QEMU gives each processor a socket of its own.
            HasThreads = statement.Definition is { } definition ? definition.Topology is { Threads: > 1 } : null,
        };
    }

    /// <summary>The CPU of a host in one of the library's own forms.</summary>
    /// <param name="host">The host, as it was read.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="map">The map; <see langword="null"/> for the built-in one.</param>
    public static AuditedCpu OfHost(CpuSource host, string name, CpuMap? map = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        CpuDefinition definition = host.ToDefinition(map);
        CpuModelInfo? model = ModelOf(definition.Model, map);
        return new AuditedCpu(name, Has, StatementClass.None, [])
        {
            Vendor = definition.Vendor ?? model?.Vendor,
            Signatures = host.FindSignature() is { } signature ? [signature] : [],
            OfModel = SignaturesOf(model),
        };

        // Some bits that decide have no name in libvirt; raw data tells them.
        bool? Has(string feature) => IsKnown(feature, map) ? host.HasFeature(feature, map)
            : (map ?? CpuMap.Default).FindKnownBit(feature, CpuArchitecture.X86_64) is { } bit && host.Data is not null ? host.Has(bit)
            : null;
    }

    /// <summary>The guest that gets everything of a host.</summary>
    public static AuditedCpu Passthrough(AuditedCpu host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return new AuditedCpu(host.Name, host._has, StatementClass.HostPassthrough, [])
        {
            Vendor = host.Vendor,
            Signatures = host.Signatures,
            HasThreads = false,
        };
    }

    /// <summary>A guest's CPU on a host: what the guest leaves to the host is the host's.</summary>
    internal AuditedCpu On(AuditedCpu host)
    {
        bool isHosts = _class is StatementClass.HostPassthrough or StatementClass.Maximum;
        bool takesAll = isHosts || _class == StatementClass.HostModel;
        return new AuditedCpu(Name, f => _has(f) ?? (takesAll || _optional.Contains(f) ? host.Has(f) : null), _class, _optional)
        {
            Vendor = Vendor ?? host.Vendor,
            Signatures = isHosts ? host.Signatures : Signatures.IsEmpty && takesAll ? host.OfModel : Signatures,
            HasThreads = HasThreads,
        };
    }

    /// <summary>The same CPU with more features.</summary>
    internal AuditedCpu With(IReadOnlyCollection<string> features) =>
        new(Name, f => features.Contains(f) ? true : _has(f), _class, _optional)
        {
            Vendor = Vendor,
            Signatures = Signatures,
            HasThreads = HasThreads,
        };

    private static bool IsKnown(string feature, CpuMap? map) => (map ?? CpuMap.Default).FindFeature(feature) is not null;

    private static CpuModelInfo? ModelOf(string? name, CpuMap? map) => name is null ? null : (map ?? CpuMap.Default).FindModel(name);

    // Where all steppings are covered, the first and the last stand for the rest: flaws begin at a stepping, and none ends at one.
    private static ImmutableArray<CpuSignature> SignaturesOf(CpuModelInfo? model) => model is null ? []
        : MitigationLists.QemuSignature(model.Name) is { } known ? [known]
        : [.. model.Signatures.SelectMany(s => (s.Steppings.Length > LastStepping ? [0, LastStepping] : s.Steppings)
            .Select(stepping => new CpuSignature(s.Family, s.Model, (uint)stepping)))];
}
