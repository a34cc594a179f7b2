using System.Text.Json.Nodes;
using NVirt.Daemon.Faults;
using NVirt.Daemon.Sessions;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Options;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Handlers;

/// <summary>How much memory and how many virtual CPUs a domain has, and is to have.</summary>
internal static class ResourceCalls
{
    private const uint MemoryFlags = Impact.Flags | (uint)VirDomainMemoryModFlags.Maximum;
    private const uint VcpuFlags = Impact.Flags | (uint)VirDomainVcpuFlags.Maximum;

    public static void AddTo(CallTable calls)
    {
        calls.Add(RemoteProgram.DomainSetMemory, (c, a) => SetMemoryAsync(c, a.Dom, a.Memory, (uint)VirDomainMemoryModFlags.Live));
        calls.Add(RemoteProgram.DomainSetMemoryFlags, (c, a) => SetMemoryAsync(c, a.Dom, a.Memory, a.Flags));
        calls.Add(RemoteProgram.DomainSetVcpusFlags, SetVcpusAsync);
        calls.Add(RemoteProgram.DomainGetVcpusFlags, GetVcpusAsync);
    }

    private static async ValueTask<XdrNothing> SetMemoryAsync(Call call, RemoteDomain named, ulong memory, uint flags)
    {
        call.AllowFlags(flags, MemoryFlags);
        DomainSummary domain = await DomainNames.FindAsync(call, named);
        (bool isLive, bool isConfig) = Impact.Of(flags, domain);
        bool isMaximum = (flags & (uint)VirDomainMemoryModFlags.Maximum) != 0;
        if (isLive && isMaximum)
        {
            throw Fault.Of(VirErrorNumber.OperationInvalid, VirErrorDomain.Qemu, Messages.Memory_MaximumLive);
        }

        if (isLive)
        {
            RequireAtMost(memory, (await DocumentAsync(call, domain, isInactive: false)).Definition.Memory.TotalKiB);
        }

        if (isConfig)
        {
            await Optional.Of<IDomainEditing>(call)
                .EditAsync(domain.Uuid, isInactive: true, d => WithMemory(d, memory, isMaximum), call.Cancellation);
        }

        if (isLive)
        {
            await SetBalloonAsync(call, domain, memory);
        }

        return XdrNothing.Value;
    }

    private static DomainDocument WithMemory(DomainDocument document, ulong memory, bool isMaximum)
    {
        if (isMaximum)
        {
            return document.WithMemory(Math.Min(memory, document.Definition.Memory.CurrentKiB ?? memory), memory);
        }

        RequireAtMost(memory, document.Definition.Memory.TotalKiB);
        return document.WithMemory(memory);
    }

    private static void RequireAtMost(ulong memory, ulong? maximum)
    {
        if (memory > maximum)
        {
            throw CommonFaults.InvalidArgument(Messages.Memory_AboveMaximum);
        }
    }

    private static async Task SetBalloonAsync(Call call, DomainSummary domain, ulong memory)
    {
        string command =
            new JsonObject { ["execute"] = "balloon", ["arguments"] = new JsonObject { ["value"] = memory * 1024 } }.ToJsonString();
        string answer = await Optional.Of<IDomainMonitors>(call).ExecuteAsync(domain.Uuid, command, call.Cancellation);
        if (JsonNode.Parse(answer)?["error"]?["desc"] is { } refused)
        {
            throw Fault.Of(
                VirErrorNumber.InternalError, VirErrorDomain.Qemu, NVirt.Xml.Text.Of(Messages.Monitor_Refused, (string?)refused));
        }
    }

    private static async ValueTask<XdrNothing> SetVcpusAsync(Call call, DomainSetVcpusFlagsArgs arguments)
    {
        call.AllowFlags(arguments.Flags, VcpuFlags);
        if (arguments.Nvcpus == 0)
        {
            throw CommonFaults.Zero(call.Function, "nvcpus");
        }

        DomainSummary domain = await DomainNames.FindAsync(call, arguments.Dom);
        (bool isLive, _) = Impact.Of(arguments.Flags, domain);
        if (isLive)
        {
            throw Fault.Of(VirErrorNumber.OperationUnsupported, VirErrorDomain.Qemu, Messages.Vcpus_Live);
        }

        bool isMaximum = (arguments.Flags & (uint)VirDomainVcpuFlags.Maximum) != 0;
        await Optional.Of<IDomainEditing>(call).EditAsync(
            domain.Uuid, isInactive: true, d => WithVcpus(d, arguments.Nvcpus, isMaximum), call.Cancellation);
        return XdrNothing.Value;
    }

    private static DomainDocument WithVcpus(DomainDocument document, uint count, bool isMaximum)
    {
        DomainVcpus vcpus = document.Definition.Vcpus;
        return !vcpus.List.IsEmpty ? throw Fault.Of(VirErrorNumber.OperationUnsupported, VirErrorDomain.Qemu, Messages.Vcpus_List)
            : isMaximum ? document.WithVcpus(Math.Min(vcpus.Current, count), count)
            : count <= vcpus.Maximum ? document.WithVcpus(count, vcpus.Maximum)
            : throw CommonFaults.InvalidArgument(NVirt.Xml.Text.Of(Messages.Vcpus_AboveMaximum, count, vcpus.Maximum));
    }

    private static async ValueTask<DomainGetVcpusFlagsResult> GetVcpusAsync(Call call, DomainGetVcpusFlagsArgs arguments)
    {
        call.AllowFlags(arguments.Flags, VcpuFlags);
        DomainSummary domain = await DomainNames.FindAsync(call, arguments.Dom);
        (bool isLive, _) = Impact.Of(arguments.Flags, domain);
        DomainVcpus vcpus = (await DocumentAsync(call, domain, !isLive)).Definition.Vcpus;
        return new DomainGetVcpusFlagsResult
        {
            Num = (int)((arguments.Flags & (uint)VirDomainVcpuFlags.Maximum) != 0 ? vcpus.Maximum : vcpus.Current),
        };
    }

    private static Task<DomainDocument> DocumentAsync(Call call, DomainSummary domain, bool isInactive) =>
        call.Driver.GetDocumentAsync(domain.Uuid, new DomainDocumentOptions { IsInactive = isInactive }, call.Cancellation);
}
