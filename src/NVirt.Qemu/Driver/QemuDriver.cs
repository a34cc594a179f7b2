using NVirt.Cpu;
using NVirt.Domains;
using NVirt.Qemu.Cache;
using NVirt.Qemu.Guests;
using NVirt.Qemu.HostModels;
using NVirt.Qemu.Migration;
using NVirt.Qemu.State;

namespace NVirt.Qemu;

/// <summary>
/// QEMU on this machine, without a daemon: domains are kept in a folder, each guest is a QEMU process that outlives its starter, and every
/// process that uses the folder sees the same. Safe for use by several threads and processes, which may be killed at any moment.
/// </summary>
public sealed partial class QemuDriver : IDomainDriver
{
    private readonly StateFolder _folder;
    private readonly DefinitionStore _definitions;
    private readonly RunStore _runs;
    private readonly DomainFinder _finder;
    private readonly GuestStarter _starter;
    private readonly GuestRecovery _recovery;
    private readonly QemuCache _cache;
    private readonly CpuMap _map;
    private readonly QemuHost _host;
    private readonly PeerEmulators _emulators;

    /// <summary>Connects to the QEMU of this machine.</summary>
    /// <param name="options">Where domains are kept, and the like; <see langword="null"/> for the usual.</param>
    /// <exception cref="DomainException">The folder can not be made, or others own it or may write in it.</exception>
    public QemuDriver(QemuDriverOptions? options = null)
    {
        options ??= new QemuDriverOptions();
        _folder = new StateFolder(options.Root ?? StateFolder.Default);
        if (OperatingSystem.IsLinux())
        {
            _folder.Create();
        }

        _definitions = new DefinitionStore(_folder);
        _runs = new RunStore(_folder);
        _finder = new DomainFinder(_definitions, _runs);
        _starter = new GuestStarter(_folder, _runs);
        _recovery = new GuestRecovery(_folder, _runs, _starter);
        _cache = new QemuCache(options.CacheFolder);
        _map = options.Map ?? CpuMap.Default;
        _host = QemuHost.ThisMachine(_map);
        _emulators = new PeerEmulators(options.PeerEmulators ?? PeerEmulators.OfVariable);
    }

    /// <summary>The folder in which domains are kept.</summary>
    public string Root => _folder.Root;

    /// <inheritdoc/>
    public Uri Uri => new($"qemu:///{(_folder.Root == StateFolder.Default ? string.Empty : "?root=" + Uri.EscapeDataString(_folder.Root))}");

    /// <inheritdoc/>
    public DomainOperations Operations => DomainOperations.All;

    /// <summary>Nothing is held open: guests go on.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
