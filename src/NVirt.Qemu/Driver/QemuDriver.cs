using NVirt.Cpu;
using NVirt.Domains.Driver;
using NVirt.Qemu.Cache;
using NVirt.Qemu.Confinement;
using NVirt.Qemu.Guests;
using NVirt.Qemu.HostModels;
using NVirt.Qemu.Migration;
using NVirt.Qemu.State;
using NVirt.Qemu.Storage;
using NVirt.Xml;

namespace NVirt.Qemu.Driver;

/// <summary>
/// QEMU on this machine, without a daemon: domains are saved in a folder, each guest is a QEMU process that outlives its starter, and all
/// processes that use the folder see the same state. Safe for use by several threads and processes, which may be killed at any moment.
/// </summary>
public sealed partial class QemuDriver : IDomainDriver
{
    private readonly StateFolder _folder;
    private readonly DefinitionStore _definitions;
    private readonly RunStore _runs;
    private readonly DomainFinder _finder;
    private readonly GuestStarter _starter;
    private readonly GuestRecovery _recovery;
    private readonly GuestEnds _ends;
    private readonly GuestLeashes _leashes = new();
    private readonly QemuCache _cache;
    private readonly CpuMap _map;
    private readonly QemuHost _host;
    private readonly PeerEmulators? _emulators;
    private readonly Lazy<FolderStorage> _storage;
    private readonly bool _fillsDefinitions;

    /// <summary>Connects to the QEMU of this machine.</summary>
    /// <param name="options">Where domains are saved, and other settings; <see langword="null"/> for the defaults.</param>
    /// <exception cref="DomainException">The folder cannot be created, or others own it or may write to it.</exception>
    public QemuDriver(QemuDriverOptions? options = null)
    {
        options ??= new QemuDriverOptions();
        _folder = new StateFolder(options.Root ?? StateFolder.Default);
        if (OperatingSystem.IsLinux())
        {
            _folder.Create();
        }

        _definitions = new DefinitionStore(_folder, options.IsLongLived);
        _runs = new RunStore(_folder, options.IsLongLived);
        _finder = new DomainFinder(_definitions, _runs);
        _starter = new GuestStarter(_folder, _runs);
        _ends = new GuestEnds(_runs);
        _recovery = new GuestRecovery(_folder, _runs, _starter, _ends);
        _storage = new(() => new FolderStorage(new PoolStore(_folder)));
        CacheFacts facts = options.IsLongLived ? new() { HostPatience = TimeSpan.FromSeconds(1) } : new();
        _cache = new QemuCache(options.CacheFolder, facts) { Root = _folder.Root };
        _map = options.Map ?? CpuMap.Default;
        _host = QemuHost.ThisMachine(_map);
        _fillsDefinitions = options.FillsDefinitions;
        if (options.IsLongLived)
        {
            _ = ContinueRebootsAsync();
        }

        _emulators = options.AllowsAnyEmulator ? null : new PeerEmulators(options.PeerEmulators ?? PeerEmulators.OfVariable);
    }

    /// <summary>
    /// The folder in which domains are saved if none is named: <c>/var/lib/nvirt</c> for root, <c>~/.local/state/nvirt</c> for others.
    /// </summary>
    public static string UsualRoot => StateFolder.Default;

    /// <summary>The folder in which domains are saved.</summary>
    public string Root => _folder.Root;

    /// <inheritdoc/>
    public Uri Uri =>
        new($"qemu:///{(_folder.Root == StateFolder.Default ? string.Empty : RootOf(_folder.Root))}");

    /// <inheritdoc/>
    public DomainOperations Operations => DomainOperations.All;

    /// <summary>Checks what is configured for guests: <c>guests.json</c> in the folder of domains, or else in <c>/etc/nvirt</c>.</summary>
    /// <param name="root">The folder of domains; <see langword="null"/> for the default.</param>
    /// <returns>Warnings, in the user's language.</returns>
    /// <exception cref="DomainException">It cannot be read, or names a user that does not exist.</exception>
    public static IReadOnlyList<string> CheckGuestSettings(string? root = null)
    {
        GuestSettings settings = GuestSettings.Read(root ?? StateFolder.Default);
        return !Environment.IsPrivilegedProcess || GuestUser.Of(settings) is not null ? []
            : [Text.Of(Messages.Confine_AsRoot, GuestUser.Usual, settings.File ?? GuestSettings.UsualFile)];
    }

    /// <summary>Ends the guests that were started to end with it; all others continue.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        foreach (Guid uuid in _leashes.Living())
        {
            try
            {
                await DestroyAsync(uuid);
            }
            catch (DomainException)
            {
                // It has already ended, or ends with its leash.
            }
        }

        _leashes.Dispose();
        _definitions.Dispose();
        _runs.Dispose();
        if (_storage.IsValueCreated)
        {
            _storage.Value.Dispose();
        }
    }

    private static string RootOf(string folder) =>
        "?root=" + Uri.EscapeDataString(folder).Replace("%2F", "/", StringComparison.Ordinal);
}
