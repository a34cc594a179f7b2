using System.Text.Json;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Options;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.Confinement;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Migration;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Driver;

/// <summary>Which domains there are.</summary>
public sealed partial class QemuDriver
{
    private static readonly TimeSpan QuestionPatience = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DomainSummary>> ListAsync(CancellationToken cancellation = default)
    {
        // Folders are listed once, not once for each domain.
        FoundRun[] runs = [.. _runs.Uuids().Select(_runs.Look).OfType<FoundRun>()];
        ILookup<Guid, FoundRun> ended = runs.Where(r => r.Life == RunLife.Ended).ToLookup(r => r.Uuid);
        DomainSummary[] active =
            await Task.WhenAll(runs.Where(r => r.Life != RunLife.Ended).Select(r => SummarizeAsync(r, cancellation)));
        HashSet<string> shown = [.. active.Select(d => d.Name)];
        Lazy<IReadOnlySet<string>> autostarts = new(_definitions.Autostarts);
        return
        [
            .. active.OrderBy(d => d.Id ?? uint.MaxValue),
            .. _definitions.LookAtAll().Where(d => !shown.Contains(d.Name)).Select(
                d => Summarize(d.Name, d.Definition, d.Problem, ended, autostarts)),
        ];
    }

    /// <inheritdoc/>
    public async Task<DomainSummary> FindAsync(DomainReference domain, CancellationToken cancellation = default) =>
        await SummarizeAsync(_finder.Find(domain), cancellation);

    /// <inheritdoc/>
    public async Task<DomainInfo> GetInfoAsync(DomainReference domain, CancellationToken cancellation = default)
    {
        FoundDomain found = _finder.Find(domain);
        DomainSummary summary = await SummarizeAsync(found, cancellation);
        FoundRun? run = found.Run is { Life: RunLife.Running } living ? living : null;
        DomainDocument document = run?.Record?.Document ?? found.Definition ?? throw NoDocument(found);
        DomainDefinition definition = document.Definition;
        ulong maximum = definition.Memory.TotalKiB ?? 0;
        DomainInfo info = new()
        {
            Domain = summary,
            MaximumMemoryKiB = maximum,
            MemoryKiB = run is null ? definition.Memory.CurrentKiB ?? maximum : maximum,
            Vcpus = definition.Vcpus.Current,
            ProcessorTime = run?.Process?.ProcessorTime ?? TimeSpan.Zero,
        };
        return run is null || summary.State == DomainState.Unknown ? info : await AskAsync(run.Uuid, info, cancellation);
    }

    /// <inheritdoc/>
    public Task<DomainDocument> GetDocumentAsync(
        DomainReference domain, DomainDocumentOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= DomainDocumentOptions.Default;
        FoundDomain found = _finder.Find(domain);
        RunRecord? record = options.IsInactive || found.Run is not { Life: not RunLife.Ended } ? null : found.Record;
        DomainDocument document = (options.IsMigratable && record is not null ? Migratable(record) : record?.Shown)
            ?? found.Definition ?? found.Record?.Document ?? throw NoDocument(found);
        return Task.FromResult(options.IsSecure ? document : document.WithoutPasswords());
    }

    /// <inheritdoc/>
    public async Task<DomainSummary> DefineAsync(DomainDocument document, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        DefinitionStore.RequireName(document);
        QemuCapabilities qemu = await AskAsync(document.Definition, cancellation);
        DomainDocument defined = Fill(Complete(document, qemu), qemu);
        using (await _folder.LockAsync(StateFolder.Names, document.Definition.Name!, cancellation))
        {
            defined = WithUuid(defined);
            _definitions.Write(defined);
        }

        return await FindAsync(defined.Definition.Uuid!.Value, cancellation);
    }

    /// <inheritdoc/>
    public async Task UndefineAsync(DomainReference domain, DomainCallOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(domain);
        using (await _folder.LockAsync(StateFolder.Names, domain.ToString(), cancellation, options?.Patience))
        {
            // An unreadable definition can only be removed by its name.
            if (domain.Name is { } name && _definitions.Look(name).Problem is not null)
            {
                _definitions.Delete(name);
                return;
            }

            string defined = NameOfDefinition(domain);
            Guid? uuid = _definitions.Look(defined).Definition?.Definition.Uuid;
            _definitions.Delete(defined);
            if (uuid is { } gone)
            {
                _ends.Forget(gone);
            }
        }
    }

    /// <inheritdoc/>
    public async Task SetAutostartAsync(
        DomainReference domain, bool isAutostart, DomainCallOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(domain);
        using (await _folder.LockAsync(StateFolder.Names, domain.ToString(), cancellation, options?.Patience))
        {
            _definitions.SetAutostart(NameOfDefinition(domain), isAutostart);
        }
    }

    private string NameOfDefinition(DomainReference domain)
    {
        FoundDomain found = _finder.Find(domain);
        return found.Definition?.Definition.Name ?? throw DomainException.NotDefined(found.Name);
    }

    private static DomainDocument Migratable(RunRecord record)
    {
        CpuArchitecture arch = record.Document.Definition.Os.Arch;
        CpuDriver driver = CpuDriver.For(arch == CpuArchitecture.None ? CpuArchitectures.Host : arch);
        return MigratableCpu.Of(driver, record.LiveCpu, record.Document.Definition.Cpu) is { } cpu
            ? record.Document.WithCpu(cpu) : record.Document;
    }

    // A guest without a balloon has all of its memory.
    private async Task<DomainInfo> AskAsync(Guid uuid, DomainInfo info, CancellationToken cancellation)
    {
        try
        {
            await using GuestMonitor monitor =
                await GuestMonitor.ConnectAsync(_runs.FilesOf(uuid).Questions, QuestionPatience, cancellation);
            JsonElement cpus = await monitor.ExecuteAsync("query-cpus-fast", cancellation: cancellation);
            info = info with { Vcpus = (uint)JsonText.Items(cpus).Count() };
            JsonElement balloon = await monitor.ExecuteAsync("query-balloon", cancellation: cancellation);
            return balloon.TryGetProperty("actual", out JsonElement actual) && actual.TryGetUInt64(out ulong bytes)
                ? info with { MemoryKiB = bytes / 1024 } : info;
        }
        catch (QmpException)
        {
            return info;
        }
    }

    // What the definition leaves open is decided now, so that the domain does not change when the hypervisor is updated. Whether a check
    // was requested stays open: what the user named counts even without one.
    private DomainDocument Complete(DomainDocument document, QemuCapabilities qemu)
    {
        DomainDocument defined = QemuCommandLine.Define(document, qemu, _host, new QemuCommandLineOptions
        {
            Map = _map,
            Networks = GuestSettings.Read(_folder.Root).Networks,
            AreNetworksUnknown = false,
        });
        CpuDefinition? asked = document.Definition.Cpu;
        CpuDefinition? decided = defined.Definition.Cpu;
        bool isDefault = asked is null or { Mode: CpuMode.Custom, Model: null };
        CpuDefinition? kept = isDefault ? decided : decided! with { Check = asked!.Check };
        DomainDocument named = document.WithMachine(defined.Definition.Os.Machine!);
        return kept == asked ? named : named.WithCpu(kept);
    }

    // Only of a new definition: a guest that comes from elsewhere has the devices that it has.
    private DomainDocument Fill(DomainDocument completed, QemuCapabilities qemu) => _fillsDefinitions
        ? DefinitionFilling.Fill(completed, QemuGuest.Of(completed, qemu, _host, new QemuCommandLineOptions { Map = _map })) : completed;

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
            : found.Definition is not null
                ? Summarize(found.Definition, found.Run, _definitions.IsAutostart(found.Definition.Definition.Name!))
            : throw DomainException.NotFound(DomainReference.OfName(found.Name));

    // An unreadable definition is listed all the same, and does not hide others.
    private DomainSummary Summarize(
        string name, DomainDocument? definition, string? problem, ILookup<Guid, FoundRun> ended, Lazy<IReadOnlySet<string>> autostarts) =>
        definition is not null
            ? Summarize(definition, ended[definition.Definition.Uuid!.Value].FirstOrDefault(), autostarts.Value.Contains(name))
            : new DomainSummary
            {
                Name = name,
                Uuid = Guid.Empty,
                State = DomainState.ShutOff,
                IsPersistent = true,
                Reason = DomainStateReason.Unreadable,
                Problem = problem,
            };

    private DomainSummary Summarize(DomainDocument definition, FoundRun? run, bool isAutostart) => new()
    {
        Name = definition.Definition.Name!,
        Uuid = definition.Definition.Uuid!.Value,
        State = DomainState.ShutOff,
        Reason = _ends.Of(definition.Definition.Uuid.Value, run),
        IsPersistent = true,
        IsAutostart = isAutostart,
    };

    private async Task<DomainSummary> SummarizeAsync(FoundRun run, CancellationToken cancellation)
    {
        if (run.Life == RunLife.Foreign)
        {
            return Describe(run) with
            {
                State = DomainState.Unknown,
                Reason = run.Problem is null ? DomainStateReason.Foreign
                : DomainStateReason.Unreadable,
                Problem = GuestRecovery.DescribeForeign(run)
            };
        }

        (DomainState state, DomainStateReason reason) = await ReadStateAsync(run.Uuid, run.Record, cancellation);
        return run.Record is { } record
            ? Summarize(record, state) with { Reason = reason }
            : Describe(run) with
            {
                State = state,
                Reason = DomainStateReason.Unreadable,
                ProcessId = run.Process?.Id,
                Problem = Text.Of(Messages.State_Unreadable, run.Uuid, run.Problem ?? Messages.State_NoRecord),
            };
    }

    // What is known without a process that is visible here.
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
            IsAutostart = defined is not null && _definitions.IsAutostart(defined),
        };
    }

    private DomainSummary Summarize(RunRecord record, DomainState state)
    {
        bool isPersistent = _definitions.ChangedAt(record.Name) is not null;
        return new DomainSummary
        {
            Name = record.Name,
            Uuid = record.Uuid,
            Id = record.Id,
            State = state,
            Reason = record.Reason,
            IsPersistent = isPersistent,
            IsUpdated = isPersistent && !_definitions.HasText(record.Name, record.Document.Text),
            IsAutostart = isPersistent && _definitions.IsAutostart(record.Name),
            ProcessId = record.Process.Id,
        };
    }

    private async Task<(DomainState State, DomainStateReason Reason)> ReadStateAsync(
        Guid uuid, RunRecord? record, CancellationToken cancellation)
    {
        try
        {
            await using GuestMonitor monitor =
                await GuestMonitor.ConnectAsync(_runs.FilesOf(uuid).Questions, QuestionPatience, cancellation);
            string status = await monitor.QueryStatusAsync(cancellation);
            return (GuestStatus.ToState(status), GuestStatus.ReasonOf(status, record));
        }
        catch (QmpException)
        {
            // A QEMU that is starting, ending or hanging does not answer.
            bool isBusy = record is { Phase: not RunPhase.Ready };
            return (isBusy ? DomainState.Paused : DomainState.Unknown, GuestStatus.ReasonOf(status: null, record));
        }
    }
}
