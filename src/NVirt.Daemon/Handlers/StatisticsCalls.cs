using NVirt.Daemon.Faults;
using NVirt.Daemon.Sessions;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Statistics;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;
using NVirt.Xml;

namespace NVirt.Daemon.Handlers;

/// <summary>What domains do, in numbers.</summary>
internal static class StatisticsCalls
{
    private const uint ListFlags = 0xff;
    private const uint Enforce = (uint)VirConnectGetAllDomainStatsFlags.EnforceStats;
    private const uint BulkFlags = ListFlags | Enforce
        | (uint)VirConnectGetAllDomainStatsFlags.Nowait | (uint)VirConnectGetAllDomainStatsFlags.Backing;

    public static void AddTo(CallTable calls)
    {
        calls.Add(RemoteProgram.ConnectGetAllDomainStats, GetAllAsync);
        calls.Add(RemoteProgram.DomainGetControlInfo, async (c, a) =>
        {
            c.AllowFlags(a.Flags);
            await DomainNames.RunningAsync(c, a.Dom);
            return new DomainGetControlInfoResult { State = (uint)VirDomainControlState.Ok, Details = 0, StateTime = 0 };
        });
        calls.Add(RemoteProgram.DomainMemoryStats, GetMemoryAsync);
    }

    private static async ValueTask<ConnectGetAllDomainStatsResult> GetAllAsync(Call call, ConnectGetAllDomainStatsArgs arguments)
    {
        call.AllowFlags(arguments.Flags, BulkFlags);
        VirDomainStatsTypes groups = arguments.Stats == 0 ? StatisticsFields.Known : (VirDomainStatsTypes)arguments.Stats;
        uint unknown = (uint)(groups & ~StatisticsFields.Known);
        if (unknown != 0 && (arguments.Flags & Enforce) != 0)
        {
            throw Fault.Of(
                VirErrorNumber.ArgumentUnsupported, VirErrorDomain.Qemu, Text.Of(Messages.Statistics_Groups, unknown.ToString("x", null)));
        }

        groups &= StatisticsFields.Known;
        IReadOnlyList<DomainSummary> all = await call.Driver.ListAsync(call.Cancellation);
        HashSet<Guid> wanted = [.. arguments.Doms.Select(d => d.Uuid)];
        IEnumerable<DomainSummary> chosen = wanted.Count > 0
            ? all.Where(d => wanted.Contains(d.Uuid)) : all.Where(d => DomainFilter.Has(d, arguments.Flags & ListFlags));
        return new ConnectGetAllDomainStatsResult { RetStats = await Task.WhenAll(chosen.Select(d => RecordAsync(call, d, groups))) };
    }

    private static async Task<RemoteDomainStatsRecord> RecordAsync(Call call, DomainSummary domain, VirDomainStatsTypes groups)
    {
        DomainStatisticsParts parts = StatisticsFields.PartsOf(groups);
        DomainStatistics counts = new() { Domain = domain };
        if (parts != DomainStatisticsParts.None && call.Driver is IDomainStatistics statistics)
        {
            try
            {
                counts = await statistics.GetStatisticsAsync(domain.Uuid, parts, call.Cancellation);
            }
            catch (DomainException)
            {
                // It is gone meanwhile, or nobody can read what is kept of it; its state was in the list.
            }
        }

        return new RemoteDomainStatsRecord { Dom = DomainNames.Of(domain), Params = StatisticsFields.Of(counts, groups) };
    }

    private static async ValueTask<DomainMemoryStatsResult> GetMemoryAsync(Call call, DomainMemoryStatsArgs arguments)
    {
        call.AllowFlags(arguments.Flags);
        DomainSummary domain = await DomainNames.RunningAsync(call, arguments.Dom);
        DomainStatistics counts =
            await Optional.Of<IDomainStatistics>(call).GetStatisticsAsync(domain.Uuid, DomainStatisticsParts.Memory, call.Cancellation);
        (VirDomainMemoryStatTags Tag, ulong? Value)[] all =
        [
            (VirDomainMemoryStatTags.ActualBalloon, counts.Memory?.CurrentKiB),
            (VirDomainMemoryStatTags.Rss, counts.Memory?.ResidentKiB),
        ];
        return new DomainMemoryStatsResult
        {
            Stats =
            [
                .. all.Where(s => s.Value is not null).Take((int)Math.Min(arguments.MaxStats, 1024))
                    .Select(s => new RemoteDomainMemoryStat { Tag = (int)s.Tag, Val = s.Value!.Value }),
            ],
        };
    }
}
