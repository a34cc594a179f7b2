using System.Net.Sockets;
using NVirt.Rpc.Frames;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Tests.Attacks;

/// <summary>A client that sends any payload, and looks closely at what comes back.</summary>
internal sealed class AttackClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FrameBuffer _buffer = new();
    private readonly NetworkStream _stream;
    private readonly FrameReader _frames;
    private uint _serial = 100;

    private AttackClient(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _frames = new FrameReader(_stream);
    }

    /// <summary>Connects, and opens a driver.</summary>
    public static async Task<AttackClient> OpenAsync(string path, string uri)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        AttackClient client = new(socket);
        string name = uri != "qemu" ? uri : Environment.IsPrivilegedProcess ? "qemu:///system" : "qemu:///session";
        ConnectOpenArgs open = new() { Name = name, Flags = 0 };
        Assert.Equal(FrameStatus.Ok, await client.CallAsync(RemoteProgram.Number, RemoteProgram.ConnectOpen.Number, open));
        return client;
    }

    /// <summary>Makes a call, and fails if the answer is not well-formed.</summary>
    /// <returns>Whether the connection can be used for the next call.</returns>
    public async Task<bool> TryAsync(TableCall call, ReadOnlyMemory<byte> payload)
    {
        FrameHeader header = new(call.Program, 1, call.Number, FrameType.Call, ++_serial, FrameStatus.Ok);
        await _stream.WriteAsync(_buffer.Frame(header, payload.Span));
        if (!await ReplyAsync())
        {
            Assert.True(call.Number == RemoteProgram.ConnectClose.Number, $"{call.Info.Name} closed the connection");
            return false;
        }

        if (_frames.Header.Status == FrameStatus.Ok)
        {
            call.CheckResult(_frames.Payload);
            return call.Info.Stream == StreamDirection.None && call.Number != RemoteProgram.ConnectClose.Number;
        }

        AssertError(call);
        return true;
    }

    /// <summary>Fails if the daemon does not answer in time.</summary>
    public async Task AssertAnswersAsync() => Assert.Equal(
        FrameStatus.Ok,
        await CallAsync(RemoteProgram.Number, RemoteProgram.AuthList.Number, XdrNothing.Value).WaitAsync(Patience));

    public void Dispose()
    {
        _stream.Dispose();
        _frames.Dispose();
    }

    private void AssertError(TableCall call)
    {
        Assert.Equal(FrameStatus.Error, _frames.Header.Status);
        XdrReader reader = new(_frames.Payload.Span);
        RemoteError error = RemoteError.Read(ref reader);
        Assert.Equal(0, reader.Left);
        Assert.True(error.Code > 0, call.Info.Name);
        Assert.InRange(error.Message?.Length ?? 0, 1, 20_000);
    }

    private async Task<FrameStatus> CallAsync(uint program, int procedure, IXdrWritable arguments)
    {
        FrameHeader header = new(program, 1, procedure, FrameType.Call, ++_serial, FrameStatus.Ok);
        await _stream.WriteAsync(_buffer.Frame(header, arguments));
        Assert.True(await ReplyAsync());
        return _frames.Header.Status;
    }

    // Events and signs of life come in between.
    private async Task<bool> ReplyAsync()
    {
        do
        {
            if (!await _frames.ReadAsync())
            {
                return false;
            }
        }
        while (_frames.Header.Type != FrameType.Reply || _frames.Header.Serial != _serial);

        return true;
    }
}
