using Microsoft.Win32.SafeHandles;
using NVirt.Xml;

namespace NVirt.Cpu.Probe.Linux;

/// <summary>A device that is opened when it is first needed.</summary>
internal sealed class DeviceFile(string path, FileAccess access) : IDisposable
{
    private SafeFileHandle? _handle;
    private bool _wasTried;

    /// <summary>Why it could not be opened or read.</summary>
    public string? Failure { get; set; }

    /// <summary>The open device, or <see langword="null"/>.</summary>
    public SafeFileHandle? Open()
    {
        if (!_wasTried)
        {
            _wasTried = true;
            Failure = ProbeFiles.Try(() => _handle = PlainFile.OpenWithoutWaiting(path, access));
        }

        return _handle;
    }

    /// <summary>The result of using it.</summary>
    public ProbeSource Describe(ProbeSourceKind kind) =>
        _wasTried ? ProbeSource.Of(kind, path, Failure) : new ProbeSource(kind, path, ProbeSourceState.NotNeeded);

    /// <inheritdoc/>
    public void Dispose() => _handle?.Dispose();
}
