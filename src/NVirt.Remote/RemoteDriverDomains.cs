using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Options;
using NVirt.Domains.Driver.Peers;
using NVirt.Remote.Words;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;

namespace NVirt.Remote;

/// <summary>Which domains there are, and what they are.</summary>
public sealed partial class RemoteDriver
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<DomainSummary>> ListAsync(CancellationToken cancellation = default)
    {
        RemoteDomain[] all = await ListAsync(flags: default, cancellation).ConfigureAwait(false);
        HashSet<Guid> persistent = await MarkedAsync(VirConnectListAllDomainsFlags.Persistent, cancellation).ConfigureAwait(false);
        HashSet<Guid> autostart = await MarkedAsync(VirConnectListAllDomainsFlags.Autostart, cancellation).ConfigureAwait(false);
        DomainSummary?[] domains = await Task.WhenAll(all.Select(d =>
            TryDescribeAsync(d, persistent.Contains(d.Uuid), autostart.Contains(d.Uuid), cancellation)))
            .ConfigureAwait(false);
        return
        [
            .. domains.OfType<DomainSummary>().OrderBy(d => d.IsActive ? 0 : 1).ThenBy(d => d.Id ?? 0)
                .ThenBy(d => d.Name, StringComparer.Ordinal),
        ];
    }

    /// <inheritdoc/>
    public async Task<DomainSummary> FindAsync(DomainReference domain, CancellationToken cancellation = default) =>
        await DescribeAsync(await LookUpAsync(domain, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<DomainInfo> GetInfoAsync(DomainReference domain, CancellationToken cancellation = default)
    {
        RemoteDomain found = await LookUpAsync(domain, cancellation).ConfigureAwait(false);
        DomainGetInfoResult info =
            await CallAsync(RemoteProgram.DomainGetInfo, new DomainGetInfoArgs { Dom = found }, cancellation).ConfigureAwait(false);
        return new DomainInfo
        {
            Domain = await DescribeAsync(found, cancellation).ConfigureAwait(false),
            MaximumMemoryKiB = info.MaxMem,
            MemoryKiB = info.Memory,
            Vcpus = info.NrVirtCpu,
            ProcessorTime = TimeSpan.FromTicks((long)Math.Min(info.CpuTime / TimeSpan.NanosecondsPerTick, long.MaxValue)),
        };
    }

    /// <inheritdoc/>
    public async Task<DomainDocument> GetDocumentAsync(
        DomainReference domain, DomainDocumentOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= DomainDocumentOptions.Default;
        VirDomainXMLFlags flags = (options.IsInactive ? VirDomainXMLFlags.Inactive : default)
            | (options.IsSecure ? VirDomainXMLFlags.Secure : default)
            | (options.IsMigratable ? VirDomainXMLFlags.Migratable : default);
        RemoteDomain found = await LookUpAsync(domain, cancellation).ConfigureAwait(false);
        DomainGetXMLDescArgs arguments = new() { Dom = found, Flags = (uint)flags };
        DomainGetXMLDescResult answer = await CallAsync(RemoteProgram.DomainGetXMLDesc, arguments, cancellation).ConfigureAwait(false);
        return DomainDocument.Parse(answer.Xml);
    }

    /// <inheritdoc/>
    public async Task<DomainSummary> DefineAsync(DomainDocument document, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        DomainDefineXMLFlagsResult defined = await CallAsync(
            RemoteProgram.DomainDefineXMLFlags, new DomainDefineXMLFlagsArgs { Xml = document.Text, Flags = 0 }, cancellation)
            .ConfigureAwait(false);
        return await DescribeAsync(defined.Dom, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task UndefineAsync(DomainReference domain, DomainCallOptions? options = null, CancellationToken cancellation = default)
    {
        RemoteDomain found = await LookUpAsync(domain, cancellation).ConfigureAwait(false);
        await CallAsync(RemoteProgram.DomainUndefineFlags, new DomainUndefineFlagsArgs { Dom = found, Flags = 0 }, cancellation)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task SetAutostartAsync(
        DomainReference domain, bool isAutostart, DomainCallOptions? options = null, CancellationToken cancellation = default)
    {
        RemoteDomain found = await LookUpAsync(domain, cancellation).ConfigureAwait(false);
        await CallAsync(
            RemoteProgram.DomainSetAutostart, new DomainSetAutostartArgs { Dom = found, Autostart = isAutostart ? 1 : 0 }, cancellation)
            .ConfigureAwait(false);
    }

    private async Task<HashSet<Guid>> MarkedAsync(VirConnectListAllDomainsFlags flags, CancellationToken cancellation) =>
        [.. (await ListAsync(flags, cancellation).ConfigureAwait(false)).Select(d => d.Uuid)];

    private async Task<RemoteDomain[]> ListAsync(VirConnectListAllDomainsFlags flags, CancellationToken cancellation)
    {
        ConnectListAllDomainsArgs arguments = new() { NeedResults = 1, Flags = (uint)flags };
        return (await CallAsync(RemoteProgram.ConnectListAllDomains, arguments, cancellation).ConfigureAwait(false)).Domains;
    }

    internal async Task<RemoteDomain> LookUpAsync(DomainReference domain, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(domain);
        return domain switch
        {
            { Uuid: { } uuid } => (await CallAsync(
                RemoteProgram.DomainLookupByUUID, new DomainLookupByUUIDArgs { Uuid = uuid }, cancellation).ConfigureAwait(false)).Dom,
            { Id: <= int.MaxValue and { } id } => (await CallAsync(
                RemoteProgram.DomainLookupByID, new DomainLookupByIDArgs { Id = (int)id }, cancellation).ConfigureAwait(false)).Dom,
            { Name: { } name } => (await CallAsync(
                RemoteProgram.DomainLookupByName, new DomainLookupByNameArgs { Name = name }, cancellation).ConfigureAwait(false)).Dom,
            _ => throw DomainException.NotFound(domain),
        };
    }

    // It may have gone since it was listed.
    private async Task<DomainSummary?> TryDescribeAsync(
        RemoteDomain domain, bool isPersistent, bool isAutostart, CancellationToken cancellation)
    {
        try
        {
            return await DescribeAsync(domain, isPersistent, isAutostart, cancellation).ConfigureAwait(false);
        }
        catch (DomainException e) when (e.Kind == DomainErrorKind.NotFound)
        {
            return null;
        }
    }

    // One question after the other: a guest's hypervisor may have an ear for one of them only.
    private async Task<DomainSummary> DescribeAsync(RemoteDomain domain, CancellationToken cancellation)
    {
        DomainIsPersistentResult isPersistent = await CallAsync(
            RemoteProgram.DomainIsPersistent, new DomainIsPersistentArgs { Dom = domain }, cancellation).ConfigureAwait(false);
        DomainGetAutostartResult isAutostart = await CallAsync(
            RemoteProgram.DomainGetAutostart, new DomainGetAutostartArgs { Dom = domain }, cancellation).ConfigureAwait(false);
        return await DescribeAsync(domain, isPersistent.Persistent != 0, isAutostart.Autostart != 0, cancellation).ConfigureAwait(false);
    }

    private async Task<DomainSummary> DescribeAsync(
        RemoteDomain domain, bool isPersistent, bool isAutostart, CancellationToken cancellation)
    {
        DomainGetStateResult found = await CallAsync(
            RemoteProgram.DomainGetState, new DomainGetStateArgs { Dom = domain, Flags = 0 }, cancellation).ConfigureAwait(false);
        DomainState state = DomainStateNumbers.StateOf(found.State);
        bool isUpdated = isPersistent && state != DomainState.ShutOff && (await CallAsync(
            RemoteProgram.DomainIsUpdated, new DomainIsUpdatedArgs { Dom = domain }, cancellation).ConfigureAwait(false)).Updated != 0;
        return new DomainSummary
        {
            Name = PeerText.Show(domain.Name),
            Uuid = domain.Uuid,
            Id = domain.Id >= 0 && state != DomainState.ShutOff ? (uint)domain.Id : null,
            State = state,
            Reason = DomainStateNumbers.ReasonOf(state, found.Reason),
            IsPersistent = isPersistent,
            IsUpdated = isUpdated,
            IsAutostart = isAutostart,
        };
    }
}
