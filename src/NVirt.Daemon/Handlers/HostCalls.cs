using NVirt.Cpu;
using NVirt.Daemon.Faults;
using NVirt.Daemon.Hypervisors;
using NVirt.Daemon.Sessions;
using NVirt.Domains.Capabilities.Domains;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Domains.Driver;
using NVirt.Rpc.Procedures;
using NVirt.Xml;

namespace NVirt.Daemon.Handlers;

/// <summary>What the host is, and what its guests can have.</summary>
internal static class HostCalls
{
    // As libvirt answers; more stands in what domains of a kind can have.
    private const int MaximumVcpus = 16;

    // A version is one number: a million of the first part, a thousand of the second, and the third.
    private const ulong Million = 1_000_000;
    private const ulong Thousand = 1000;

    private static readonly string[] Types = ["kvm", "qemu"];

    public static void AddTo(CallTable calls)
    {
        calls.AddQuickAsync(RemoteProgram.ConnectGetCapabilities, async (c, _) =>
            new ConnectGetCapabilitiesResult { Capabilities = (await c.Hypervisor.Answers.HostAsync(c.Cancellation)).Document });
        calls.AddQuickAsync(RemoteProgram.ConnectGetDomainCapabilities, GetDomainCapabilitiesAsync);
        calls.Add(RemoteProgram.ConnectGetVersion, GetVersionAsync);
        calls.AddQuick(RemoteProgram.ConnectGetMaxVcpus, GetMaximumVcpus);
        calls.Add(RemoteProgram.NodeGetInfo, GetNodeInfoAsync);
        calls.AddQuick(
            RemoteProgram.NodeGetFreeMemory, (c, _) => new NodeGetFreeMemoryResult { FreeMem = Opened(c, HostReadings.FreeMemory()) });
        calls.Add(RemoteProgram.NodeGetCellsFreeMemory, GetCellsFreeMemoryAsync);
        calls.AddQuick(RemoteProgram.NodeGetCPUStats, GetCpuStatistics);
        calls.AddQuick(RemoteProgram.NodeGetMemoryStats, GetMemoryStatistics);
        calls.AddQuick(RemoteProgram.NodeGetCPUMap, GetCpuMap);
        calls.AddQuick(RemoteProgram.NodeGetSecurityModel, (c, _) => Opened(c, new NodeGetSecurityModelResult { Model = [], Doi = [] }));
        calls.AddQuick(RemoteProgram.NodeGetFreePages, GetFreePages);
        calls.AddQuick(RemoteProgram.ConnectGetSysinfo, GetSystemInformation);
    }

    /// <summary>Which domains a client means by the four words of several calls.</summary>
    /// <exception cref="Fault">A word is none.</exception>
    public static DomainKind KindOf(Call call, string? emulator, string? arch, string? machine, string? type)
    {
        CpuArchitecture architecture = CpuArchitecture.None;
        return arch is { Length: > 0 } && !CpuArchitectures.TryParse(arch, out architecture)
            ? throw CommonFaults.InvalidArgument(Text.Of(Messages.Host_Architecture, Text.OnOneLine(arch, 100)))
            : type is { Length: > 0 } && call.Hypervisor.Type == HypervisorTable.QemuType && !Types.Contains(type)
            ? throw CommonFaults.InvalidArgument(Text.Of(Messages.Host_Type, Text.OnOneLine(type, 100)))
            : new DomainKind { Emulator = Given(emulator), Arch = architecture, Machine = Given(machine), Type = Given(type) };
    }

    private static string? Given(string? word) => string.IsNullOrEmpty(word) ? null : word;

    private static async ValueTask<ConnectGetDomainCapabilitiesResult> GetDomainCapabilitiesAsync(
        Call call, ConnectGetDomainCapabilitiesArgs arguments)
    {
        call.AllowFlags(arguments.Flags);
        DomainKind kind = KindOf(call, arguments.Emulatorbin, arguments.Arch, arguments.Machine, arguments.Virttype);
        try
        {
            Answer<DomainCapabilities> answer = await call.Hypervisor.Answers.DomainsAsync(kind, call.Cancellation);
            return new ConnectGetDomainCapabilitiesResult { Capabilities = answer.Document };
        }
        catch (DomainException e) when (e.Kind is DomainErrorKind.NoSupport)
        {
            throw CommonFaults.InvalidArgument(e.Message);
        }
    }

    private static async ValueTask<ConnectGetVersionResult> GetVersionAsync(Call call, Rpc.Xdr.XdrNothing arguments)
    {
        Version? version = await call.Driver.GetVersionAsync(call.Cancellation);
        return new ConnectGetVersionResult
        {
            HvVer = version is null ? 0
                : ((ulong)version.Major * Million) + ((ulong)version.Minor * Thousand) + (ulong)Math.Max(version.Build, 0),
        };
    }

    private static ConnectGetMaxVcpusResult GetMaximumVcpus(Call call, ConnectGetMaxVcpusArgs arguments)
    {
        _ = call.Hypervisor;
        return arguments.Type is not { } type || Types.Contains(type)
            ? new ConnectGetMaxVcpusResult { MaxVcpus = MaximumVcpus }
            : throw CommonFaults.InvalidArgument(Text.Of(Messages.Host_UnknownType, Text.OnOneLine(type, 100)));
    }

    private static async ValueTask<NodeGetInfoResult> GetNodeInfoAsync(Call call, Rpc.Xdr.XdrNothing arguments)
    {
        Answer<HostCapabilities> host = await call.Hypervisor.Answers.HostAsync(call.Cancellation);
        return HostReadings.Node(host.Value);
    }

    private static async ValueTask<NodeGetCellsFreeMemoryResult> GetCellsFreeMemoryAsync(Call call, NodeGetCellsFreeMemoryArgs arguments)
    {
        Answer<HostCapabilities> host = await call.Hypervisor.Answers.HostAsync(call.Cancellation);
        int[] cells =
            [.. host.Value.Cells.Select(c => c.Id).Where(i => i >= arguments.StartCell).Take(Math.Clamp(arguments.Maxcells, 0, 1024))];
        return cells.Length > 0
            ? new NodeGetCellsFreeMemoryResult { Cells = [.. cells.Select(HostReadings.FreeMemoryOfCell)] }
            : throw CommonFaults.InvalidArgument(Text.Of(Messages.Host_Cell, arguments.StartCell));
    }

    private static NodeGetCPUStatsResult GetCpuStatistics(Call call, NodeGetCPUStatsArgs arguments)
    {
        call.AllowFlags(arguments.Flags);
        _ = call.Hypervisor;
        RemoteNodeGetCpuStats[] all = [.. HostReadings.CpuStatistics(arguments.CpuNum)
            ?? throw CommonFaults.InvalidArgument(Text.Of(Messages.Host_Cpu, arguments.CpuNum))];
        return new NodeGetCPUStatsResult { Params = arguments.Nparams == 0 ? [] : all, Nparams = all.Length };
    }

    private static NodeGetMemoryStatsResult GetMemoryStatistics(Call call, NodeGetMemoryStatsArgs arguments)
    {
        call.AllowFlags(arguments.Flags);
        _ = call.Hypervisor;
        RemoteNodeGetMemoryStats[] all = [.. HostReadings.MemoryStatistics(arguments.CellNum)
            ?? throw CommonFaults.InvalidArgument(Text.Of(Messages.Host_Cell, arguments.CellNum))];
        return new NodeGetMemoryStatsResult { Params = arguments.Nparams == 0 ? [] : all, Nparams = all.Length };
    }

    private static NodeGetCPUMapResult GetCpuMap(Call call, NodeGetCPUMapArgs arguments)
    {
        call.AllowFlags(arguments.Flags);
        _ = call.Hypervisor;
        (int present, int[] online) = HostReadings.Processors();
        byte[] map = new byte[(present + 7) / 8];
        foreach (int cpu in online.Where(c => c < present))
        {
            map[cpu / 8] |= (byte)(1 << (cpu % 8));
        }

        return new NodeGetCPUMapResult
        {
            Cpumap = arguments.NeedMap != 0 ? map : [],
            Online = arguments.NeedOnline != 0 ? (uint)online.Length : 0,
            Ret = present,
        };
    }

    private static NodeGetFreePagesResult GetFreePages(Call call, NodeGetFreePagesArgs arguments)
    {
        call.AllowFlags(arguments.Flags);
        _ = call.Hypervisor;
        return new NodeGetFreePagesResult
        {
            Counts =
            [
                .. from index in Enumerable.Range(0, (int)Math.Min(arguments.CellCount, 1024))
                   let cell = (long)arguments.StartCell + index
                   from size in arguments.Pages
                   select (cell <= int.MaxValue ? HostReadings.FreePages((int)cell, size) : null)
                       ?? throw Fault.Of(
                           Rpc.Constants.VirErrorNumber.OperationFailed, Rpc.Constants.VirErrorDomain.Qemu,
                               Text.Of(Messages.Host_Pages, size, cell)),
            ],
        };
    }

    private static ConnectGetSysinfoResult GetSystemInformation(Call call, ConnectGetSysinfoArgs arguments)
    {
        call.AllowFlags(arguments.Flags);
        _ = call.Hypervisor;
        throw Fault.Of(Rpc.Constants.VirErrorNumber.ConfigUnsupported, Rpc.Constants.VirErrorDomain.Qemu, Messages.Host_NoSysinfo);
    }

    private static T Opened<T>(Call call, T answer)
    {
        _ = call.Hypervisor;
        return answer;
    }
}
