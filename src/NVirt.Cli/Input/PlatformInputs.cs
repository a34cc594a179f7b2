using NVirt.Cpu;
using NVirt.Platforms;
using NVirt.Xml;

namespace NVirt.Cli.Input;

/// <summary>CPUs in the words of other platforms, where a file has none of the forms that are read as CPUs or dumps.</summary>
internal static class PlatformInputs
{
    // What these are is known, so whatever is wrong with one of them has been said.
    private static readonly string[] Others = ["libvirt", "cpuinfo", "qmp-expansion", "firecracker-fingerprint"];

    /// <summary>Whether some platform writes such documents, and no other reader does; perhaps several do.</summary>
    public static bool Recognises(byte[] content, string name)
    {
        IReadOnlyList<string> forms = FormsOf(content, name);
        return forms.Count > 1 || forms.Any(f => !Others.Contains(f));
    }

    /// <summary>Whether a form must be named: none is recognised, or several are.</summary>
    public static bool NeedsForm(byte[] content, string name) => FormsOf(content, name).Count != 1;

    /// <summary>Every CPU of such a document, in order; what is lost is told.</summary>
    /// <param name="session">The command.</param>
    /// <param name="content">The document.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="hints">What is told of it.</param>
    public static IReadOnlyList<CpuSource> Read(Session session, byte[] content, string name, SourceHints hints)
    {
        IReadOnlyList<CpuStatement> statements = PlatformReader.Read(content, name, hints.OptionsOf(session), hints.Form);
        Notes.Write(session, name, statements.SelectMany(s => s.Remarks).Select(r => r.Describe()).Distinct());
        return [.. statements.Select(s => s.ToSource(session.Map))];
    }

    /// <summary>What libvirt's documents say, without what their libvirt did not know yet: that is left open.</summary>
    /// <param name="session">The command.</param>
    /// <param name="content">The document.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="cpus">Every CPU of it.</param>
    /// <param name="hints">What is told of it.</param>
    public static IReadOnlyList<CpuSource> OfLibvirt(
        Session session, byte[] content, string name, IReadOnlyList<CpuSource> cpus, SourceHints hints) =>
        cpus.All(c => c.Definition is null) ? cpus
            : [.. cpus.Zip(
                PlatformReader.Read(content, name, hints.OptionsOf(session), "libvirt"),
                (cpu, statement) => cpu.Definition is null ? cpu : cpu with { Unknown = statement.ToSource(session.Map).Unknown })];

    /// <summary>What several documents say of one host.</summary>
    /// <param name="session">The command.</param>
    /// <param name="paths">Files, and folders whose files are meant.</param>
    /// <param name="hints">What is told of them: the form is that of those that do not tell it.</param>
    /// <exception cref="CliException">There is none of a host, or one is of a guest.</exception>
    public static MergedHost Merge(Session session, IReadOnlyList<string> paths, SourceHints hints)
    {
        List<CpuStatement> documents = [];
        foreach (string path in paths)
        {
            documents.AddRange(Statements.Read(session, path, hints.Form, isFallback: true, hints.OptionsOf(session)));
        }

        if (documents.Find(d => d.Subject != StatementSubject.Host) is { } guest)
        {
            throw guest.Model is null ? Inputs.NoHost(guest.File)
                : new CliException(Text.Of(Messages.Error_GuestAmongHosts, guest.File), kind: CliErrorKind.Usage);
        }

        MergedHost merged = MergedHost.Of(documents);
        foreach (CpuStatement document in merged.ByTruth)
        {
            Notes.Write(session, document.File, document.Remarks.Select(r => r.Describe()).Distinct());
        }

        if (merged.ByTruth.Length > 1)
        {
            Notes.Write(session, merged.Judged.File, merged.Judged.Remarks
                .Where(r => r.Kind is StatementRemarkKind.JudgedBy or StatementRemarkKind.NotGiven).Select(r => r.Describe()));
        }

        return merged;
    }

    private static IReadOnlyList<string> FormsOf(byte[] content, string name)
    {
        try
        {
            return PlatformReader.FormsOf(content, name);
        }
        catch (CpuException)
        {
            return [];
        }
    }

    /// <summary>Whether a host has no model because its source tells too little: its features are all that is known.</summary>
    public static bool HasNoModel(CpuSource host) => host is { Data: not null, Readings.Length: 0, Definition: { Model: null } };

    /// <summary>Compares by what is known of such a host: one definite no refuses, and then what is unknown decides.</summary>
    public static CpuComparison Compare(Session session, CpuSource host, CpuSource cpu)
    {
        CpuStatement guest = CpuStatement.Of(cpu, session.Map);
        StatementComparison compared = StatementComparison.Of(CpuStatement.Of(host, session.Map), guest);
        CpuReason vendor = new(CpuRule.VendorDiffers, guest.Definition?.Vendor)
        {
            Expected = guest.Definition?.Vendor,
            Actual = host.Definition!.Vendor ?? Messages.Word_Unknown,
            Side = CpuType.Host,
        };
        return compared.Verdict switch
        {
            StatementVerdict.Identical => new CpuComparison(CpuVerdict.Identical),
            StatementVerdict.Superset => new CpuComparison(CpuVerdict.Superset),
            StatementVerdict.Incompatible when compared.IsOtherProcessor => CpuComparison.Incompatible(vendor),
            StatementVerdict.Incompatible => CpuComparison.Incompatible(
            [
                .. Reasons(CpuRule.ForbiddenFeatureProvided, compared.Forbidden),
                .. Reasons(CpuRule.RequiredFeatureMissing, compared.Missing),
            ]),
            _ => CpuComparison.Incompatible([.. Open()]) with { Undecided = [.. Open()] },
        };

        IEnumerable<CpuReason> Open() => compared.Unknown.IsEmpty ? [vendor] : Reasons(CpuRule.UnknownFeatureState, compared.Unknown);

        IEnumerable<CpuReason> Reasons(CpuRule rule, IEnumerable<string> names) => names.Select(name => new CpuReason(rule, name)
        {
            Coordinate = session.Map.FindFeature(name)?.Coordinate,
            Model = cpu.Definition!.Model is { } model && session.Map.FindModel(model)?.Features.Contains(name) == true ? model : null,
            Policy = cpu.Definition!.Features.IndexOf(name) is >= 0 and var place ? cpu.Definition.Features[place].Policy : null,
            Side = CpuType.Host,
        });
    }
}
