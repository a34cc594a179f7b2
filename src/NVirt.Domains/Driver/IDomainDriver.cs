using NVirt.Cpu;

namespace NVirt.Domains;

/// <summary>
/// A connection to a hypervisor: what a tool or a daemon stands on. Domains are named by name, UUID, or the number of a running one. Safe
/// for use by several threads; what one caller changes in a domain, another waits for.
/// </summary>
/// <remarks>
/// Every operation throws <see cref="DomainException"/> where it can not be done, with the reason; a driver that lacks an operation does so with
/// <see cref="DomainErrorKind.NoSupport"/>, and <see cref="Operations"/> says so beforehand. Documents and CPUs that are refused are a
/// <see cref="CpuException"/>. Cancellation ends the waiting and leaves no half of a thing.
/// </remarks>
public interface IDomainDriver : IAsyncDisposable
{
    /// <summary>What is connected to, for example <c>qemu:///system</c> or <c>test:///default</c>.</summary>
    public Uri Uri { get; }

    /// <summary>What this driver can do.</summary>
    public DomainOperations Operations { get; }

    /// <summary>What the host is, and which guests it can run.</summary>
    public Task<HostCapabilities> GetCapabilitiesAsync(CancellationToken cancellation = default);

    /// <summary>What domains can have.</summary>
    /// <param name="kind">Which domains.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task<DomainCapabilities> GetDomainCapabilitiesAsync(DomainKind kind, CancellationToken cancellation = default);

    /// <summary>Whether this hypervisor can give a CPU.</summary>
    /// <param name="cpu">The CPU of a guest, or of another host.</param>
    /// <param name="kind">By which domains it is judged.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task<CpuComparison> CompareCpuAsync(CpuDefinition cpu, DomainKind kind, CancellationToken cancellation = default);

    /// <summary>The best CPU that all of the given ones can run, and this hypervisor can give.</summary>
    /// <param name="cpus">At least one, each with a model.</param>
    /// <param name="kind">By which domains it is judged.</param>
    /// <param name="isMigratable">Whether features that do not migrate are left out.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task<CpuDefinition> GetBaselineCpuAsync(
        IReadOnlyList<CpuDefinition> cpus, DomainKind kind, bool isMigratable = false, CancellationToken cancellation = default);

    /// <summary>All domains: those that run, by number, then those that are only defined, by name.</summary>
    public Task<IReadOnlyList<DomainSummary>> ListAsync(CancellationToken cancellation = default);

    /// <summary>One domain.</summary>
    public Task<DomainSummary> FindAsync(string domain, CancellationToken cancellation = default);

    /// <summary>A domain's document.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="isInactive">Whether it is what the next start goes by, also if the domain runs; otherwise what runs, if it runs.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task<DomainDocument> GetDocumentAsync(string domain, bool isInactive = false, CancellationToken cancellation = default);

    /// <summary>Keeps a definition; one of the same name and UUID is replaced. A domain that runs goes on as it is until it is started anew.</summary>
    public Task<DomainSummary> DefineAsync(DomainDocument document, CancellationToken cancellation = default);

    /// <summary>Forgets a definition. A domain that runs goes on, and is gone when it ends.</summary>
    public Task UndefineAsync(string domain, CancellationToken cancellation = default);

    /// <summary>Starts a domain. If it can not have the CPU it was promised, nothing is started.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="isPaused">Whether it is to wait for <see cref="ResumeAsync"/>.</param>
    /// <param name="cancellation">Ends the start; nothing of it stays.</param>
    /// <returns>The domain as it runs, and what there is to say about it.</returns>
    public Task<DomainStarted> StartAsync(string domain, bool isPaused = false, CancellationToken cancellation = default);

    /// <summary>Stops the guest's CPUs; memory and devices stay. One that is paused already stays so.</summary>
    public Task SuspendAsync(string domain, CancellationToken cancellation = default);

    /// <summary>Lets a paused guest run; one that runs is refused (invalid state).</summary>
    public Task ResumeAsync(string domain, CancellationToken cancellation = default);

    /// <summary>Asks the guest to shut down (ACPI's power button), and does not wait until it has.</summary>
    public Task ShutdownAsync(string domain, CancellationToken cancellation = default);

    /// <summary>Resets the guest, without asking it.</summary>
    public Task ResetAsync(string domain, CancellationToken cancellation = default);

    /// <summary>Ends the guest, without asking it or waiting for whoever is at work on it.</summary>
    public Task DestroyAsync(string domain, CancellationToken cancellation = default);

    /// <summary>
    /// What happens from the first reading of the stream on, in the order in which it happened in each domain. A driver may look at times
    /// only, and then does not see what came and went in between.
    /// </summary>
    /// <param name="domain">Only this domain; <see langword="null"/> for all, those to come among them.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public IAsyncEnumerable<DomainEvent> WatchAsync(string? domain = null, CancellationToken cancellation = default);

    /// <summary>
    /// Moves a running guest. If it fails before the destination is told to take over, or is refused then, it goes on here, and nothing stays
    /// there. If the destination was told and gives no clear answer, it stays paused here, since it may run there.
    /// </summary>
    /// <param name="domain">The domain.</param>
    /// <param name="destination">Where to: what another driver's <see cref="OpenDestination"/> gave, here or far away.</param>
    /// <param name="options">How; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Is told how far it is, several times a second.</param>
    /// <param name="cancellation">Cancels the migration.</param>
    public Task<MigrationResult> MigrateAsync(
        string domain,
        IMigrationDestination destination,
        MigrationOptions? options = null,
        IProgress<MigrationProgress>? progress = null,
        CancellationToken cancellation = default);

    /// <summary>This hypervisor's end of one migration to it.</summary>
    public IMigrationDestination OpenDestination();
}
