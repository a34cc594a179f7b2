using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;
using NVirt.Domains.Driver.Options;
using NVirt.Xml;

namespace NVirt.Domains.Memory;

/// <summary>Which domains there are.</summary>
public sealed partial class TestDriver
{
    /// <inheritdoc/>
    public override Task<IReadOnlyList<DomainSummary>> ListAsync(CancellationToken cancellation = default) =>
        LookAsync(() => _domains.List(), cancellation);

    /// <inheritdoc/>
    public override Task<DomainSummary> FindAsync(DomainReference domain, CancellationToken cancellation = default) =>
        LookAsync(() => _domains.Find(domain).Summary, cancellation);

    /// <summary>A running guest uses all of its processors all the time.</summary>
    /// <inheritdoc/>
    public override Task<DomainInfo> GetInfoAsync(DomainReference domain, CancellationToken cancellation = default) => LookAsync(() =>
    {
        TestDomain found = _domains.Find(domain);
        DomainDefinition definition = (found.Guest?.Document ?? found.Definition!).Definition;
        return new DomainInfo
        {
            Domain = found.Summary,
            MaximumMemoryKiB = definition.Memory.TotalKiB ?? 0,
            MemoryKiB = definition.Memory.CurrentKiB ?? definition.Memory.TotalKiB ?? 0,
            Vcpus = definition.Vcpus.Current,
            ProcessorTime = (found.Guest?.Ran ?? TimeSpan.Zero) * definition.Vcpus.Current,
        };
    }, cancellation);

    /// <inheritdoc/>
    public override Task<DomainDocument> GetDocumentAsync(
        DomainReference domain, DomainDocumentOptions? options = null, CancellationToken cancellation = default) => LookAsync(() =>
    {
        TestDomain found = _domains.Find(domain);
        options ??= DomainDocumentOptions.Default;
        DomainDocument document = found.Guest is { } guest && !options.IsInactive
            ? (options.IsMigratable ? guest.Migratable : guest.Shown)
            : found.Definition ?? found.Guest!.Document;
        return options.IsSecure ? document : document.WithoutPasswords();
    }, cancellation);

    /// <inheritdoc/>
    public override Task<DomainSummary> DefineAsync(DomainDocument document, CancellationToken cancellation = default) => LookAsync(() =>
    {
        (TestDomain domain, bool isNew) = Define(document);
        Tell(domain, DomainEventKind.Defined, isNew ? DomainEventDetail.Added : DomainEventDetail.Updated);
        return domain.Summary;
    }, cancellation);

    /// <inheritdoc/>
    public override Task UndefineAsync(
        DomainReference domain, DomainCallOptions? options = null, CancellationToken cancellation = default) =>
        ChangeAsync(domain, "undefine", options, found =>
        {
            found.Definition = found.Definition is null ? throw DomainException.NotDefined(found.Name) : null;
            found.IsAutostart = false;
            _domains.Forget(found);
            Tell(found, DomainEventKind.Undefined, DomainEventDetail.Removed);
        }, cancellation);

    /// <inheritdoc/>
    public override Task SetAutostartAsync(
        DomainReference domain, bool isAutostart, DomainCallOptions? options = null, CancellationToken cancellation = default) =>
        ChangeAsync(domain, "autostart", options, found =>
            found.IsAutostart = found.Definition is null ? throw DomainException.NotDefined(found.Name) : isAutostart, cancellation);

    private (TestDomain Domain, bool IsNew) Define(DomainDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        Validate(document);
        TestDomain domain = _domains.ForDocument(document.Definition.Name!, document.Definition.Uuid);
        bool isNew = domain.Definition is null;
        domain.Definition = document.Definition.Uuid is null ? document.WithUuid(domain.Uuid) : document;
        _domains.Keep(domain);
        return (domain, isNew);
    }

    // Checks that need no start.
    private void Validate(DomainDocument document)
    {
        DomainDefinition domain = document.Definition;
        if (DomainName.Problem(domain.Name) is { } problem)
        {
            throw document.Refuse(document.PlaceOf("name"), problem, CpuErrorKind.Xml);
        }

        if (domain.Type != TestHost.DomainType)
        {
            throw document.Refuse(
                document.PlaceOf(string.Empty), Text.Of(Messages.Driver_DomainType, Uri, TestHost.DomainType, domain.Type));
        }

        document.RefuseCheckWithoutModel();
        _ = Choose(new DomainKind { Arch = domain.Os.Arch });
    }

    // Short operations are done by one caller at a time.
    private T Look<T>(Func<T> look)
    {
        lock (_domains.Lock)
        {
            return look();
        }
    }

    private void Look(Action look) => Look(() =>
    {
        look();
        return true;
    });

    private async Task<T> LookAsync<T>(Func<T> look, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return await Task.FromResult(Look(look));
    }
}
