using NVirt.Domains.Driver;

namespace NVirt.Qemu.State;

/// <summary>
/// The folder in which domains are saved: <c>domains/NAME.xml</c> is a definition, <c>autostart/NAME</c> a mark on it, <c>run/UUID/</c>
/// belongs to a running guest,
/// <c>log/NAME.log</c> is the output of its QEMU, and <c>lock/</c> has a file for each domain that is being changed. Pools of volumes are
/// <c>pools/NAME.xml</c>, <c>pool-autostart/NAME</c>, and <c>pool-run/NAME.xml</c> while they are active.
/// </summary>
internal sealed class StateFolder
{
    /// <summary>The lock for assigning numbers to domains.</summary>
    public const string Numbers = "numbers";

    /// <summary>The lock for assigning names and UUIDs.</summary>
    public const string Names = "names";

    // How long to wait for a lock: longer than any operation holds it, except a migration.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lazy<PrivateFolder> _root;
    private readonly Lazy<PrivateFolder> _definitions;
    private readonly Lazy<PrivateFolder> _runs;
    private readonly Lazy<PrivateFolder> _autostarts;
    private readonly Lazy<PrivateFolder> _locks;
    private readonly Lazy<PrivateFolder> _logs;
    private readonly Lazy<PrivateFolder> _pools;
    private readonly Lazy<PrivateFolder> _poolAutostarts;
    private readonly Lazy<PrivateFolder> _poolRuns;

    public StateFolder(string root)
    {
        Root = Path.GetFullPath(root);
        _root = new(OpenRoot);
        _definitions = new(() => _root.Value.Enter("domains"));
        _runs = new(() => _root.Value.Enter("run"));
        _autostarts = new(() => _root.Value.Enter("autostart"));
        _locks = new(() => _root.Value.Enter("lock"));
        _logs = new(() => _root.Value.Enter("log"));
        _pools = new(() => _root.Value.Enter("pools"));
        _poolAutostarts = new(() => _root.Value.Enter("pool-autostart"));
        _poolRuns = new(() => _root.Value.Enter("pool-run"));
    }

    /// <summary>
    /// The system folder <c>/var/lib/nvirt</c> for root; for others <c>$XDG_STATE_HOME/nvirt</c>, or without that variable
    /// <c>~/.local/state/nvirt</c>.
    /// </summary>
    public static string Default
    {
        get
        {
            if (Environment.IsPrivilegedProcess)
            {
                return "/var/lib/nvirt";
            }

            string? states = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
            return Path.Combine(
                string.IsNullOrEmpty(states)
                    ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state") : states,
                "nvirt");
        }
    }

    /// <summary>Its path, as given.</summary>
    public string Root { get; }

    public PrivateFolder Definitions => _definitions.Value;

    public PrivateFolder Runs => _runs.Value;

    public PrivateFolder Autostarts => _autostarts.Value;

    public PrivateFolder Locks => _locks.Value;

    public PrivateFolder Logs => _logs.Value;

    public PrivateFolder Pools => _pools.Value;

    public PrivateFolder PoolAutostarts => _poolAutostarts.Value;

    public PrivateFolder PoolRuns => _poolRuns.Value;

    /// <summary>Creates what is missing; only this user can access it.</summary>
    /// <exception cref="DomainException">It cannot be created, or others own it or may write to it.</exception>
    public void Create() => _ = (Definitions, Runs, Autostarts, Locks, Logs);

    /// <summary>Waits for a lock: for a domain by its UUID, or for all domains.</summary>
    public Task<DomainLock> LockAsync(string thing, string purpose, CancellationToken cancellation, TimeSpan? patience = null) =>
        DomainLock.TakeAsync(Locks, thing, purpose, patience ?? Patience, cancellation);

    /// <summary>Takes the lock of a domain if nobody has it.</summary>
    public DomainLock? TryLock(Guid uuid, string purpose) => TryLock(uuid.ToString(), purpose);

    /// <summary>Takes a lock if nobody has it.</summary>
    public DomainLock? TryLock(string thing, string purpose) => DomainLock.TryTake(Locks, thing, purpose);

    public string RunFolder(Guid uuid) => Runs.PathOf(uuid.ToString());

    private PrivateFolder OpenRoot()
    {
        string problem = Messages.State_OnlyLinux;
        return OperatingSystem.IsLinux() ? PrivateFolder.Open(Root) : throw new DomainException(DomainErrorKind.NoSupport, problem);
    }
}
