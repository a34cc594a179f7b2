using System.Net.Sockets;
using System.Runtime.InteropServices;
using NVirt.Domains.Driver;
using NVirt.Xml;

namespace NVirt.Remote.Transports;

/// <summary>A daemon's socket on this machine: the one that is named, or else nvirtd's, or else libvirt's.</summary>
internal static partial class UnixTransport
{
    private const int SocketLevel = 1;
    private const int PeerOption = 17;

    /// <summary>Where daemons are looked for, in this order.</summary>
    public static IReadOnlyList<string> PlacesOf(RemoteAddress address)
    {
        string folder = !address.IsSession ? "/run"
            : Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } own ? own : Path.GetTempPath();
        string[] divided = address.Driver is "qemu" or "xen" ? [$"libvirt/virt{address.Driver}d-sock"] : [];
        string[] places = ["nvirt/nvirt-sock", .. divided, "libvirt/libvirt-sock"];
        return [.. places.Select(p => Path.Combine(folder, p))];
    }

    /// <summary>Connects.</summary>
    /// <exception cref="DomainException">Nobody listens there (no connection), or this user may not (access denied).</exception>
    public static async Task<Stream> ConnectAsync(RemoteAddress address, CancellationToken cancellation)
    {
        IReadOnlyList<string> places = address.Socket is { } named ? [named] : PlacesOf(address);
        foreach (string place in places)
        {
            if (await TryConnectAsync(place, cancellation).ConfigureAwait(false) is not { } socket)
            {
                continue;
            }

            // Whoever may write to a folder of everybody's could have put a socket there.
            if ((address.Socket is null || address.IsOfOthersChoice) && PeerOf(socket) is { } peer && peer != 0 && peer != UserId())
            {
                socket.Dispose();
                throw new DomainException(DomainErrorKind.AccessDenied, Text.Of(Messages.Unix_Stranger, place, peer));
            }

            return new NetworkStream(socket, ownsSocket: true);
        }

        throw new DomainException(DomainErrorKind.NoConnection, Text.Of(Messages.Unix_Nobody, string.Join(", ", places)));
    }

    // Of a place where nobody listens, nothing.
    private static async Task<Socket?> TryConnectAsync(string path, CancellationToken cancellation)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation).ConfigureAwait(false);
            return socket;
        }
        catch (SocketException e)
            when (e.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.ConnectionRefused or SocketError.SocketError)
        {
            socket.Dispose();
            return null;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            DomainErrorKind kind =
                e.SocketErrorCode == SocketError.AccessDenied ? DomainErrorKind.AccessDenied : DomainErrorKind.NoConnection;
            throw new DomainException(kind, Text.Of(Messages.Unix_Refused, path, e.Message), e);
        }
        catch (ArgumentException e)
        {
            socket.Dispose();
            throw new DomainException(DomainErrorKind.InvalidArgument, Text.Of(Messages.Unix_Refused, path, e.Message), e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static uint? PeerOf(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        Span<byte> peer = stackalloc byte[3 * sizeof(int)];
        socket.GetRawSocketOption(SocketLevel, PeerOption, peer);
        return (uint)MemoryMarshal.Cast<byte, int>(peer)[1];
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint UserId();
}
