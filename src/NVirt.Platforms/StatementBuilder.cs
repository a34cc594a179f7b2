using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Platforms.Facts;
using NVirt.Xml;

namespace NVirt.Platforms;

/// <summary>Collects what a document says of one CPU. Not for use by several threads.</summary>
internal sealed class StatementBuilder
{
    private const int MaxFlags = 10_000;

    // The oldest libvirt whose features are known here.
    private static readonly Version OldestLibvirt = new(9, 0);

    private readonly PlatformText _text;
    private readonly Version? _libvirt;
    private readonly StatementSubject _subject;

    // Most documents have none of these.
    private ImmutableArray<string>.Builder? _foreign;
    private ImmutableArray<StatementRemark>.Builder? _remarks;
    private CpuFeatureListBuilder? _policies;
    private FeatureSet _yes;
    private FeatureSet _no;
    private int _count;

    public StatementBuilder(
        PlatformText text, PlatformReadOptions options, StatementSubject subject, StatementTruth truth,
        CpuArchitecture arch = CpuArchitecture.X86_64)
    {
        _text = text;
        _libvirt = options.Libvirt;
        _subject = subject;
        Truth = truth;
        Space = FeatureSpace.Of(options.TheMap, arch);
        Arch = arch;
    }

    public FeatureSpace Space { get; }

    public CpuArchitecture Arch { get; }

    public StatementTruth Truth { get; set; }

    public string? Name { get; set; }

    public int Line { get; set; }

    public string? Vendor { get; set; }

    public string? Model { get; set; }

    public StatementClass Class { get; set; }

    public CpuSignature? Signature { get; set; }

    public StatementAxes Axes { get; set; } = StatementAxes.None;

    public ImmutableArray<string> UsableModels { get; set; } = [];

    public FeatureSet Yes => _yes;

    public FeatureSet No => _no;

    public void AddYes(in FeatureSet features) => _yes |= features;

    public void AddNo(in FeatureSet features) => _no |= features;

    public void AddYes(int feature)
    {
        Count();
        _yes.Add(feature);
    }

    /// <summary>Says that features are there, whatever was said before.</summary>
    public void TurnOn(in FeatureSet features)
    {
        _yes |= features;
        _no -= features;
    }

    /// <summary>Says that features are not there, whatever was said before.</summary>
    public void TurnOff(in FeatureSet features)
    {
        _no |= features;
        _yes -= features;
    }

    /// <summary>Takes back what was said of features.</summary>
    public void Leave(in FeatureSet features)
    {
        _yes -= features;
        _no -= features;
    }

    /// <summary>
    /// Says that a libvirt did not list the rest: it is not there, as far as that libvirt knew it; without its version, all of it.
    /// </summary>
    public void DenyRestOfLibvirt()
    {
        FeatureSet rest = Space.All - _yes;
        if (_libvirt is null)
        {
            Remark(StatementRemarkKind.VersionUnknown, "libvirt");
        }
        else
        {
            rest = _libvirt < OldestLibvirt ? default
                : rest - Space.SetOf(PlatformFacts.LibvirtNewer.Rows.Select(r => r[0]));
        }

        AddNo(rest);
    }

    /// <summary>Sets the vendor by the 12 characters in its processors; a vendor that the map does not know keeps them.</summary>
    public void SetVendorId(string id) => Vendor = Space.VendorOf(id) ?? id;

    public void AddForeign(string name)
    {
        Count();
        (_foreign ??= ImmutableArray.CreateBuilder<string>()).Add(name);
    }

    public void Remark(StatementRemarkKind kind, string subject) =>
        (_remarks ??= ImmutableArray.CreateBuilder<StatementRemark>()).Add(new StatementRemark(kind, subject));

    /// <summary>Adds a policy; the last one of a feature counts.</summary>
    public void AddPolicy(string feature, CpuPolicy policy)
    {
        Count();
        (_policies ??= new CpuFeatureListBuilder(CpuType.Guest)).Update(feature, policy);
    }

    // No processor has as many.
    private void Count()
    {
        if (++_count > MaxFlags)
        {
            throw _text.Refuse(Math.Max(Line, 1), 1, NVirt.Xml.Text.Of(Messages.Read_TooMany, MaxFlags));
        }
    }

    /// <summary>Sets the model of a guest, or of a host whose features are those of the model.</summary>
    /// <exception cref="CpuException">The map does not know it.</exception>
    public void SetModel(string model, Position at)
    {
        if (Space.Arch.IsX86() && Space.FindModel(model) is null)
        {
            throw _text.Refuse(at, CpuErrorKind.UnknownName, Space.Map.UnknownModel(model, Space.Arch));
        }

        Model = model;
    }

    /// <summary>Sets what stands instead of a model, by libvirt's word for it, which other platforms have, too.</summary>
    /// <returns>Whether it is such a word.</returns>
    public bool TrySetClass(string word)
    {
        StatementClass known = word switch
        {
            "host-model" => StatementClass.HostModel,
            "host-passthrough" => StatementClass.HostPassthrough,
            "maximum" => StatementClass.Maximum,
            _ => StatementClass.None,
        };
        Class = known == StatementClass.None ? Class : known;
        return known != StatementClass.None;
    }

    /// <summary>The error for a feature that the map does not know.</summary>
    public CpuException UnknownFeature(string name) =>
        _text.Refuse(new Position(Line, 1), CpuErrorKind.UnknownName, Space.Map.UnknownFeature(name, Arch));

    /// <summary>Makes the bits of a guest from its model: a named one says everything, and one that the host decides says
    /// nothing.</summary>
    public void ApplyModel()
    {
        if (Model is not null && Space.FindModel(Model) is { } features)
        {
            _yes = features;
            _no = Space.All - features;
        }
        else if (Class == StatementClass.Minimum)
        {
            _no = Space.All;
        }
    }

    /// <summary>Changes the bits of a guest by its policies.</summary>
    public void ApplyPolicies()
    {
        foreach (CpuFeature feature in Policies.AsSpan())
        {
            FeatureSet one = Space.SetOf(feature.Name);
            switch (feature.Policy)
            {
                case CpuPolicy.Disable or CpuPolicy.Forbid:
                    TurnOff(one);
                    break;
                case CpuPolicy.Optional:
                    Leave(one);
                    break;
                default:
                    TurnOn(one);
                    break;
            }
        }
    }

    /// <summary>Both.</summary>
    public void ResolveGuest()
    {
        ApplyModel();
        ApplyPolicies();
    }

    public CpuStatement Build(string form, CpuDefinition? definition = null) => new()
    {
        Subject = _subject,
        Truth = Truth,
        Form = form,
        File = _text.File,
        Name = Name,
        Line = Line,
        Arch = Arch,
        Vendor = Vendor ?? VendorOfModel(),
        Model = Model,
        Class = Class,
        Signature = Signature,
        Bits = new StatementBits(Space, _yes, _no),
        Policies = Policies,
        Foreign = _foreign?.ToImmutable() ?? [],
        UsableModels = UsableModels,
        Axes = Axes,
        Remarks = _remarks?.ToImmutable() ?? [],
        Definition = definition,
    };

    private CpuFeatureList Policies => _policies?.ToList() ?? CpuFeatureList.Empty;

    // A guest's vendor is what it asks for; a host is a processor of the vendor of its model.
    private string? VendorOfModel() => _subject == StatementSubject.Host && Model is not null ? Space.Map.FindModel(Model, Arch)?.Vendor
        : null;
}
