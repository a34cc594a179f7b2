using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace NVirt.Interop;

/// <summary>
/// The libvirt of this machine, behind one process for all tests: its embedded QEMU driver ("embed") and its test driver ("test").
/// Needs no daemon. Starts with the first question; the embedded driver then takes some seconds to look at QEMU.
/// </summary>
public sealed class Libvirt : IDisposable
{
    /// <summary>Where libvirt's packages put its CPU map.</summary>
    public const string MapFolder = "/usr/share/libvirt/cpu_map";

    private const string Python = "/usr/bin/python3";
    private const string Packages =
        "to compare with libvirt: apt-get install libnss-wrapper libvirt-daemon libvirt-daemon-driver-qemu python3-libvirt";

    private readonly Lock _lock = new();
    private readonly Lazy<CpuMap> _map = new(() => CpuMap.Load(MapFolder));
    private readonly TempFolder _root = new();
    private readonly StringBuilder _complaints = new();
    private Process? _process;
    private string? _missing;

    /// <summary>Both sides judge by this map: libvirt's.</summary>
    public CpuMap Map
    {
        get
        {
            if (!Directory.Exists(MapFolder))
            {
                Peer.Missing($"{MapFolder} is not there; {Packages}");
            }

            return _map.Value;
        }
    }

    /// <summary>Calls a method of python3-libvirt's connection class.</summary>
    internal LibvirtAnswer Ask(string connection, string method, params object[] arguments)
    {
        lock (_lock)
        {
            Start();
            _process!.StandardInput.WriteLine(JsonSerializer.Serialize<object[]>([connection, method, .. arguments]));
            return ReadAnswer() ?? throw new InvalidOperationException($"libvirt's client ended: {_complaints}");
        }
    }

    private LibvirtAnswer? ReadAnswer() =>
        _process!.StandardOutput.ReadLine() is { } line ? JsonSerializer.Deserialize<LibvirtAnswer>(line, JsonSerializerOptions.Web) : null;

    private void Start()
    {
        if (_process is not null)
        {
            return;
        }

        _missing ??= TryStart();
        if (_missing is not null)
        {
            Peer.Missing(_missing);
        }
    }

    // Why it did not start, or null.
    private string? TryStart()
    {
        string client = Path.Combine(Places.Root, "tests", "NVirt.Interop", "libvirt_client.py");
        ProcessStartInfo start = new(Python, [client, Path.Combine(_root.Root, "embed")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        LibvirtAccount.AddTo(start, _root);
        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            return $"{Python} can not be started: {e.Message}; {Packages}";
        }

        _process.ErrorDataReceived += (_, line) => _complaints.AppendLine(line.Data);
        _process.BeginErrorReadLine();
        if (ReadAnswer() is not null)
        {
            return null;
        }

        _process.WaitForExit();
        _process.Dispose();
        _process = null;
        return $"libvirt can not be asked; {Packages}\n{_complaints}";
    }

    public void Dispose()
    {
        if (_process is not null)
        {
            _process.StandardInput.Close();
            if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            {
                _process.Kill(entireProcessTree: true);
                _process.WaitForExit();
            }

            _process.Dispose();
        }

        _root.Dispose();
    }
}
