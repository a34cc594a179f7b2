using NVirt.Daemon.Faults;
using NVirt.Daemon.Sessions;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Options;
using NVirt.Remote.Words;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Handlers;

/// <summary>Which domains there are, and what is known of each.</summary>
internal static class LookupCalls
{
    private const uint DocumentFlags = (uint)(VirDomainXMLFlags.Secure | VirDomainXMLFlags.Inactive | VirDomainXMLFlags.UpdateCpu
        | VirDomainXMLFlags.Migratable);

    public static void AddTo(CallTable calls)
    {
        // What is asked of guests is waited for; what is read of files is in memory.
        calls.AddQuickAsync(RemoteProgram.ConnectListAllDomains, ListAllAsync);
        calls.Add(RemoteProgram.ConnectNumOfDomains,
            async (c, _) => new ConnectNumOfDomainsResult { Num = await CountAsync(c, isActive: true) });
        calls.Add(RemoteProgram.ConnectListDomains, ListIdsAsync);
        calls.Add(RemoteProgram.ConnectNumOfDefinedDomains, async (c, _) =>
            new ConnectNumOfDefinedDomainsResult { Num = await CountAsync(c, isActive: false) });
        calls.Add(RemoteProgram.ConnectListDefinedDomains, ListNamesAsync);
        calls.Add(RemoteProgram.DomainLookupByID, async (c, a) =>
            new DomainLookupByIDResult { Dom = DomainNames.Of(await DomainNames.ByIdAsync(c, a.Id)) });
        calls.Add(RemoteProgram.DomainLookupByName, async (c, a) =>
            new DomainLookupByNameResult { Dom = DomainNames.Of(await DomainNames.ByNameAsync(c, a.Name)) });
        calls.Add(RemoteProgram.DomainLookupByUUID, async (c, a) =>
            new DomainLookupByUUIDResult { Dom = DomainNames.Of(await DomainNames.ByUuidAsync(c, a.Uuid)) });
        calls.Add(RemoteProgram.DomainGetState, GetStateAsync);
        calls.Add(RemoteProgram.DomainGetInfo, GetInfoAsync);
        calls.Add(RemoteProgram.DomainIsActive, async (c, a) =>
            new DomainIsActiveResult { Active = Number((await DomainNames.FindAsync(c, a.Dom)).IsActive) });
        calls.Add(RemoteProgram.DomainIsPersistent, async (c, a) =>
            new DomainIsPersistentResult { Persistent = Number((await DomainNames.FindAsync(c, a.Dom)).IsPersistent) });
        calls.Add(RemoteProgram.DomainIsUpdated, async (c, a) =>
            new DomainIsUpdatedResult { Updated = Number((await DomainNames.FindAsync(c, a.Dom)).IsUpdated) });
        calls.Add(RemoteProgram.DomainGetAutostart, async (c, a) =>
            new DomainGetAutostartResult { Autostart = Number((await DomainNames.FindAsync(c, a.Dom)).IsAutostart) });
        calls.Add(RemoteProgram.DomainGetOSType, GetOsTypeAsync);
        calls.Add(RemoteProgram.DomainGetXMLDesc, GetDocumentAsync);
        calls.Add(RemoteProgram.DomainGetMaxMemory, GetMaximumMemoryAsync);
        calls.Add(RemoteProgram.DomainGetMaxVcpus, GetMaximumVcpusAsync);
    }

    private static async ValueTask<ConnectListAllDomainsResult> ListAllAsync(Call call, ConnectListAllDomainsArgs arguments)
    {
        call.AllowFlags(arguments.Flags, DomainFilter.Known);
        IReadOnlyList<DomainSummary> all = await call.Driver.ListAsync(call.Cancellation);
        RemoteDomain[] domains = [.. all.Where(d => DomainFilter.Has(d, arguments.Flags)).Select(DomainNames.Of)];
        return new ConnectListAllDomainsResult { Domains = arguments.NeedResults != 0 ? domains : [], Ret = (uint)domains.Length };
    }

    private static async ValueTask<int> CountAsync(Call call, bool isActive) =>
        (await call.Driver.ListAsync(call.Cancellation)).Count(d => d.IsActive == isActive);

    private static async ValueTask<ConnectListDomainsResult> ListIdsAsync(Call call, ConnectListDomainsArgs arguments)
    {
        IReadOnlyList<DomainSummary> all = await call.Driver.ListAsync(call.Cancellation);
        return new ConnectListDomainsResult
        {
            Ids = [.. all.Where(d => d is { IsActive: true, Id: not null }).Take(Math.Max(arguments.Maxids, 0))
                .Select(d => (int)d.Id!.Value)],
        };
    }

    private static async ValueTask<ConnectListDefinedDomainsResult> ListNamesAsync(Call call, ConnectListDefinedDomainsArgs arguments)
    {
        IReadOnlyList<DomainSummary> all = await call.Driver.ListAsync(call.Cancellation);
        return new ConnectListDefinedDomainsResult
        {
            Names = [.. all.Where(d => !d.IsActive).Take(Math.Max(arguments.Maxnames, 0)).Select(d => d.Name)],
        };
    }

    private static async ValueTask<DomainGetStateResult> GetStateAsync(Call call, DomainGetStateArgs arguments)
    {
        call.AllowFlags(arguments.Flags);
        DomainSummary domain = await DomainNames.FindAsync(call, arguments.Dom);
        return new DomainGetStateResult
        {
            State = (int)DomainStateNumbers.Of(domain.State),
            Reason = DomainStateNumbers.Of(domain.State, domain.Reason),
        };
    }

    private static async ValueTask<DomainGetInfoResult> GetInfoAsync(Call call, DomainGetInfoArgs arguments)
    {
        DomainInfo info = await InfoOfAsync(call, arguments.Dom);
        return new DomainGetInfoResult
        {
            State = (uint)DomainStateNumbers.Of(info.Domain.State),
            MaxMem = info.MaximumMemoryKiB,
            Memory = info.MemoryKiB,
            NrVirtCpu = info.Vcpus,
            CpuTime = (ulong)info.ProcessorTime.TotalNanoseconds,
        };
    }

    private static async ValueTask<DomainGetMaxMemoryResult> GetMaximumMemoryAsync(Call call, DomainGetMaxMemoryArgs arguments) =>
        new() { Memory = (await InfoOfAsync(call, arguments.Dom)).MaximumMemoryKiB };

    private static async ValueTask<DomainGetMaxVcpusResult> GetMaximumVcpusAsync(Call call, DomainGetMaxVcpusArgs arguments)
    {
        DomainSummary domain = await DomainNames.RunningAsync(call, arguments.Dom);
        return new DomainGetMaxVcpusResult { Num = (int)(await DocumentOfAsync(call, domain.Uuid, null)).Definition.Vcpus.Maximum };
    }

    private static async ValueTask<DomainGetOSTypeResult> GetOsTypeAsync(Call call, DomainGetOSTypeArgs arguments)
    {
        DomainSummary domain = await DomainNames.FindAsync(call, arguments.Dom);
        return new DomainGetOSTypeResult { Type = (await DocumentOfAsync(call, domain.Uuid, null)).Definition.Os.Type ?? "hvm" };
    }

    private static async ValueTask<DomainGetXMLDescResult> GetDocumentAsync(Call call, DomainGetXMLDescArgs arguments)
    {
        call.AllowFlags(arguments.Flags, DocumentFlags);
        DomainSummary domain = await DomainNames.FindAsync(call, arguments.Dom);
        VirDomainXMLFlags flags = (VirDomainXMLFlags)arguments.Flags;
        DomainDocument document = await DocumentOfAsync(call, domain.Uuid, new DomainDocumentOptions
        {
            IsInactive = flags.HasFlag(VirDomainXMLFlags.Inactive),
            IsSecure = flags.HasFlag(VirDomainXMLFlags.Secure),
            IsMigratable = flags.HasFlag(VirDomainXMLFlags.Migratable),
        });
        return new DomainGetXMLDescResult { Xml = document.Text };
    }

    private static async Task<DomainInfo> InfoOfAsync(Call call, RemoteDomain domain)
    {
        DomainSummary found = await DomainNames.FindAsync(call, domain);
        return await call.Driver.GetInfoAsync(found.Uuid, call.Cancellation);
    }

    private static Task<DomainDocument> DocumentOfAsync(Call call, Guid uuid, DomainDocumentOptions? options) =>
        call.Driver.GetDocumentAsync(uuid, options, call.Cancellation);

    private static int Number(bool value) => value ? 1 : 0;
}
