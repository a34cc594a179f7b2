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
    private const string Unreadable = "unreadable";

    private static readonly TimeSpan QuestionPatience = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DomainSummary>> ListAsync(CancellationToken cancellation = default)
    {
        DomainSummary[] active = await Task.WhenAll(_runs.Living().Select(r => SummarizeAsync(r, cancellation)));
        HashSet<string> shown = [.. active.Select(d => d.Name)];
        IEnumerable<DomainSummary> inactive = _definitions.Names().Where(n => !shown.Contains(n)).Select(Summarize);
        return [.. active.OrderBy(d => d.Id ?? uint.MaxValue), .. inactive];
    }

    /// <inheritdoc/>
    public async Task<DomainSummary> FindAsync(string domain, CancellationToken cancellation = default) =>
        await SummarizeAsync(_finder.Find(domain), cancellation);

    /// <inheritdoc/>
    public Task<DomainDocument> GetDocumentAsync(string domain, bool isInactive = false, CancellationToken cancellation = default)
    {
        FoundDomain found = _finder.Find(domain);
        RunRecord? record = isInactive || found.Run is not { Life: not RunLife.Ended } ? null : found.Record;
        return Task.FromResult(record?.Shown ?? found.Definition ?? found.Record?.Document ?? throw NoDocument(found));
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
            // One that cannot be read can only be forgotten by its name.
            if (_definitions.Look(domain).Problem is not null)
            {
                _definitions.Delete(domain);
                return;
            }

            FoundDomain found = _finder.Find(domain);
            _definitions.Delete(found.Definition?.Definition.Name ?? throw DomainException.NotDefined(found.Name));
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

    private static DomainException NoDocument(FoundDomain found) => found.Run is { Problem: { } problem }
        ? new DomainException(DomainErrorKind.Failed, Text.Of(Messages.State_Unreadable, found.Uuid, problem))
        : DomainException.NotDefined(found.Name);

    private async Task<DomainSummary> SummarizeAsync(FoundDomain found, CancellationToken cancellation) =>
        found.Run is { Life: not RunLife.Ended } run ? await SummarizeAsync(run, cancellation)
            : found.Definition is not null ? Summarize(found.Definition)
            : throw DomainException.NotFound(found.Name);

    // A definition that cannot be read is a line all the same, and hides no other.
    private DomainSummary Summarize(string name)
    {
        (DomainDocument? definition, string? problem) = _definitions.Look(name);
        return definition is not null
            ? Summarize(definition)
            : new DomainSummary { Name = name, Uuid = Guid.Empty, State = DomainState.ShutOff, IsPersistent = true, Reason = Unreadable, Problem = problem };
    }

    private static DomainSummary Summarize(DomainDocument definition) => new()
    {
        Name = definition.Definition.Name!,
        Uuid = definition.Definition.Uuid!.Value,
        State = DomainState.ShutOff,
        IsPersistent = true,
    };

    private async Task<DomainSummary> SummarizeAsync(FoundRun run, CancellationToken cancellation)
    {
        if (run.Life == RunLife.Foreign)
        {
            return Describe(run) with { State = DomainState.Unknown, Reason = run.Problem is null ? "foreign" : Unreadable, Problem = GuestRecovery.DescribeForeign(run) };
        }

        (DomainState state, string? reason) = await ReadStateAsync(run.Uuid, run.Record, cancellation);
        return run.Record is { } record
            ? Summarize(record, state) with { Reason = reason }
            : Describe(run) with
            {
                State = state,
                Reason = Unreadable,
                ProcessId = run.Process?.Id,
                Problem = Text.Of(Messages.State_Unreadable, run.Uuid, run.Problem ?? Messages.State_NoRecord),
            };
    }

    // What can be said without a process that is to be seen here.
    private DomainSummary Describe(FoundRun run)
    {
        string? defined = _definitions.Find(run.Uuid)?.Definition.Name;
        return new DomainSummary
        {
            Name = run.Record?.Name ?? defined ?? run.Uuid.ToString(),
            Uuid = run.Uuid,
            Id = run.Record?.Id,
            State = DomainState.Unknown,
            IsPersistent = defined is not null,
        };
    }

    private DomainSummary Summarize(RunRecord record, DomainState state) => new()
    {
        Name = record.Name,
        Uuid = record.Uuid,
        Id = record.Id,
        State = state,
        IsPersistent = _definitions.ChangedAt(record.Name) is not null,
        ProcessId = record.Process.Id,
    };

    private async Task<(DomainState State, string? Reason)> ReadStateAsync(Guid uuid, RunRecord? record, CancellationToken cancellation)
    {
        string? phase = record?.Phase switch
        {
            RunPhase.Starting => "starting",
            RunPhase.Incoming => "migrating in",
            RunPhase.Outgoing => "migrating out",
            _ => null,
        };
        try
        {
            await using GuestMonitor monitor = await GuestMonitor.ConnectAsync(_runs.FilesOf(uuid).Questions, QuestionPatience, cancellation);
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
