using System.Net.Sockets;
using NVirt.Remote;
using NVirt.Rpc.Client;
using NVirt.Rpc.Frames;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Tests.Clients;

/// <summary>A server that lets every client in, and then answers whatever a test wants.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Func<FrameHeader, NetworkStream, Task> _answer;
    private readonly Task _serving;

    /// <summary>Begins to serve.</summary>
    /// <param name="answer">Answers a call that is not a part of opening.</param>
    /// <param name="hasKeepalive">Whether it says that it knows signs of life.</param>
    /// <param name="isWaitedFor">Whether its answers may take as long as they like, on a machine that others want too.</param>
    public FakeServer(Func<FrameHeader, NetworkStream, Task> answer, bool hasKeepalive = false, bool isWaitedFor = false)
    {
        _answer = answer;
        string path = Path.Combine(_folder.Root, "s");
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        Driver = RemoteDriver.TryOpen($"qemu+unix:///system?socket={path}", new RpcClientOptions
        {
            AnswerPatience = isWaitedFor ? TimeSpan.FromMinutes(5) : TimeSpan.FromSeconds(hasKeepalive ? 60 : 1),
            KeepaliveInterval = TimeSpan.FromMilliseconds(50),
            KeepaliveCount = 3,
        })!;
        _serving = ServeAsync(hasKeepalive ? 1 : 0);
    }

    /// <summary>A driver that is its client.</summary>
    public RemoteDriver Driver { get; }

    /// <summary>A frame that answers a call.</summary>
    public static byte[] Reply(FrameHeader call, IXdrWritable result) =>
        new FrameBuffer().Frame(call with { Type = FrameType.Reply }, result).ToArray();

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await Driver.DisposeAsync();
        await _serving;
        _folder.Dispose();
    }

    private async Task ServeAsync(int keepalive)
    {
        try
        {
            while (true)
            {
                using Socket client = await _listener.AcceptAsync();
                await using NetworkStream stream = new(client);
                using FrameReader frames = new(stream);
                while (await frames.ReadAsync())
                {
                    FrameHeader call = frames.Header;
                    IXdrWritable? result = call.Procedure == RemoteProgram.AuthList.Number ? new AuthListResult { Types = [0] }
                        : call.Procedure == RemoteProgram.ConnectSupportsFeature.Number
                            ? new ConnectSupportsFeatureResult { Supported = keepalive }
                        : call.Procedure == RemoteProgram.ConnectOpen.Number ? XdrNothing.Value
                        : null;
                    if (call.Type != FrameType.Call)
                    {
                        continue;
                    }

                    await (result is null ? _answer(call, stream) : stream.WriteAsync(Reply(call, result)).AsTask());
                }
            }
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // The test has ended, or the client went.
        }
    }
}
