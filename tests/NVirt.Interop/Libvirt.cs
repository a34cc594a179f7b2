using NVirt.Cpu;
using NVirt.Testing;

namespace NVirt.Interop;

/// <summary>
/// This machine's libvirt, behind one process for all tests. Needs no daemon. Starts with the first query; the embedded driver
/// then takes a few seconds to probe QEMU.
/// </summary>
public sealed class Libvirt : IDisposable
{
    /// <summary>Where libvirt's packages put its CPU map.</summary>
    public const string MapFolder = "/usr/share/libvirt/cpu_map";

    private const string Packages =
        "to compare with libvirt: apt-get install libnss-wrapper libvirt-daemon libvirt-daemon-driver-qemu python3-libvirt";

    private readonly Lock _lock = new();
    private readonly Lazy<CpuMap> _map = new(() => CpuMap.Load(MapFolder));
    private readonly TempFolder _root = new();
    private LibvirtProcess? _process;
    private string? _missing;

    /// <summary>Both sides use this map: libvirt's.</summary>
    public CpuMap Map
    {
        get
        {
            Needs.Package(Directory.Exists(MapFolder), $"{MapFolder} is not there; {Packages}");
            return _map.Value;
        }
    }

    /// <summary>Its version, as a million for each major one and a thousand for each minor one.</summary>
    internal int Version
    {
        get
        {
            lock (_lock)
            {
                return Started().Version;
            }
        }
    }

    /// <summary>
    /// Calls a method of python3-libvirt's connection class, for the embedded driver ("embed") or the test driver ("test").
    /// </summary>
    internal LibvirtAnswer Ask(string connection, string method, params object[] arguments)
    {
        lock (_lock)
        {
            return Started().Ask(connection, method, arguments);
        }
    }

    private LibvirtProcess Started()
    {
        if (_process is null && _missing is null)
        {
            _process = LibvirtProcess.TryStart(_root, out _missing);
        }

        Needs.Package(_missing is null, $"{_missing}; {Packages}");
        return _process!;
    }

    public void Dispose()
    {
        _process?.Dispose();
        _root.Dispose();
    }
}
