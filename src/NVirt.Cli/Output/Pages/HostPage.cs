using System.Globalization;
using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Cpu.Probe.Arm;
using NVirt.Cpu.Probe.Power;
using NVirt.Cpu.Probe.X86;
using NVirt.Cpu.X86;
using NVirt.Cpu.Xml;
using NVirt.RelaxNg.Matching;
using NVirt.Xml;

namespace NVirt.Cli.Output.Pages;

/// <summary>The page about a host, for people.</summary>
internal static class HostPage
{
    public static void Write(Session session, HostCpu host)
    {
        Tables.Write(session, titles: null, Summary(host).Where(r => r[1].Length > 0));
        HostIdentity.Write(session, host);
        WriteFeatures(session, host);
        if (host.Reading is X86HostReading)
        {
            AuditPage.WriteFiles(session, HostAudit.Of(session, host), Messages.Host_Mitigations);
        }

        WriteSources(session, host);
        if (host.SafeGuest is not null)
        {
            Tables.Heading(session, Messages.Host_SafeGuest);
            session.Out.Write(CpuXml.Format(host.SafeGuest));
        }
    }

    private static IEnumerable<string[]> Summary(HostCpu host)
    {
        CpuDefinition cpu = host.Definition;
        HostReading reading = host.Reading;
        foreach (string[] row in HostIdentity.Rows(host))
        {
            yield return row;
        }

        yield return [Messages.Title_Architecture, reading.Arch.ToName()];
        yield return [Messages.Title_Model, cpu.Model ?? WhyNoModel(reading)];
        yield return HostIdentity.ExpectedRow(host);
        yield return [Messages.Title_AsGuest, host.SafeGuest?.Model ?? string.Empty];
        yield return [Messages.Title_Vendor, cpu.Vendor ?? string.Empty];
        yield return [Messages.Title_Signature, cpu.Signature is { } s ? Text.Of(Messages.Host_Signature, s.Family, s.Model, s.Stepping)
            : string.Empty];
        yield return [Messages.Title_Level, host.PsAbi is { } level ? Level(level) : string.Empty];
        yield return [Messages.Title_Addresses, Addresses(reading)];
        yield return [Messages.Title_Microcode, cpu.Microcode == 0 ? string.Empty
            : $"0x{cpu.Microcode.ToString("x", CultureInfo.InvariantCulture)}"];
        yield return [Messages.Title_Tsc, cpu.Tsc is { } tsc ? Text.Of(Messages.Host_Tsc, tsc.Frequency) : string.Empty];
        yield return
        [
            Messages.Title_Topology,
            cpu.Topology is { } t ? Text.Of(Messages.Host_Topology, t.Sockets, t.Dies, t.Clusters, t.Cores, t.Threads) : string.Empty,
        ];
        foreach (string[] row in HostFacts.Rows(reading))
        {
            yield return row;
        }

        // On x86 they have meanings, and a part of the page to themselves.
        yield return [Messages.Title_Features, reading is X86HostReading ? string.Empty : string.Join(' ', host.Features)];
    }

    private static string Addresses(HostReading reading) => reading switch
    {
        { PhysicalBits: { } physical, VirtualBits: { } both } => Text.Of(Messages.Host_Bits, physical, both),
        { PhysicalBits: { } physical } => Text.Of(Messages.Host_PhysicalBits, physical),
        _ => string.Empty,
    };

    private static string WhyNoModel(HostReading reading) => reading switch
    {
        { RawData: not null } => Messages.Host_NoModel,
        Ppc64HostReading or ArmHostReading { Arch: CpuArchitecture.Aarch64 } => Messages.Host_ModelNotRead,
        _ => Messages.Host_ModelElsewhere,
    };

    private static void WriteFeatures(Session session, HostCpu host)
    {
        if (host.Reading is not X86HostReading)
        {
            return;
        }

        IEnumerable<CpuFeatureInfo> features = host.Features.Select(name => session.Map.FindFeature(name)!);
        foreach (IGrouping<string, CpuFeatureInfo> group in features.GroupBy(f => f.GroupTitle, StringComparer.Ordinal))
        {
            Tables.Heading(session, group.Key);
            Tables.Write(session, titles: null, group.Select(f => new[] { "  " + f.Name, f.Description }));
        }

        IReadOnlyList<CpuKnownBit> others = session.Map.KnownBitsOf(host.ToSource());
        if (others.Count > 0)
        {
            Tables.Heading(session, Text.Of(Messages.Host_KnownBits, others.Count));
            Tables.Write(session, titles: null, others.Select(b => new[] { "  " + b.Name, b.Description }));
        }
    }

    private static void WriteSources(Session session, HostCpu host)
    {
        Tables.Heading(session, Messages.Host_Sources);
        Tables.Write(session, titles: null, host.Reading.Sources.Select(s => new[] { "  " + s.Place, State(s) }));
        if (host.Unknown.Length > 0)
        {
            Tables.Heading(session, Text.Of(Messages.Host_Unknown, host.Unknown.Length));
            session.Out.Write($"  {string.Join(' ', host.Unknown)}\n");
        }
    }

    private static string State(ProbeSource source) => source.State switch
    {
        ProbeSourceState.Read => Messages.Source_Read,
        ProbeSourceState.NotNeeded => Messages.Source_NotNeeded,
        _ => source.Failure ?? Messages.Source_Failed,
    };

    private static string Level(PsAbiReport report) => report.Level switch
    {
        PsAbiLevel.None => Text.Of(Messages.Host_NoLevel, string.Join(' ', report.MissingForNext)),
        PsAbiLevel.V4 => "x86-64-v4",
        _ => Text.Of(Messages.Host_Level, (int)report.Level, string.Join(' ', report.MissingForNext)),
    };
}
