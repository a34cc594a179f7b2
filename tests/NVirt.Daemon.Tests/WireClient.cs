using System.Net.Sockets;
using NVirt.Rpc.Frames;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Tests;

/// <summary>A client that makes single calls, and may go at any moment.</summary>
internal sealed class WireClient : IDisposable
{
    private readonly FrameBuffer _buffer = new();
    private readonly NetworkStream _stream;
    private readonly FrameReader _frames;
    private uint _serial;

    private WireClient(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _frames = new FrameReader(_stream);
    }

    /// <summary>Connects, and opens QEMU.</summary>
    public static async Task<WireClient> OpenAsync(string path)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        WireClient client = new(socket);
        string uri = Environment.IsPrivilegedProcess ? "qemu:///system" : "qemu:///session";
        await client.CallAsync(RemoteProgram.ConnectOpen, new ConnectOpenArgs { Name = uri, Flags = 0 });
        return client;
    }

    /// <summary>Makes a call that must succeed.</summary>
    public async Task<TResult> CallAsync<TArgs, TResult>(Procedure<TArgs, TResult> procedure, TArgs arguments)
        where TArgs : IXdrValue<TArgs>
        where TResult : IXdrValue<TResult>
    {
        FrameHeader header = new(procedure.Program, 1, procedure.Number, FrameType.Call, ++_serial, FrameStatus.Ok);
        await _stream.WriteAsync(_buffer.Frame(header, arguments));
        Assert.True(await _frames.ReadAsync());
        Assert.Equal(FrameStatus.Ok, _frames.Header.Status);
        XdrReader reader = new(_frames.Payload.Span);
        return TResult.Read(ref reader);
    }

    public void Dispose()
    {
        _stream.Dispose();
        _frames.Dispose();
    }
}
