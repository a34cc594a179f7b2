using System.Net.Sockets;
using NVirt.Rpc.Client;
using NVirt.Rpc.Procedures;

namespace NVirt.Daemon.Tests;

/// <summary>A client that makes single calls, and may go at any moment.</summary>
internal static class WireClient
{
    /// <summary>Connects, and opens QEMU.</summary>
    public static async Task<RpcClient> OpenAsync(string path)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        RpcClient client = new(new NetworkStream(socket, ownsSocket: true));
        string uri = Environment.IsPrivilegedProcess ? "qemu:///system" : "qemu:///session";
        await client.CallAsync(RemoteProgram.ConnectOpen, new ConnectOpenArgs { Name = uri, Flags = 0 });
        return client;
    }
}
