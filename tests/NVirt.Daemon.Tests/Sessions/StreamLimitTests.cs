using System.Net.Sockets;
using NVirt.Rpc.Client;
using NVirt.Rpc.Frames;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Tests.Sessions;

/// <summary>Clients that open streams and never end them.</summary>
public sealed class StreamLimitTests(RunningDaemon daemon) : IClassFixture<RunningDaemon>
{
    private const int Most = 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_has_one_stream_for_each_serial_and_not_without_end()
    {
        Needs.Linux("the daemon's sockets are those of Linux");
        using TempFolder folder = new();
        folder.Write("pool/disk", "data");
        await using (RpcClient client = await WireClient.OpenAsync(daemon.Socket))
        {
            await client.CallAsync(RemoteProgram.StoragePoolCreateXML, new()
            {
                Xml = $"<pool type='dir'><name>streams</name><target><path>{folder.Root}/pool</path></target></pool>",
                Flags = 0,
            }, Cancellation);
        }

        StorageVolUploadArgs upload = new()
        {
            Vol = new() { Pool = "streams", Name = "disk", Key = $"{folder.Root}/pool/disk" },
            Offset = 0,
            Length = 0,
            Flags = 0,
        };
        using (Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(daemon.Socket), Cancellation);
            await using NetworkStream stream = new(socket, ownsSocket: false);
            using FrameReader reader = new(stream);
            FrameBuffer buffer = new();
            string uri = Environment.IsPrivilegedProcess ? "qemu:///system" : "qemu:///session";
            Assert.Equal(
                FrameStatus.Ok, await CallAsync(RemoteProgram.ConnectOpen.Number, 1, new ConnectOpenArgs { Name = uri, Flags = 0 }));
            Assert.Equal(FrameStatus.Ok, await UploadAsync(2));
            Assert.Equal(FrameStatus.Error, await UploadAsync(2));
            for (uint serial = 3; serial < 2 + Most; serial++)
            {
                Assert.Equal(FrameStatus.Ok, await UploadAsync(serial));
            }

            Assert.Equal(FrameStatus.Error, await UploadAsync(3 + Most));

            // One that is ended makes room, and it is the one that was opened.
            FrameHeader end = new(RemoteProgram.Number, 1, RemoteProgram.StorageVolUpload.Number, FrameType.Stream, 2, FrameStatus.Ok);
            await stream.WriteAsync(buffer.Frame(end, ReadOnlySpan<byte>.Empty), Cancellation);
            Assert.True(await reader.ReadAsync(Cancellation));
            Assert.Equal((2u, FrameType.Stream, FrameStatus.Ok), (reader.Header.Serial, reader.Header.Type, reader.Header.Status));
            Assert.Equal(FrameStatus.Ok, await UploadAsync(4 + Most));

            Task<FrameStatus> UploadAsync(uint serial) => CallAsync(RemoteProgram.StorageVolUpload.Number, serial, upload);

            async Task<FrameStatus> CallAsync<T>(int procedure, uint serial, T arguments)
                where T : IXdrWritable
            {
                FrameHeader call = new(RemoteProgram.Number, 1, procedure, FrameType.Call, serial, FrameStatus.Ok);
                await stream.WriteAsync(buffer.Frame(call, arguments), Cancellation);
                Assert.True(await reader.ReadAsync(Cancellation));
                Assert.Equal(serial, reader.Header.Serial);
                return reader.Header.Status;
            }
        }
    }
}
