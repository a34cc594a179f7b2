using NVirt.Daemon.Faults;
using NVirt.Daemon.Sessions;
using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Statistics;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;
using NVirt.Xml;

namespace NVirt.Daemon.Handlers;

/// <summary>What a domain's disks, interfaces and virtual CPUs do.</summary>
internal static class DeviceCalls
{
    // What was not counted, in the oldest of these calls.
    private const long Unknown = -1;

    public static void AddTo(CallTable calls)
    {
        calls.Add(RemoteProgram.DomainBlockStats, GetDiskAsync);
        calls.Add(RemoteProgram.DomainBlockStatsFlags, GetDiskFieldsAsync);
        calls.Add(RemoteProgram.DomainGetBlockInfo, GetDiskSizesAsync);
        calls.Add(RemoteProgram.DomainGetDiskErrors, GetDiskErrorsAsync);
        calls.Add(RemoteProgram.DomainInterfaceStats, GetInterfaceAsync);
        calls.Add(RemoteProgram.DomainGetVcpus, GetVcpusAsync);
    }

    private static async ValueTask<DomainBlockStatsResult> GetDiskAsync(Call call, DomainBlockStatsArgs arguments)
    {
        DiskStatistics disk = await RunningDiskAsync(call, arguments.Dom, arguments.Path);
        return new DomainBlockStatsResult
        {
            RdReq = Number(disk.Reads?.Requests),
            RdBytes = Number(disk.Reads?.Bytes),
            WrReq = Number(disk.Writes?.Requests),
            WrBytes = Number(disk.Writes?.Bytes),
            Errs = Unknown,
        };
    }

    // Clients say whether they understand values that are text; there are none.
    private static async ValueTask<DomainBlockStatsFlagsResult> GetDiskFieldsAsync(Call call, DomainBlockStatsFlagsArgs arguments)
    {
        call.AllowFlags(arguments.Flags, (uint)VirTypedParameterFlags.Okay);
        DiskStatistics disk = await RunningDiskAsync(call, arguments.Dom, arguments.Path);
        TypedParameter[] all =
        [
            .. Fields("wr", disk.Writes, hasBytes: true), .. Fields("rd", disk.Reads, hasBytes: true),
            .. Fields("flush", disk.Flushes, hasBytes: false),
        ];
        return new DomainBlockStatsFlagsResult { Params = arguments.Nparams == 0 ? [] : all, Nparams = all.Length };
    }

    private static async ValueTask<DomainGetBlockInfoResult> GetDiskSizesAsync(Call call, DomainGetBlockInfoArgs arguments)
    {
        call.AllowFlags(arguments.Flags);
        DomainSummary domain = await DomainNames.FindAsync(call, arguments.Dom);
        DiskStatistics disk = await DiskAsync(call, domain, arguments.Path);
        return new DomainGetBlockInfoResult
        {
            Allocation = disk.Allocation ?? 0,
            Capacity = disk.Capacity ?? 0,
            Physical = disk.Physical ?? 0,
        };
    }

    // A disk with an error stops its guest, and the guest's state says so.
    private static async ValueTask<DomainGetDiskErrorsResult> GetDiskErrorsAsync(Call call, DomainGetDiskErrorsArgs arguments)
    {
        call.AllowFlags(arguments.Flags);
        DomainSummary domain = await DomainNames.RunningAsync(call, arguments.Dom);
        return domain.Reason != DomainStateReason.IoError
            ? new DomainGetDiskErrorsResult { Errors = [], Nerrors = 0 }
            : throw Fault.Of(VirErrorNumber.OperationFailed, VirErrorDomain.Qemu, Messages.Disk_WhichError);
    }

    private static async ValueTask<DomainInterfaceStatsResult> GetInterfaceAsync(Call call, DomainInterfaceStatsArgs arguments)
    {
        DomainSummary domain = await DomainNames.RunningAsync(call, arguments.Dom);
        DomainDocument document = await call.Driver.GetDocumentAsync(domain.Uuid, cancellation: call.Cancellation);
        InterfaceDevice? device = document.Definition.Devices.All.OfType<InterfaceDevice>().FirstOrDefault(d =>
            d.Target == arguments.Device || string.Equals(d.Mac, arguments.Device, StringComparison.OrdinalIgnoreCase));
        DomainStatistics counts =
            await Optional.Of<IDomainStatistics>(call).GetStatisticsAsync(domain.Uuid, DomainStatisticsParts.Interfaces, call.Cancellation);
        return counts.Interfaces.FirstOrDefault(i => i.Name == device?.Target) is not { } found
            ? throw Fault.Of(
                VirErrorNumber.InternalError, VirErrorDomain.None, Text.Of(Messages.Interface_None, Text.OnOneLine(arguments.Device, 100)))
            : new DomainInterfaceStatsResult
            {
                RxBytes = (long)found.Received.Bytes,
                RxPackets = (long)found.Received.Packets,
                RxErrs = (long)found.Received.Errors,
                RxDrop = (long)found.Received.Dropped,
                TxBytes = (long)found.Sent.Bytes,
                TxPackets = (long)found.Sent.Packets,
                TxErrs = (long)found.Sent.Errors,
                TxDrop = (long)found.Sent.Dropped,
            };
    }

    private static async ValueTask<DomainGetVcpusResult> GetVcpusAsync(Call call, DomainGetVcpusArgs arguments)
    {
        DomainSummary domain = await DomainNames.RunningAsync(call, arguments.Dom, VirErrorDomain.Qemu);
        DomainStatistics counts =
            await Optional.Of<IDomainStatistics>(call).GetStatisticsAsync(domain.Uuid, DomainStatisticsParts.Vcpus, call.Cancellation);
        VcpuStatistics[] vcpus = [.. counts.Vcpus.Where(v => v.IsOnline).Take(Math.Clamp(arguments.Maxinfo, 0, 16384))];
        int width = Math.Clamp(arguments.Maplen, 0, 2048);
        return new DomainGetVcpusResult
        {
            Info =
            [
                .. vcpus.Select(v => new RemoteVcpuInfo
                {
                    Number = v.Id,
                    State = (int)VirVcpuState.Running,
                    CpuTime = StatisticsFields.Nanoseconds(v.ProcessorTime ?? TimeSpan.Zero),
                    Cpu = v.Processor ?? -1,
                }),
            ],
            Cpumaps = [.. vcpus.SelectMany(_ => AllProcessors(width))],
        };
    }

    // No guest is kept from any processor.
    private static byte[] AllProcessors(int width)
    {
        byte[] map = new byte[width];
        foreach (int cpu in HostReadings.Processors().Online.Where(c => c / 8 < width))
        {
            map[cpu / 8] |= (byte)(1 << (cpu % 8));
        }

        return map;
    }

    private static async Task<DiskStatistics> RunningDiskAsync(Call call, RemoteDomain domain, string path) =>
        await DiskAsync(call, await DomainNames.RunningAsync(call, domain), path);

    private static async Task<DiskStatistics> DiskAsync(Call call, DomainSummary domain, string path)
    {
        DomainStatistics counts =
            await Optional.Of<IDomainStatistics>(call).GetStatisticsAsync(domain.Uuid, DomainStatisticsParts.Disks, call.Cancellation);
        return counts.Disks.FirstOrDefault(d => d.Target == path || (d.Path is not null && d.Path == path))
            ?? throw CommonFaults.InvalidArgument(Text.Of(Messages.Disk_None, Text.OnOneLine(path, 200)));
    }

    private static IEnumerable<TypedParameter> Fields(string kind, DiskTraffic? traffic, bool hasBytes)
    {
        if (traffic is null)
        {
            yield break;
        }

        if (hasBytes)
        {
            yield return TypedParameter.OfLong($"{kind}_bytes", (long)traffic.Bytes);
        }

        yield return TypedParameter.OfLong($"{kind}_operations", (long)traffic.Requests);
        yield return TypedParameter.OfLong($"{kind}_total_times", (long)StatisticsFields.Nanoseconds(traffic.Time));
    }

    private static long Number(ulong? count) => (long?)count ?? Unknown;
}
