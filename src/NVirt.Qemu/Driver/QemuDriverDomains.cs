using NVirt.Cpu;
using NVirt.Domains;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;

namespace NVirt.Qemu;

/// <summary>Which domains there are.</summary>
public sealed partial class QemuDriver
{
    private static readonly TimeSpan QuestionPatience = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DomainSummary>> ListAsync(CancellationToken cancellation = default)
    {
        RunRecord?[] guests = await Task.WhenAll(_runs.Uuids().Select(u => _recovery.RefreshAsync(u, cancellation)));
        DomainSummary[] active = await Task.WhenAll(guests.OfType<RunRecord>().Select(r => SummarizeAsync(r, cancellation)));
        HashSet<string> shown = [.. active.Select(d => d.Name)];
        IEnumerable<DomainSummary> inactive = _definitions.All().Where(d => !shown.Contains(d.Definition.Name!)).Select(Summarize);
        return [.. active.OrderBy(d => d.Id), .. inactive];
    }

    /// <inheritdoc/>
    public async Task<DomainSummary> FindAsync(string domain, CancellationToken cancellation = default) =>
        await SummarizeAsync(_finder.Find(domain), cancellation);

    /// <inheritdoc/>
    public async Task<DomainDocument> GetDocumentAsync(string domain, bool isInactive = false, CancellationToken cancellation = default)
    {
        FoundDomain found = _finder.Find(domain);
        RunRecord? record = found.Record is null || isInactive ? null : await _recovery.RefreshAsync(found.Uuid, cancellation);
        return record?.Shown ?? found.Definition ?? found.Record?.Document ?? throw DomainException.NotDefined(found.Name);
    }

    /// <inheritdoc/>
    public async Task<DomainSummary> DefineAsync(DomainDocument document, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        DefinitionStore.RequireName(document);
        QemuCapabilities qemu = await AskAsync(document.Definition, cancellation);
        DomainDocument defined = Complete(document, qemu);
        using (await _folder.LockAsync(StateFolder.Names, document.Definition.Name!, cancellation))
        {
            defined = WithUuid(defined);
            _definitions.Write(defined);
        }

        return await FindAsync(defined.Definition.Name!, cancellation);
    }

    /// <inheritdoc/>
    public async Task UndefineAsync(string domain, CancellationToken cancellation = default)
    {
        using (await _folder.LockAsync(StateFolder.Names, domain, cancellation))
        {
            FoundDomain found = _finder.Find(domain);
            _definitions.Delete(found.Definition is null ? throw DomainException.NotDefined(found.Name) : found.Name);
        }
    }

    // What the definition leaves open is decided now, so that the domain stays what it is when the hypervisor is updated. Whether a check was
    // asked for stays open: what the user named counts also without.
    private DomainDocument Complete(DomainDocument document, QemuCapabilities qemu)
    {
        DomainDocument defined = QemuCommandLine.Define(document, qemu, _host, _map);
        CpuDefinition? asked = document.Definition.Cpu;
        CpuDefinition? decided = defined.Definition.Cpu;
        bool isDefault = asked is null or { Mode: CpuMode.Custom, Model: null };
        CpuDefinition? kept = isDefault ? decided : decided! with { Check = asked!.Check };
        DomainDocument named = document.WithMachine(defined.Definition.Os.Machine!);
        return kept == asked ? named : named.WithCpu(kept);
    }

    private DomainDocument WithUuid(DomainDocument document)
    {
        string name = document.Definition.Name!;
        Guid uuid = document.Definition.Uuid ?? _finder.UuidOf(name) ?? Guid.NewGuid();
        _finder.RequireFree(name, uuid);
        return document.Definition.Uuid == uuid ? document : document.WithUuid(uuid);
    }

    private async Task<DomainSummary> SummarizeAsync(FoundDomain found, CancellationToken cancellation)
    {
        RunRecord? record = found.Record is null ? null : await _recovery.RefreshAsync(found.Uuid, cancellation);
        return record is not null ? await SummarizeAsync(record, cancellation)
            : found.Definition is not null ? Summarize(found.Definition)
            : throw DomainException.NotFound(found.Name);
    }

    private static DomainSummary Summarize(DomainDocument definition) => new()
    {
        Name = definition.Definition.Name!,
        Uuid = definition.Definition.Uuid!.Value,
        State = DomainState.ShutOff,
        IsPersistent = true,
    };

    private async Task<DomainSummary> SummarizeAsync(RunRecord record, CancellationToken cancellation)
    {
        (DomainState state, string? reason) = await ReadStateAsync(record, cancellation);
        return Summarize(record, state) with { Reason = reason };
    }

    private DomainSummary Summarize(RunRecord record, DomainState state) => new()
    {
        Name = record.Name,
        Uuid = record.Uuid,
        Id = record.Id,
        State = state,
        IsPersistent = _definitions.Read(record.Name) is not null,
        ProcessId = record.Process.Id,
    };

    private async Task<(DomainState State, string? Reason)> ReadStateAsync(RunRecord record, CancellationToken cancellation)
    {
        string? phase = record.Phase switch
        {
            RunPhase.Starting => "starting",
            RunPhase.Incoming => "migrating in",
            RunPhase.Outgoing => "migrating out",
            _ => null,
        };
        try
        {
            await using GuestMonitor monitor = await GuestMonitor.ConnectAsync(_runs.FilesOf(record.Uuid).Questions, QuestionPatience, cancellation);
            string status = await monitor.QueryStatusAsync(cancellation);
            return (GuestStatus.ToState(status), phase ?? (status is GuestStatus.Running or "paused" ? null : status));
        }
        catch (QmpException)
        {
            // A QEMU that begins, ends or hangs does not answer.
            return (phase is null ? DomainState.Unknown : DomainState.Paused, phase);
        }
    }
}
