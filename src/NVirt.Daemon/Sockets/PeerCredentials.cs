using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace NVirt.Daemon.Sockets;

/// <summary>Who is at the other end of a Unix socket, by the kernel's word when it connected.</summary>
/// <param name="Process">The process, as this namespace numbers it; 0 if it is not visible here.</param>
/// <param name="User">Its user.</param>
/// <param name="Groups">Its groups.</param>
internal sealed record PeerCredentials(int Process, uint User, uint[] Groups)
{
    private const int SocketLevel = 1;
    private const int PeerOption = 17;
    private const int PeerGroupsOption = 59;
    private const int MaxGroups = 65_536;

    /// <summary>Asks the kernel.</summary>
    /// <exception cref="SocketException">The socket is gone.</exception>
    public static PeerCredentials Of(Socket socket)
    {
        Span<byte> peer = stackalloc byte[3 * sizeof(int)];
        socket.GetRawSocketOption(SocketLevel, PeerOption, peer);
        ReadOnlySpan<int> facts = MemoryMarshal.Cast<byte, int>(peer);
        return new PeerCredentials(facts[0], (uint)facts[1], [(uint)facts[2], .. GroupsOf(socket)]);
    }

    private static uint[] GroupsOf(Socket socket)
    {
        byte[] groups = new byte[64 * sizeof(uint)];
        while (true)
        {
            try
            {
                int length = socket.GetRawSocketOption(SocketLevel, PeerGroupsOption, groups);
                return MemoryMarshal.Cast<byte, uint>(groups.AsSpan(0, length)).ToArray();
            }
            catch (SocketException) when (groups.Length < MaxGroups * sizeof(uint))
            {
                // There are more than have room, or an old kernel that does not say.
                groups = new byte[groups.Length * 4];
            }
            catch (SocketException)
            {
                return [];
            }
        }
    }
}
