using System.Net.Sockets;
using NVirt.Rpc.Frames;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Tests.Sessions;

/// <summary>Clients that send whatever they like: the daemon goes on serving the others.</summary>
public sealed class OddFrameTests(RunningDaemon daemon) : IClassFixture<RunningDaemon>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Random_bytes_and_random_arguments_end_nobody_elses_connection()
    {
        Needs.Linux("the daemon's sockets are those of Linux");
        Random random = new(RunSettings.Seed);
        using Socket witness = await ConnectAsync();
        FrameBuffer buffer = new();
        for (int i = 0; i < RunSettings.Times(300); i++)
        {
            using Socket odd = await ConnectAsync();
            byte[] payload = new byte[random.Next(200)];
            random.NextBytes(payload);
            FrameHeader header =
                new(RemoteProgram.Number, 1, random.Next(460), (FrameType)random.Next(8), (uint)i, (FrameStatus)random.Next(3));
            byte[] frame = random.Next(3) == 0 ? payload : buffer.Frame(header, payload).ToArray();
            await odd.SendAsync(frame.AsMemory(0, random.Next(4) == 0 ? random.Next(frame.Length + 1) : frame.Length), Cancellation);
            if (i % 20 == 0)
            {
                await AssertAnswersAsync(witness, (uint)i);
            }
        }

        await AssertAnswersAsync(witness, serial: 1_000_000);
    }

    [Fact]
    public async Task Hundreds_of_half_frames_hold_up_nobody()
    {
        Needs.Linux("the daemon's sockets are those of Linux");
        List<Socket> held = [];
        try
        {
            for (int i = 0; i < 300; i++)
            {
                Socket half = await ConnectAsync();
                held.Add(half);
                await half.SendAsync(Convert.FromHexString("02000004" + "20008086"), Cancellation);
            }

            using Socket witness = await ConnectAsync();
            await AssertAnswersAsync(witness, serial: 1);
        }
        finally
        {
            held.ForEach(s => s.Dispose());
        }
    }

    [Fact]
    public async Task A_client_that_reads_nothing_holds_up_nobody()
    {
        Needs.Linux("the daemon's sockets are those of Linux");
        using Socket deaf = await ConnectAsync();
        byte[] question = new FrameBuffer()
            .Frame(new FrameHeader(RemoteProgram.Number, 1, RemoteProgram.AuthList.Number, FrameType.Call, 1, FrameStatus.Ok),
            XdrNothing.Value)
            .ToArray();
        deaf.Blocking = false;
        for (int sent = 0; sent < 100_000; sent++)
        {
            try
            {
                deaf.Send(question);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
            {
                break;
            }
        }

        using Socket witness = await ConnectAsync();
        await AssertAnswersAsync(witness, serial: 1);
    }

    private async Task<Socket> ConnectAsync()
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(daemon.Socket), Cancellation);
        return socket;
    }

    private static async Task AssertAnswersAsync(Socket client, uint serial)
    {
        await using NetworkStream stream = new(client, ownsSocket: false);
        FrameHeader call = new(RemoteProgram.Number, 1, RemoteProgram.AuthList.Number, FrameType.Call, serial, FrameStatus.Ok);
        await stream.WriteAsync(new FrameBuffer().Frame(call, XdrNothing.Value), Cancellation);
        using FrameReader reader = new(stream);
        Assert.True(await reader.ReadAsync(Cancellation));
        Assert.Equal((serial, FrameStatus.Ok), (reader.Header.Serial, reader.Header.Status));
    }
}
