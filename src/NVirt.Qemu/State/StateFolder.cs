using NVirt.Cpu;
using NVirt.Domains;

namespace NVirt.Qemu.State;

/// <summary>
/// The folder in which domains are kept: <c>domains/NAME.xml</c> is a definition, <c>run/UUID/</c> belongs to a guest that runs,
/// <c>log/NAME.log</c> is what its QEMU wrote, and <c>lock/</c> has a file for each domain that somebody changes.
/// </summary>
internal sealed class StateFolder
{
    /// <summary>The lock under which domains get their numbers.</summary>
    public const string Numbers = "numbers";

    /// <summary>The lock under which names and UUIDs are taken.</summary>
    public const string Names = "names";

    // Longer than anything takes but a migration.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lazy<PrivateFolder> _root;
    private readonly Lazy<PrivateFolder> _definitions;
    private readonly Lazy<PrivateFolder> _runs;
    private readonly Lazy<PrivateFolder> _locks;
    private readonly Lazy<PrivateFolder> _logs;

    public StateFolder(string root)
    {
        Root = Path.GetFullPath(root);
        _root = new(OpenRoot);
        _definitions = new(() => _root.Value.Enter("domains"));
        _runs = new(() => _root.Value.Enter("run"));
        _locks = new(() => _root.Value.Enter("lock"));
        _logs = new(() => _root.Value.Enter("log"));
    }

    /// <summary>
    /// The folder of the system for root, <c>/var/lib/nvirt</c>; for others <c>$XDG_STATE_HOME/nvirt</c>, without that variable
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
                string.IsNullOrEmpty(states) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state") : states,
                "nvirt");
        }
    }

    /// <summary>Its path, as it was given.</summary>
    public string Root { get; }

    public PrivateFolder Definitions => _definitions.Value;

    public PrivateFolder Runs => _runs.Value;

    public PrivateFolder Locks => _locks.Value;

    public PrivateFolder Logs => _logs.Value;

    /// <summary>Makes what is missing; only this user can look into it.</summary>
    /// <exception cref="DomainException">It cannot be made, or others own it or may write in it.</exception>
    public void Create() => _ = (Definitions, Runs, Locks, Logs);

    /// <summary>Waits for the lock of a thing: of a domain by its UUID, or of all of them.</summary>
    public Task<DomainLock> LockAsync(string thing, string purpose, CancellationToken cancellation, TimeSpan? patience = null) =>
        DomainLock.TakeAsync(Locks, thing, purpose, patience ?? Patience, cancellation);

    /// <summary>Takes the lock of a domain if nobody has it.</summary>
    public DomainLock? TryLock(Guid uuid, string purpose) => TryLock(uuid.ToString(), purpose);

    /// <summary>Takes the lock of a thing if nobody has it.</summary>
    public DomainLock? TryLock(string thing, string purpose) => DomainLock.TryTake(Locks, thing, purpose);

    public string RunFolder(Guid uuid) => Runs.PathOf(uuid.ToString());

    private PrivateFolder OpenRoot()
    {
        string problem = Messages.State_OnlyLinux;
        return OperatingSystem.IsLinux() ? PrivateFolder.Open(Root) : throw new DomainException(DomainErrorKind.NoSupport, problem);
    }
}
