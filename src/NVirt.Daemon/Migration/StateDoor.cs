using System.Net;
using System.Net.Sockets;
using NVirt.Xml;

namespace NVirt.Daemon.Migration;

/// <summary>
/// Where the state of one guest comes in over the network. It takes one connection, hands its bytes to the emulator that waits for them,
/// and closes.
/// </summary>
internal sealed class StateDoor : IDisposable
{
    /// <summary>The ports that are tried, as libvirt's.</summary>
    private const int FirstPort = 49_152;
    private const int LastPort = 49_215;

    private const string UnixScheme = "unix:";

    private readonly Socket _listener;
    private readonly CancellationTokenSource _ending = new();

    private StateDoor(Socket listener) => _listener = listener;

    /// <summary>The port.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Opens a door.</summary>
    /// <param name="emulator">Where the emulator waits: <c>unix:</c> and a path.</param>
    /// <param name="port">The port that the client wants; 0 for one of those that are usual.</param>
    /// <exception cref="IOException">No port is free.</exception>
    public static StateDoor Open(string emulator, int port)
    {
        if (!emulator.StartsWith(UnixScheme, StringComparison.Ordinal))
        {
            throw new IOException(Text.Of(Messages.Migration_Address, emulator));
        }

        StateDoor door = new(
            port == 0 ? ListenAtUsual() : Listen(port) ?? throw new IOException(Text.Of(Messages.Migration_PortTaken, port)));
        _ = door.ServeAsync(new UnixDomainSocketEndPoint(emulator[UnixScheme.Length..]));
        return door;
    }

    public void Dispose()
    {
        _ending.Cancel();
        _listener.Dispose();
    }

    private static Socket ListenAtUsual()
    {
        for (int port = FirstPort; port <= LastPort; port++)
        {
            if (Listen(port) is { } socket)
            {
                return socket;
            }
        }

        throw new IOException(Text.Of(Messages.Migration_NoPort, FirstPort, LastPort));
    }

    private static Socket? Listen(int port)
    {
        // A socket of IPv6 takes both, but some hosts have only IPv4.
        bool isBoth = Socket.OSSupportsIPv6;
        Socket socket = new(isBoth ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (isBoth)
            {
                socket.DualMode = true;
            }

            socket.Bind(new IPEndPoint(isBoth ? IPAddress.IPv6Any : IPAddress.Any, port));
            socket.Listen(1);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    private async Task ServeAsync(UnixDomainSocketEndPoint emulator)
    {
        try
        {
            using Socket source = await _listener.AcceptAsync(_ending.Token);
            _listener.Dispose();
            using Socket target = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await target.ConnectAsync(emulator, _ending.Token);
            await using NetworkStream from = new(source);
            await using NetworkStream to = new(target);
            Task back = to.CopyToAsync(from, _ending.Token);
            await from.CopyToAsync(to, _ending.Token);
            target.Shutdown(SocketShutdown.Send);
            await back;
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The emulator notices that its stream ends early, and the migration fails.
        }
    }
}
