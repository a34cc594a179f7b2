using NVirt.Cpu;
using NVirt.Domains;

namespace NVirt.Qemu.State;

/// <summary>
/// The folder in which domains are kept: <c>domains/NAME.xml</c> is a definition, <c>run/UUID/</c> belongs to a guest that runs,
/// <c>log/NAME.log</c> is what its QEMU wrote, and <c>lock/</c> has a file for each domain that somebody changes.
/// </summary>
internal sealed class StateFolder
{
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The lock under which domains get their numbers.</summary>
    public const string Numbers = "numbers";

    /// <summary>The lock under which names and UUIDs are taken.</summary>
    public const string Names = "names";

    // Longer than anything takes but a migration.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public StateFolder(string root)
    {
        Root = Path.GetFullPath(root);
        Definitions = Path.Combine(Root, "domains");
        Runs = Path.Combine(Root, "run");
        Locks = Path.Combine(Root, "lock");
        Logs = Path.Combine(Root, "log");
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

    public string Root { get; }

    public string Definitions { get; }

    public string Runs { get; }

    public string Locks { get; }

    public string Logs { get; }

    /// <summary>Makes what is missing; only this user can look into it.</summary>
    public void Create()
    {
        try
        {
            foreach (string folder in (string[])[Root, Definitions, Runs, Locks, Logs])
            {
                CreatePrivate(folder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.State_NotCreated, Root, e.Message), e);
        }
    }

    /// <summary>Waits for the lock of a thing: of a domain by its UUID, or of all of them.</summary>
    public Task<DomainLock> LockAsync(string thing, string purpose, CancellationToken cancellation, TimeSpan? patience = null) =>
        DomainLock.TakeAsync(Path.Combine(Locks, thing), purpose, patience ?? Patience, cancellation);

    /// <summary>Takes the lock of a domain if nobody has it.</summary>
    public DomainLock? TryLock(Guid uuid, string purpose) => TryLock(uuid.ToString(), purpose);

    /// <summary>Takes the lock of a thing if nobody has it.</summary>
    public DomainLock? TryLock(string thing, string purpose) => DomainLock.TryTake(Path.Combine(Locks, thing), purpose);

    public string DefinitionFile(string name) => Path.Combine(Definitions, name + ".xml");

    public string LogFile(string name) => Path.Combine(Logs, name + ".log");

    public string RunFolder(Guid uuid) => Path.Combine(Runs, uuid.ToString());

    public static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OnlyOwner);
        }
    }
}
