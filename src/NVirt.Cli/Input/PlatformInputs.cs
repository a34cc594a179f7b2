using NVirt.Cpu;
using NVirt.Platforms;

namespace NVirt.Cli.Input;

/// <summary>CPUs in the words of other platforms, where a file has none of the forms that are read as CPUs or dumps.</summary>
internal static class PlatformInputs
{
    // What these are is known, so whatever is wrong with one of them has been said.
    private static readonly string[] Others = ["libvirt", "cpuinfo", "qmp-expansion", "firecracker-fingerprint"];

    /// <summary>Whether some platform writes such documents, and no other reader does.</summary>
    public static bool Recognises(byte[] content, string name)
    {
        try
        {
            return PlatformReader.FormOf(content, name) is { } form && !Others.Contains(form);
        }
        catch (CpuException)
        {
            return false;
        }
    }

    /// <summary>Every CPU of such a document, in order; what is lost is told.</summary>
    public static IReadOnlyList<CpuSource> Read(Session session, byte[] content, string name)
    {
        IReadOnlyList<CpuStatement> statements = PlatformReader.Read(content, name, new PlatformReadOptions { Map = session.Map });
        foreach (string remark in statements.SelectMany(s => s.Remarks).Select(r => r.Describe()).Distinct())
        {
            session.Note($"{name}: {remark}");
        }

        return [.. statements.Select(s => s.ToSource(session.Map))];
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
