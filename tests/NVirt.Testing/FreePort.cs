using System.Net;
using System.Net.Sockets;

namespace NVirt.Testing;

/// <summary>Ports of the loopback address.</summary>
internal static class FreePort
{
    /// <summary>One that nobody listens at now.</summary>
    public static int Find()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
