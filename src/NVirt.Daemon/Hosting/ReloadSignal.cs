using System.Runtime.InteropServices;
using NVirt.Daemon.Configuration;
using NVirt.Daemon.Logs;

namespace NVirt.Daemon.Hosting;

/// <summary>
/// Reads the configuration again on SIGHUP. Without this, the signal would end the daemon, so it exists before any socket.
/// </summary>
internal sealed class ReloadSignal : IDisposable
{
    private readonly Settings _settings;
    private readonly DaemonLog _log;
    private readonly PosixSignalRegistration? _signal;

    public ReloadSignal(Settings settings, DaemonLog log)
    {
        _settings = settings;
        _log = log;
        _signal = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, Reload);
    }

    /// <summary>Happens after the configuration was read again.</summary>
    public event EventHandler? Reloaded;

    public void Dispose() => _signal?.Dispose();

    private void Reload(PosixSignalContext signal)
    {
        signal.Cancel = true;
        try
        {
            _settings.Reload();
            Reloaded?.Invoke(this, EventArgs.Empty);
            _log.Reloaded();
        }
        catch (Exception e) when (e is ConfigurationException or IOException or UnauthorizedAccessException)
        {
            _log.NotReloaded(e.Message);
        }
    }
}
