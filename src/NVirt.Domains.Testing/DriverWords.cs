using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;
using NVirt.Domains.Driver.Migration;
using NVirt.Domains.Driver.Options;

namespace NVirt.Domains.Testing;

/// <summary>Operations on a domain that is given as a word, with the options that tests use most.</summary>
public static class DriverWords
{
    /// <inheritdoc cref="IDomainDriver.FindAsync"/>
    public static Task<DomainSummary> FindAsync(this IDomainDriver driver, string domain, CancellationToken cancellation = default) =>
        driver.FindAsync(DomainReference.Parse(domain), cancellation);

    /// <inheritdoc cref="IDomainDriver.GetInfoAsync"/>
    public static Task<DomainInfo> GetInfoAsync(this IDomainDriver driver, string domain, CancellationToken cancellation = default) =>
        driver.GetInfoAsync(DomainReference.Parse(domain), cancellation);

    /// <inheritdoc cref="IDomainDriver.GetDocumentAsync"/>
    public static Task<DomainDocument> GetDocumentAsync(
        this IDomainDriver driver, string domain, bool isInactive = false, CancellationToken cancellation = default) =>
        driver.GetDocumentAsync(DomainReference.Parse(domain), new DomainDocumentOptions { IsInactive = isInactive }, cancellation);

    /// <inheritdoc cref="IDomainDriver.UndefineAsync"/>
    public static Task UndefineAsync(this IDomainDriver driver, string domain, CancellationToken cancellation = default) =>
        driver.UndefineAsync(DomainReference.Parse(domain), cancellation: cancellation);

    /// <inheritdoc cref="IDomainDriver.SetAutostartAsync"/>
    public static Task SetAutostartAsync(
        this IDomainDriver driver, string domain, bool isAutostart, CancellationToken cancellation = default) =>
        driver.SetAutostartAsync(DomainReference.Parse(domain), isAutostart, cancellation: cancellation);

    /// <inheritdoc cref="IDomainDriver.StartAsync"/>
    public static Task<DomainStarted> StartAsync(
        this IDomainDriver driver, string domain, bool isPaused = false, CancellationToken cancellation = default) =>
        driver.StartAsync(DomainReference.Parse(domain), new DomainStartOptions { IsPaused = isPaused }, cancellation);

    /// <inheritdoc cref="IDomainDriver.SuspendAsync"/>
    public static Task SuspendAsync(this IDomainDriver driver, string domain, CancellationToken cancellation = default) =>
        driver.SuspendAsync(DomainReference.Parse(domain), cancellation: cancellation);

    /// <inheritdoc cref="IDomainDriver.ResumeAsync"/>
    public static Task ResumeAsync(
        this IDomainDriver driver, string domain, bool isForced = false, CancellationToken cancellation = default) =>
        driver.ResumeAsync(DomainReference.Parse(domain), new DomainResumeOptions { IsForced = isForced }, cancellation);

    /// <inheritdoc cref="IDomainDriver.ShutdownAsync"/>
    public static Task ShutdownAsync(this IDomainDriver driver, string domain, CancellationToken cancellation = default) =>
        driver.ShutdownAsync(DomainReference.Parse(domain), cancellation: cancellation);

    /// <inheritdoc cref="IDomainDriver.ResetAsync"/>
    public static Task ResetAsync(this IDomainDriver driver, string domain, CancellationToken cancellation = default) =>
        driver.ResetAsync(DomainReference.Parse(domain), cancellation: cancellation);

    /// <inheritdoc cref="IDomainDriver.DestroyAsync"/>
    public static Task DestroyAsync(this IDomainDriver driver, string domain, CancellationToken cancellation = default) =>
        driver.DestroyAsync(DomainReference.Parse(domain), cancellation: cancellation);

    /// <inheritdoc cref="IDomainDriver.WatchAsync"/>
    public static IAsyncEnumerable<DomainEvent> WatchAsync(
        this IDomainDriver driver, string domain, CancellationToken cancellation = default) =>
        driver.WatchAsync(DomainReference.Parse(domain), cancellation);

    /// <inheritdoc cref="DomainMigration.MigrateAsync"/>
    public static Task<MigrationResult> MigrateAsync(
        this IDomainDriver driver,
        string domain,
        IMigrationDestination destination,
        MigrationOptions? options = null,
        IProgress<MigrationProgress>? progress = null,
        CancellationToken cancellation = default) =>
        driver.MigrateAsync(DomainReference.Parse(domain), destination, options, progress, cancellation);
}
