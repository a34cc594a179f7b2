using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using NVirt.Cpu;
using NVirt.Domains.Capabilities.Domains;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver.Events;
using NVirt.Domains.Driver.Migration;
using NVirt.Domains.Driver.Options;
using NVirt.Xml;

namespace NVirt.Domains.Driver;

/// <summary>
/// A driver that knows a host only by its CPU: it answers what follows from that, and refuses everything else unless a subclass overrides
/// it.
/// </summary>
/// <remarks>
/// Safe for use by several threads: it has no state but the host. A subclass with state must see to it that it stays so.
/// </remarks>
public abstract class HostDriver : IDomainDriver
{
    /// <summary>Connects to a host.</summary>
    /// <param name="uri">Its URI.</param>
    /// <param name="host">The host's CPU, of type host and with an architecture; <see langword="null"/> for this machine.</param>
    /// <param name="guests">The guests that a host of an architecture can run; the usual kind is first.</param>
    /// <param name="map">The map; <see langword="null"/> for the built-in one.</param>
    /// <exception cref="CpuException">This machine's CPU cannot be read, or the host has no architecture (internal).</exception>
    protected HostDriver(Uri uri, CpuDefinition? host, Func<CpuArchitecture, IEnumerable<GuestCapabilities>> guests, CpuMap? map = null)
    {
        ArgumentNullException.ThrowIfNull(uri);
        ArgumentNullException.ThrowIfNull(guests);
        Uri = uri;
        HostCapabilities machine = host is null ? HostCapabilities.ReadThisMachine(map) : new HostCapabilities { Cpu = host };
        Cpus = CpuDriver.For(machine.Cpu.Arch, map);
        Host = machine with { Guests = [.. guests(machine.Cpu.Arch)] };
    }

    /// <inheritdoc/>
    public Uri Uri { get; }

    /// <inheritdoc/>
    public virtual DomainOperations Operations =>
        DomainOperations.Capabilities | DomainOperations.DomainCapabilities | DomainOperations.Cpu;

    /// <summary>The host.</summary>
    protected HostCapabilities Host { get; }

    /// <summary>The rules of the host's architecture.</summary>
    protected CpuDriver Cpus { get; }

    /// <summary>There is nothing to close.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>The version is not known: nobody was asked.</summary>
    public virtual Task<Version?> GetVersionAsync(CancellationToken cancellation = default) =>
        cancellation.IsCancellationRequested ? Task.FromCanceled<Version?>(cancellation) : Task.FromResult<Version?>(null);

    /// <inheritdoc/>
    public Task<HostCapabilities> GetCapabilitiesAsync(CancellationToken cancellation = default) =>
        cancellation.IsCancellationRequested ? Task.FromCanceled<HostCapabilities>(cancellation) : Task.FromResult(Host);

    /// <inheritdoc/>
    public Task<DomainCapabilities> GetDomainCapabilitiesAsync(DomainKind kind, CancellationToken cancellation = default) => Answer(() =>
    {
        GuestCapabilities guest = Choose(kind);
        GuestMachine? machine = guest.Machines.FirstOrDefault(m => kind.Machine is null || m.Name == kind.Machine);
        return new DomainCapabilities
        {
            Path = guest.Emulator,
            DomainType = kind.Type ?? guest.DomainTypes[0],
            Machine = machine?.Canonical ?? machine?.Name,
            Arch = guest.Arch,
            MaxVcpus = machine?.MaxCpus,
            Cpu = DescribeCpus(),
        };
    }, cancellation);

    /// <inheritdoc/>
    public Task<CpuComparison> CompareCpuAsync(CpuDefinition cpu, DomainKind kind, CancellationToken cancellation = default) => Answer(() =>
    {
        ArgumentNullException.ThrowIfNull(cpu);
        _ = Choose(kind);
        CpuComparison comparison = Cpus.Compare(Host.Cpu, cpu);
        ImmutableArray<CpuReason> reasons =
        [
            .. from feature in cpu.Features
               where feature.Policy is null or CpuPolicy.Require or CpuPolicy.Force
               let why = ObstacleOf(feature.Name)
               where why is not null
               select new CpuReason(CpuRule.FeatureNotExpressible, feature.Name)
               {
                   Coordinate = Cpus.Map.FindFeature(feature.Name, Cpus.Arch)?.Coordinate,
                   Policy = feature.Policy,
                   Actual = why,
               },
        ];
        return comparison.IsCompatible && reasons.Length > 0
            ? new CpuComparison(CpuVerdict.Incompatible, new CpuRefusal(CpuErrorKind.Unsupported, reasons))
            : comparison;
    }, cancellation);

    /// <inheritdoc/>
    public Task<CpuDefinition> GetBaselineCpuAsync(
        IReadOnlyList<CpuDefinition> cpus, DomainKind kind, bool isMigratable = false, CancellationToken cancellation = default) =>
            Answer(() =>
    {
        ArgumentNullException.ThrowIfNull(cpus);
        _ = Choose(kind);
        CpuBaselineOptions options = new()
        {
            Migratable = isMigratable,
            Features = [.. Cpus.Map.Features(Cpus.Arch).Select(f => f.Name).Where(f => ObstacleOf(f) is null)],
        };
        return Cpus.Baseline(cpus.Count == 0 ? cpus : [.. cpus, Host.Cpu], options) with { Fallback = CpuFallback.Forbid };
    }, cancellation);

    /// <inheritdoc/>
    public virtual Task<IReadOnlyList<DomainSummary>> ListAsync(CancellationToken cancellation = default) => throw Lacks();

    /// <inheritdoc/>
    public virtual Task<DomainSummary> FindAsync(DomainReference domain, CancellationToken cancellation = default) => throw Lacks();

    /// <inheritdoc/>
    public virtual Task<DomainInfo> GetInfoAsync(DomainReference domain, CancellationToken cancellation = default) => throw Lacks();

    /// <inheritdoc/>
    public virtual Task<DomainDocument> GetDocumentAsync(
        DomainReference domain, DomainDocumentOptions? options = null, CancellationToken cancellation = default) => throw Lacks();

    /// <inheritdoc/>
    public virtual Task<DomainSummary> DefineAsync(DomainDocument document, CancellationToken cancellation = default) => throw Lacks();

    /// <inheritdoc/>
    public virtual Task UndefineAsync(
        DomainReference domain, DomainCallOptions? options = null, CancellationToken cancellation = default) => throw Lacks();

    /// <inheritdoc/>
    public virtual Task SetAutostartAsync(
        DomainReference domain, bool isAutostart, DomainCallOptions? options = null, CancellationToken cancellation = default) =>
            throw Lacks();

    /// <inheritdoc/>
    public virtual Task<DomainStarted> StartAsync(
        DomainReference domain, DomainStartOptions? options = null, CancellationToken cancellation = default) => throw Lacks();

    /// <inheritdoc/>
    public virtual Task<DomainStarted> CreateAsync(
        DomainDocument document, DomainStartOptions? options = null, CancellationToken cancellation = default) => throw Lacks();

    /// <inheritdoc/>
    public virtual Task SuspendAsync(DomainReference domain, DomainCallOptions? options = null, CancellationToken cancellation = default) =>
        throw Lacks();

    /// <inheritdoc/>
    public virtual Task ResumeAsync(
        DomainReference domain, DomainResumeOptions? options = null, CancellationToken cancellation = default) => throw Lacks();

    /// <inheritdoc/>
    public virtual Task ShutdownAsync(
        DomainReference domain, DomainShutdownOptions? options = null, CancellationToken cancellation = default) => throw Lacks();

    /// <inheritdoc/>
    public virtual Task ResetAsync(DomainReference domain, DomainCallOptions? options = null, CancellationToken cancellation = default) =>
        throw Lacks();

    /// <inheritdoc/>
    public virtual Task DestroyAsync(
        DomainReference domain, DomainDestroyOptions? options = null, CancellationToken cancellation = default) => throw Lacks();

    /// <inheritdoc/>
    public virtual IAsyncEnumerable<DomainEvent> WatchAsync(DomainReference? domain = null, CancellationToken cancellation = default) =>
        throw Lacks();

    /// <inheritdoc/>
    public virtual Task<IMigrationSource> BeginMigrationAsync(
        DomainReference domain,
        MigrationOptions? options = null,
        IProgress<MigrationProgress>? progress = null,
        CancellationToken cancellation = default) => throw Lacks();

    /// <inheritdoc/>
    public virtual IMigrationDestination OpenDestination() => throw Lacks();

    /// <summary>Which CPUs domains can have. Default: those of all modes.</summary>
    protected virtual DomainCpuCapabilities DescribeCpus() => HostCpus.Describe(Cpus, Host.Cpu);

    /// <summary>
    /// Why the hypervisor cannot switch a single feature on, as a word; <see langword="null"/> if it can, which is the default.
    /// </summary>
    protected virtual string? ObstacleOf(string feature) => null;

    /// <summary>The first kind of guest that matches.</summary>
    /// <exception cref="DomainException">There is none (no support).</exception>
    private protected GuestCapabilities Choose(DomainKind kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return Host.Guests.FirstOrDefault(g =>
                (kind.Type is null || g.DomainTypes.Contains(kind.Type))
                && g.Arch == (kind.Arch == CpuArchitecture.None ? Host.Cpu.Arch : kind.Arch)
                && (kind.Machine is null || g.Machines.Any(m => m.Name == kind.Machine))
                && (kind.Emulator is null || g.Emulator == kind.Emulator))
            ?? throw new DomainException(DomainErrorKind.NoSupport, Text.Of(Messages.Driver_NoSuchGuests, Uri, Describe(kind)));
    }

    private static string Describe(DomainKind kind) => string.Join(
        ", ", new[] { kind.Type, kind.Arch == CpuArchitecture.None ? null : kind.Arch.ToName(), kind.Machine, kind.Emulator }
            .OfType<string>());

    private static Task<T> Answer<T>(Func<T> answer, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellation);
        }

        try
        {
            return Task.FromResult(answer());
        }
        catch (Exception e) when (e is CpuException or DomainException)
        {
            return Task.FromException<T>(e);
        }
    }

    private DomainException Lacks([CallerMemberName] string operation = "") => new(
        DomainErrorKind.NoSupport,
        Text.Of(Messages.Driver_Lacks, Uri, operation.EndsWith("Async", StringComparison.Ordinal) ? operation[..^5]
            : operation, Operations));
}
