using System.Net;
using System.Net.Sockets;

namespace NVirt.Fleet.Server.Tests.Support;

/// <summary>A network that drops halfway: every connection is cut after some bytes, in either direction.</summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Random _random;
    private readonly int _to;

    public CuttingProxy(int to, int seed)
    {
        _to = to;
        _random = new Random(seed);
        _listener.Start();
        _ = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);

                // Half of them come through.
                _ = PassAsync(client, _random.Next(2) == 0 ? int.MaxValue : _random.Next(1, 6000));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(TcpClient client, int bytes)
    {
        using (client)
        {
            try
            {
                using TcpClient server = new();
                await server.ConnectAsync(IPAddress.Loopback, _to, _end.Token);
                int left = bytes;
                Task up = CopyAsync(client.GetStream(), server.GetStream());
                Task down = CopyAsync(server.GetStream(), client.GetStream());
                await Task.WhenAny(up, down);

                async Task CopyAsync(NetworkStream from, NetworkStream to)
                {
                    byte[] buffer = new byte[512];
                    for (int read; (read = await from.ReadAsync(buffer, _end.Token)) > 0;)
                    {
                        int rest = Interlocked.Add(ref left, -read);
                        await to.WriteAsync(buffer.AsMemory(0, rest < 0 ? Math.Max(0, read + rest) : read), _end.Token);
                        if (rest < 0)
                        {
                            return;
                        }
                    }
                }
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // That is what it is for.
            }
        }
    }
}
