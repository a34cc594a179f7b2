using NVirt.Daemon.Faults;
using NVirt.Daemon.Migration;
using NVirt.Daemon.Sessions;
using NVirt.Domains.Driver.Migration;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Handlers;

/// <summary>Long work on a guest. A migration is the one kind that there is.</summary>
internal static class JobCalls
{
    public static void AddTo(CallTable calls)
    {
        calls.Add(RemoteProgram.DomainGetJobInfo, GetInfoAsync);
        calls.Add(RemoteProgram.DomainGetJobStats, GetStatisticsAsync);
        calls.Add(RemoteProgram.DomainAbortJob, AbortAsync);
    }

    private static async ValueTask<DomainGetJobInfoResult> GetInfoAsync(Call call, DomainGetJobInfoArgs arguments)
    {
        (VirDomainJobType type, ulong elapsed, MigrationProgress now) = await JobOfAsync(call, arguments.Dom);
        ulong done = now.TotalBytes - Math.Min(now.RemainingBytes, now.TotalBytes);
        return new DomainGetJobInfoResult
        {
            Type = (int)type,
            TimeElapsed = elapsed,
            TimeRemaining = 0,
            DataTotal = now.TotalBytes,
            DataProcessed = done,
            DataRemaining = now.RemainingBytes,
            MemTotal = now.TotalBytes,
            MemProcessed = done,
            MemRemaining = now.RemainingBytes,
            FileTotal = 0,
            FileProcessed = 0,
            FileRemaining = 0,
        };
    }

    private static async ValueTask<DomainGetJobStatsResult> GetStatisticsAsync(Call call, DomainGetJobStatsArgs arguments)
    {
        call.AllowFlags(arguments.Flags, known: 3);
        (VirDomainJobType type, ulong elapsed, MigrationProgress now) = await JobOfAsync(call, arguments.Dom);
        ulong done = now.TotalBytes - Math.Min(now.RemainingBytes, now.TotalBytes);
        return new DomainGetJobStatsResult
        {
            Type = (int)type,
            Params = type == VirDomainJobType.None ? [] :
            [
                TypedParameter.OfULong("time_elapsed", elapsed),
                TypedParameter.OfULong("data_total", now.TotalBytes),
                TypedParameter.OfULong("data_processed", done),
                TypedParameter.OfULong("data_remaining", now.RemainingBytes),
                TypedParameter.OfULong("memory_total", now.TotalBytes),
                TypedParameter.OfULong("memory_processed", done),
                TypedParameter.OfULong("memory_remaining", now.RemainingBytes),
                TypedParameter.OfULong("memory_iteration", now.Passes),
            ],
        };
    }

    private static async ValueTask<XdrNothing> AbortAsync(Call call, DomainAbortJobArgs arguments)
    {
        await DomainNames.RunningAsync(call, arguments.Dom);
        if (call.Hypervisor.Migrations.FindDeparture(arguments.Dom.Uuid) is not { } departure)
        {
            throw Fault.Of(VirErrorNumber.OperationInvalid, VirErrorDomain.Qemu, Messages.Job_None);
        }

        departure.Cancel();
        return XdrNothing.Value;
    }

    private static async Task<(VirDomainJobType Type, ulong Elapsed, MigrationProgress Now)> JobOfAsync(Call call, RemoteDomain domain)
    {
        await DomainNames.RunningAsync(call, domain);
        return call.Hypervisor.Migrations.FindDeparture(domain.Uuid) is { } departure
            ? (VirDomainJobType.Unbounded, (ulong)departure.Elapsed.TotalMilliseconds,
                departure.Progress ?? new MigrationProgress { Step = MigrationStep.Prepare })
            : (VirDomainJobType.None, 0, new MigrationProgress { Step = MigrationStep.Prepare });
    }
}
