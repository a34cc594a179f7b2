using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;
using NVirt.Cpu.X86.Evidence;
using NVirt.Cpu.Xml;
using NVirt.Xml;

namespace NVirt.Platforms.Libvirt;

/// <summary>
/// Documents of libvirt: CPUs, domains, capabilities, and raw data. A host's definition is complete as far as the libvirt that wrote it
/// knew features (formats.md 2).
/// </summary>
internal static class LibvirtForm
{
    public static PlatformForm Form { get; } = new("libvirt", static t => t.IsXml, Read);

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options) =>
        [.. CpuDocuments.Parse(text.All, text.File.Length == 0 ? null : text.File).Select(d => Of(text, options, d))];

    /// <summary>A definition alone.</summary>
    public static CpuStatement Of(CpuDefinition definition, PlatformReadOptions options) =>
        OfDefinition(new PlatformText(ReadOnlyMemory<byte>.Empty, null), options, definition, CpuDocumentKind.Cpu, hasId: false, line: 0,
            name: null);

    private static CpuStatement Of(PlatformText text, PlatformReadOptions options, CpuDocument document)
    {
        if (document.Data is { } data)
        {
            return OfData(text, options, data, document.Line);
        }

        if (document.Definition is not { } definition)
        {
            throw text.Errors.Malformed(new Position(document.Line, document.Column), Messages.Libvirt_NoCpu);
        }

        CpuStatement statement = OfDefinition(
            text, options, document.Arch == CpuArchitecture.None ? definition : definition with { Arch = document.Arch }, document.Kind,
            document.HasId, document.Line, document.Name);
        statement = document.Kind == CpuDocumentKind.DomainCapabilities ? statement with { UsableModels = UsableModels(text, document) }
            : statement;
        if (document.TscFrequency is { } hz)
        {
            statement = statement with { Axes = statement.Axes with { TscHz = hz } };
        }

        return document.Surroundings is { } surroundings ? statement with { Axes = AxesOf(statement.Axes, surroundings) } : statement;
    }

    /// <summary>What a document says outside the CPU, with what is known besides.</summary>
    public static StatementAxes AxesOf(StatementAxes axes, CpuSurroundings surroundings) => axes with
    {
        Machine = surroundings.Machine,
        Machines = surroundings.Machines.Count > 0 ? new StatementNames(surroundings.Machines) : null,
        HyperV = surroundings.HyperV is { } hyperV ? new StatementNames(hyperV) : null,
        Paravirtual = surroundings.Kvm.Count > 0 ? new StatementNames(surroundings.Kvm) : null,
        Pmu = surroundings.Pmu,
    };

    // The models of domain capabilities that nothing blocks.
    private static ImmutableArray<string> UsableModels(PlatformText text, CpuDocument document)
    {
        using XmlScanner scanner = new(text.All, text.File.Length == 0 ? null : text.File, isSequence: true, CpuException.Of);
        SortedSet<string> models = new(StringComparer.Ordinal);
        while (scanner.ReadToRoot())
        {
            // Of several documents, the one that the definition is of.
            if (scanner.Name == "domainCapabilities" && scanner.Position.Line <= document.Line)
            {
                models.Clear();
                models.UnionWith(
                    from cpu in Children(scanner, "cpu")
                    from mode in Children(cpu, "mode")
                    where Element.Head(mode).TextOf("name") == "custom"
                    from at in Children(mode, "model")
                    let model = Element.WithText(at)
                    where model.TextOf("usable") != "no"
                    select model.Text.Trim());
            }
        }

        return [.. models];
    }

    private static IEnumerable<XmlScanner> Children(XmlScanner scanner, string name)
    {
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            if (scanner.Name == name)
            {
                yield return scanner;
            }
        }
    }

    private static CpuStatement OfData(PlatformText text, PlatformReadOptions options, X86CpuData data, int line)
    {
        StatementBuilder statement = new(text, options, StatementSubject.Host, StatementTruth.Physical) { Line = line };
        X86Evidence evidence = X86Evidence.Of(statement.Space.Map.X86, data, X86Coverage.Complete);
        Registers.RegisterBits.IdentityOf(data, isComplete: true).ApplyIdentity(statement);
        statement.AddYes(evidence.Features);
        statement.AddNo(statement.Space.All - evidence.Features - evidence.Unknown);
        statement.Axes = Registers.UnnamedBits.Of(
            statement.Axes, new CpuSource(data) { Readings = [new X86Reading(data, X86Coverage.Complete)] });
        return statement.Build(Form.Id);
    }

    private static CpuStatement OfDefinition(
        PlatformText text, PlatformReadOptions options, CpuDefinition definition, CpuDocumentKind kind, bool hasId, int line, string? name)
    {
        bool isHost = definition.Type == CpuType.Host || kind == CpuDocumentKind.DomainCapabilities;
        bool isLive = hasId || definition.Check == CpuCheck.Full;
        CpuArchitecture arch = definition.Arch == CpuArchitecture.None ? CpuArchitecture.X86_64 : definition.Arch;
        StatementBuilder statement = new(
            text, options, isHost ? StatementSubject.Host : StatementSubject.Guest,
            kind == CpuDocumentKind.DomainCapabilities ? StatementTruth.Hypervisor : isHost ? StatementTruth.Physical
                : isLive ? StatementTruth.Live : StatementTruth.Request, arch)
        {
            Name = name,
            Line = line,
            Vendor = definition.Vendor,
            Signature = definition.Signature,
            Class = definition.Mode switch
            {
                CpuMode.HostPassthrough => StatementClass.HostPassthrough,
                CpuMode.HostModel when kind != CpuDocumentKind.DomainCapabilities => StatementClass.HostModel,
                CpuMode.Maximum => StatementClass.Maximum,
                _ => StatementClass.None,
            },
        };
        if (definition.Model is { } model)
        {
            statement.SetModel(model, new Position(line, 1));
        }

        statement.ApplyModel();
        if (isHost)
        {
            // What it does not list, its libvirt may not have known.
            statement.Leave(statement.No);
        }

        foreach (CpuFeature feature in definition.Features)
        {
            if (statement.Space.Arch.IsX86() && statement.Space.Find(feature.Name) < 0)
            {
                throw text.Refuse(new Position(line, 1), CpuErrorKind.UnknownName, statement.Space.Map.UnknownFeature(feature.Name, arch));
            }

            if (!isHost)
            {
                statement.AddPolicy(feature.Name, feature.Policy ?? CpuPolicy.Require);
            }
            else if (feature.Policy is CpuPolicy.Disable or CpuPolicy.Forbid)
            {
                statement.TurnOff(statement.Space.SetOf(feature.Name));
            }
            else
            {
                statement.TurnOn(statement.Space.SetOf(feature.Name));
            }
        }

        if (isHost && definition.Model is not null)
        {
            statement.DenyRestOfLibvirt();
        }

        statement.ApplyPolicies();
        statement.Axes = new StatementAxes
        {
            PhysBits = definition.MaxPhysAddr?.Bits,
            HostPhysBits = definition.MaxPhysAddr?.Mode == CpuMaxPhysAddrMode.Passthrough ? true : null,
            MaxPhysBits = definition.MaxPhysAddr?.Limit,
            TscHz = definition.Tsc?.Frequency,
            TscScaling = definition.Tsc?.Scaling,
            Microcode = definition.Microcode == 0 ? null : definition.Microcode,
            Migratable = definition.Migratable,
            CacheMode = definition.Cache?.Mode,
        };
        return statement.Build(Form.Id, definition);
    }
}
