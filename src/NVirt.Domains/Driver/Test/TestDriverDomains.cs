using NVirt.Cpu;

namespace NVirt.Domains;

/// <summary>Which domains there are.</summary>
public sealed partial class TestDriver
{
    /// <inheritdoc/>
    public override Task<IReadOnlyList<DomainSummary>> ListAsync(CancellationToken cancellation = default) => LookAsync(() => _domains.List(), cancellation);

    /// <inheritdoc/>
    public override Task<DomainSummary> FindAsync(string domain, CancellationToken cancellation = default) =>
        LookAsync(() => _domains.Find(domain).Summary, cancellation);

    /// <inheritdoc/>
    public override Task<DomainDocument> GetDocumentAsync(string domain, bool isInactive = false, CancellationToken cancellation = default) => LookAsync(() =>
    {
        TestDomain found = _domains.Find(domain);
        return found.Guest is { } guest && !isInactive ? guest.Shown : found.Definition ?? found.Guest!.Document;
    }, cancellation);

    /// <inheritdoc/>
    public override Task<DomainSummary> DefineAsync(DomainDocument document, CancellationToken cancellation = default) => LookAsync(() =>
    {
        TestDomain domain = Define(document);
        Tell(domain, DomainEventKind.Defined);
        return domain.Summary;
    }, cancellation);

    /// <inheritdoc/>
    public override Task UndefineAsync(string domain, CancellationToken cancellation = default) => ChangeAsync(domain, "undefine", found =>
    {
        found.Definition = found.Definition is null ? throw DomainException.NotDefined(found.Name) : null;
        _domains.Forget(found);
        Tell(found, DomainEventKind.Undefined);
    }, cancellation);

    private TestDomain Define(DomainDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        Validate(document);
        TestDomain domain = _domains.ForDocument(document.Definition.Name!, document.Definition.Uuid);
        domain.Definition = document.Definition.Uuid is null ? document.WithUuid(domain.Uuid) : document;
        _domains.Keep(domain);
        return domain;
    }

    // What can be said without a start.
    private void Validate(DomainDocument document)
    {
        DomainDefinition domain = document.Definition;
        if (DomainName.Problem(domain.Name) is { } problem)
        {
            throw document.Refuse(document.PlaceOf("name"), problem, CpuErrorKind.Xml);
        }

        if (domain.Type != TestHost.DomainType)
        {
            throw document.Refuse(document.PlaceOf(string.Empty), Text.Of(Messages.Driver_DomainType, Uri, TestHost.DomainType, domain.Type));
        }

        document.RefuseCheckWithoutModel();
        _ = Choose(new DomainKind { Arch = domain.Os.Arch });
    }

    // What takes no time is done by one caller at a time.
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
