using System.Globalization;
using System.Net.Sockets;
using NVirt.Daemon.Logs;
using NVirt.Xml;

namespace NVirt.Daemon.Sockets;

/// <summary>A socket of the file system that clients connect to.</summary>
internal sealed class UnixListener : IClientListener
{
    private const int Backlog = 1024;

    private readonly Socket _socket;
    private readonly Func<SocketAccess> _access;
    private readonly DaemonLog _log;
    private readonly bool _isOwn;

    private UnixListener(Socket socket, string path, Func<SocketAccess> access, DaemonLog log, bool isOwn)
    {
        _socket = socket;
        _access = access;
        _log = log;
        _isOwn = isOwn;
        Name = path;
    }

    /// <summary>Its path.</summary>
    public string Name { get; }

    /// <summary>Begins to listen. A socket that nobody listens at any more gives way.</summary>
    /// <param name="path">The socket's path.</param>
    /// <param name="access">Who may connect, now.</param>
    /// <param name="log">Where refused clients are told.</param>
    /// <exception cref="IOException">Somebody listens there, or the socket cannot be made.</exception>
    public static UnixListener Listen(string path, Func<SocketAccess> access, DaemonLog log)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            Free(path);
            socket.Bind(new UnixDomainSocketEndPoint(path));
            SetAccess(path, access());
            socket.Listen(Backlog);
            return new UnixListener(socket, path, access, log, isOwn: true);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException(Text.Of(Messages.Socket_NotMade, path, e.Message), e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Takes over a socket that the system listens at for this daemon.</summary>
    public static UnixListener Take(Socket socket, Func<SocketAccess> access, DaemonLog log) =>
        new(socket, socket.LocalEndPoint?.ToString() ?? "?", access, log, isOwn: false);

    /// <inheritdoc/>
    public async Task<IncomingClient> AcceptAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Socket client = await _socket.AcceptAsync(cancellation);
            SocketAccess access = _access();
            try
            {
                PeerCredentials peer = PeerCredentials.Of(client);
                if (access.Allows(peer))
                {
                    string name = string.Create(CultureInfo.InvariantCulture, $"uid {peer.User}, pid {peer.Process}");
                    NetworkStream stream = new(client, ownsSocket: true);
                    return new IncomingClient(name, access.IsReadOnly, IsAuthenticated: true, _ => Task.FromResult<Stream?>(stream))
                    {
                        Socket = stream,
                    };
                }

                _log.Refused(Name, peer.User, peer.Process);
            }
            catch (SocketException)
            {
                // It is gone already.
            }

            client.Dispose();
        }
    }

    /// <summary>Applies what may have changed.</summary>
    public void Update()
    {
        if (_isOwn)
        {
            SetAccess(Name, _access());
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        if (_isOwn)
        {
            File.Delete(Name);
        }
    }

    private static void SetAccess(string path, SocketAccess access)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        if (access.Group is { } group)
        {
            FileGroup.Give(path, group);
        }

        File.SetUnixFileMode(path, access.Mode);
    }

    private static void Free(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
            return;
        }

        throw new IOException(Text.Of(Messages.Socket_Taken, path));
    }
}
