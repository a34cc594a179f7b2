using NVirt.Cpu;
using NVirt.Domains.Capabilities.Domains;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver.Events;
using NVirt.Domains.Driver.Migration;
using NVirt.Domains.Driver.Options;

namespace NVirt.Domains.Driver;

/// <summary>
/// A connection to a hypervisor, for tools and daemons to build on. Safe for use by several threads: while one caller changes a domain,
/// others that want to change it wait.
/// </summary>
/// <remarks>
/// An operation that fails throws <see cref="DomainException"/> with the reason; one that the driver lacks throws it
/// with
/// <see cref="DomainErrorKind.NoSupport"/>, and <see cref="Operations"/> tells beforehand. Refused documents and CPUs are a
/// <see cref="CpuException"/>. Cancellation stops the waiting and leaves nothing half done.
/// </remarks>
public interface IDomainDriver : IAsyncDisposable
{
    /// <summary>The URI of the connection, for example <c>qemu:///system</c> or <c>test:///default</c>.</summary>
    public Uri Uri { get; }

    /// <summary>What this driver can do.</summary>
    public DomainOperations Operations { get; }

    /// <summary>The hypervisor's version; of a test driver, the test driver's.</summary>
    /// <returns>Three parts; <see langword="null"/> where nobody can tell.</returns>
    public Task<Version?> GetVersionAsync(CancellationToken cancellation = default);

    /// <summary>What the host is, and which guests it can run.</summary>
    public Task<HostCapabilities> GetCapabilitiesAsync(CancellationToken cancellation = default);

    /// <summary>What domains can have.</summary>
    /// <param name="kind">Which domains.</param>
    /// <param name="cancellation">Cancels waiting.</param>
    public Task<DomainCapabilities> GetDomainCapabilitiesAsync(DomainKind kind, CancellationToken cancellation = default);

    /// <summary>Whether this hypervisor can provide a CPU.</summary>
    /// <param name="cpu">The CPU of a guest, or of another host.</param>
    /// <param name="kind">The domains that decide it.</param>
    /// <param name="cancellation">Cancels waiting.</param>
    public Task<CpuComparison> CompareCpuAsync(CpuDefinition cpu, DomainKind kind, CancellationToken cancellation = default);

    /// <summary>The best CPU that all of the given ones can run and this hypervisor can provide.</summary>
    /// <param name="cpus">At least one, each with a model.</param>
    /// <param name="kind">The domains that decide it.</param>
    /// <param name="isMigratable">Whether features that do not migrate are left out.</param>
    /// <param name="cancellation">Cancels waiting.</param>
    public Task<CpuDefinition> GetBaselineCpuAsync(
        IReadOnlyList<CpuDefinition> cpus, DomainKind kind, bool isMigratable = false, CancellationToken cancellation = default);

    /// <summary>All domains: those that run, by number, then those that are only defined, by name.</summary>
    public Task<IReadOnlyList<DomainSummary>> ListAsync(CancellationToken cancellation = default);

    /// <summary>One domain.</summary>
    public Task<DomainSummary> FindAsync(DomainReference domain, CancellationToken cancellation = default);

    /// <summary>How much of the host's resources a domain has, and uses.</summary>
    public Task<DomainInfo> GetInfoAsync(DomainReference domain, CancellationToken cancellation = default);

    /// <summary>A domain's document.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="options">Which document; <see langword="null"/> for that of the running guest, or else the definition, without
    /// passwords.</param>
    /// <param name="cancellation">Cancels waiting.</param>
    public Task<DomainDocument> GetDocumentAsync(
        DomainReference domain, DomainDocumentOptions? options = null, CancellationToken cancellation = default);

    /// <summary>
    /// Saves a definition; one with the same name and UUID is replaced. A running domain does not change until its next start.
    /// </summary>
    public Task<DomainSummary> DefineAsync(DomainDocument document, CancellationToken cancellation = default);

    /// <summary>Removes a definition. A running domain continues, and is gone when it ends.</summary>
    public Task UndefineAsync(DomainReference domain, DomainCallOptions? options = null, CancellationToken cancellation = default);

    /// <summary>
    /// Saves whether a domain is to be started with the host; the driver itself starts nothing. A domain without a definition is refused
    /// (invalid state), and undefining a domain removes the mark.
    /// </summary>
    public Task SetAutostartAsync(
        DomainReference domain, bool isAutostart, DomainCallOptions? options = null, CancellationToken cancellation = default);

    /// <summary>Starts a defined domain. If it cannot have the CPU that it was promised, nothing is started.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="options">How; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellation">Cancels the start; nothing is left behind.</param>
    /// <returns>The running domain, and any warnings.</returns>
    public Task<DomainStarted> StartAsync(
        DomainReference domain, DomainStartOptions? options = null, CancellationToken cancellation = default);

    /// <summary>
    /// Starts a domain from a document that is not saved. Without a definition of the same name and UUID, the domain is gone when it ends;
    /// an existing definition stays as it is.
    /// </summary>
    /// <param name="document">The domain. Its name and its UUID must not belong to two different domains.</param>
    /// <param name="options">How; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellation">Cancels the start; nothing is left behind.</param>
    public Task<DomainStarted> CreateAsync(
        DomainDocument document, DomainStartOptions? options = null, CancellationToken cancellation = default);

    /// <summary>Stops the guest's CPUs; memory and devices stay. A paused guest stays paused.</summary>
    public Task SuspendAsync(DomainReference domain, DomainCallOptions? options = null, CancellationToken cancellation = default);

    /// <summary>Resumes a paused guest; a running one is refused (invalid state).</summary>
    public Task ResumeAsync(DomainReference domain, DomainResumeOptions? options = null, CancellationToken cancellation = default);

    /// <summary>Asks the guest to shut down (ACPI power button), and waits for that only if the options say so.</summary>
    public Task ShutdownAsync(DomainReference domain, DomainShutdownOptions? options = null, CancellationToken cancellation = default);

    /// <summary>Resets the guest without asking it. One that may run elsewhere after a migration is refused (invalid state).</summary>
    public Task ResetAsync(DomainReference domain, DomainCallOptions? options = null, CancellationToken cancellation = default);

    /// <summary>Ends the guest without asking it, and by default without waiting for others who are working on it.</summary>
    public Task DestroyAsync(DomainReference domain, DomainDestroyOptions? options = null, CancellationToken cancellation = default);

    /// <summary>Events from the first read of the stream on; those of one domain are in the order in which they happened.</summary>
    /// <param name="domain">Only this domain; <see langword="null"/> for all, including future ones.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public IAsyncEnumerable<DomainEvent> WatchAsync(DomainReference? domain = null, CancellationToken cancellation = default);

    /// <summary>
    /// Begins to migrate a running guest, which keeps running; nobody else can change it until the result is disposed of.
    /// <see cref="DomainMigration.MigrateAsync"/> does all of the steps.
    /// </summary>
    /// <param name="domain">The domain.</param>
    /// <param name="options">How; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Gets progress reports, several times a second.</param>
    /// <param name="cancellation">Cancels waiting.</param>
    /// <exception cref="DomainException">Something prevents the migration.</exception>
    public Task<IMigrationSource> BeginMigrationAsync(
        DomainReference domain,
        MigrationOptions? options = null,
        IProgress<MigrationProgress>? progress = null,
        CancellationToken cancellation = default);

    /// <summary>The receiving end of one migration to this hypervisor.</summary>
    public IMigrationDestination OpenDestination();
}
