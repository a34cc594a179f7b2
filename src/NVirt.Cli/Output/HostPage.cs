using System.Globalization;
using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Cpu.Xml;

namespace NVirt.Cli.Output;

/// <summary>The page about a host, for people.</summary>
internal static class HostPage
{
    public static void Write(Session session, HostCpu host)
    {
        Tables.Write(session, titles: null, Summary(host).Where(r => r[1].Length > 0));
        WriteFeatures(session, host);
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
        X86HostReading reading = host.Reading;
        yield return [Messages.Title_Model, cpu.Model ?? Messages.Host_NoModel];
        yield return [Messages.Title_AsGuest, host.SafeGuest?.Model ?? string.Empty];
        yield return [Messages.Title_Vendor, cpu.Vendor ?? string.Empty];
        yield return [Messages.Title_Signature, cpu.Signature is { } s ? Text.Of(Messages.Host_Signature, s.Family, s.Model, s.Stepping) : string.Empty];
        yield return [Messages.Title_Level, host.PsAbi is { } level ? Level(level) : string.Empty];
        yield return [Messages.Title_Addresses, reading.PhysicalBits is { } bits ? Text.Of(Messages.Host_Bits, bits, reading.VirtualBits) : string.Empty];
        yield return [Messages.Title_Microcode, cpu.Microcode == 0 ? string.Empty : $"0x{cpu.Microcode.ToString("x", CultureInfo.InvariantCulture)}"];
        yield return [Messages.Title_Tsc, cpu.Tsc is { } tsc ? Text.Of(Messages.Host_Tsc, tsc.Frequency) : string.Empty];
        yield return
        [
            Messages.Title_Topology,
            cpu.Topology is { } t ? Text.Of(Messages.Host_Topology, t.Sockets, t.Dies, t.Clusters, t.Cores, t.Threads) : string.Empty,
        ];
        foreach (X86CpuGroup group in reading.Hybrid.IsHybrid ? reading.Hybrid.Groups : [])
        {
            yield return
            [
                Messages.Title_Differs,
                Text.Of(Messages.Host_Differs, string.Join(',', group.Cpus), group.Missing.Length == 0 ? Messages.Host_Nothing : string.Join(' ', group.Missing)),
            ];
        }
    }

    private static void WriteFeatures(Session session, HostCpu host)
    {
        IEnumerable<CpuFeatureInfo> features = host.Features.Select(name => session.Map.FindFeature(name)!);
        foreach (IGrouping<string, CpuFeatureInfo> group in features.GroupBy(f => f.GroupTitle, StringComparer.Ordinal))
        {
            Tables.Heading(session, group.Key);
            Tables.Write(session, titles: null, group.Select(f => new[] { "  " + f.Name, f.Description }));
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
