using System.Net.Sockets;
using NVirt.Daemon.Configuration;
using NVirt.Daemon.Logs;
using NVirt.Daemon.Sockets;
using NVirt.Qemu.State;

namespace NVirt.Daemon.Hosting;

/// <summary>The sockets of the daemon: those that systemd hands over, or those that it makes.</summary>
internal sealed class Listeners : IDisposable
{
    private const string Reading = "-ro";

    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly List<IClientListener> _all = [];
    private readonly Settings _settings;
    private readonly DaemonLog _log;

    private Listeners(Settings settings, DaemonLog log)
    {
        _settings = settings;
        _log = log;
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<IClientListener> All => _all;

    /// <summary>Begins to listen.</summary>
    /// <param name="settings">Who may connect.</param>
    /// <param name="folders">The folders of Unix sockets, and what sockets are called there.</param>
    /// <param name="log">Where it is told.</param>
    /// <exception cref="IOException">A socket cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">A socket may not be made there.</exception>
    /// <exception cref="ConfigurationException">A certificate cannot be used.</exception>
    /// <exception cref="NVirt.Domains.Driver.DomainException">Others could replace a socket.</exception>
    public static Listeners Open(Settings settings, IEnumerable<(string Folder, string Name)> folders, DaemonLog log)
    {
        Listeners listeners = new(settings, log);
        try
        {
            IReadOnlyList<Socket> taken = SystemdSockets.Take();
            if (taken.Count > 0)
            {
                listeners.Take(taken);
            }
            else
            {
                listeners.Make(folders);
            }

            return listeners;
        }
        catch
        {
            listeners.Dispose();
            throw;
        }
    }

    /// <summary>Applies what may have changed.</summary>
    public void Update()
    {
        foreach (UnixListener listener in _all.OfType<UnixListener>())
        {
            listener.Update();
        }
    }

    public void Dispose() => _all.ForEach(l => l.Dispose());

    private void Take(IReadOnlyList<Socket> sockets)
    {
        foreach (Socket socket in sockets)
        {
            if (socket.AddressFamily == AddressFamily.Unix)
            {
                bool isReadOnly = socket.LocalEndPoint?.ToString()?.EndsWith(Reading, StringComparison.Ordinal) == true;
                _all.Add(UnixListener.Take(socket, isReadOnly ? () => _settings.Readers : () => _settings.Writers, _log));
            }
            else if (_settings.Configuration.Tls is { } tls)
            {
                _all.Add(TlsListener.Take(socket, tls, _log));
            }
            else
            {
                socket.Dispose();
                throw new ConfigurationException(Messages.Tls_None);
            }
        }
    }

    private void Make(IEnumerable<(string Folder, string Name)> folders)
    {
        foreach ((string folder, string name) in folders)
        {
            MakeFolder(folder);
            OwnFolder.Require(folder);
            _all.Add(UnixListener.Listen(Path.Combine(folder, name), () => _settings.Writers, _log));
            if (_settings.Configuration.Readers != ReaderScope.Nobody)
            {
                _all.Add(UnixListener.Listen(Path.Combine(folder, name + Reading), () => _settings.Readers, _log));
            }
        }

        if (_settings.Configuration.Tls is { } tls)
        {
            _all.Add(TlsListener.Listen(tls, _log));
        }
    }

    // Others must be able to reach the socket that is for them.
    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, FolderMode);
        }
    }
}
