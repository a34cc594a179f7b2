using System.Net.Sockets;
using NVirt.Rpc.Frames;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Tests.Attacks;

/// <summary>Very many clients, and clients that send much: the daemon's memory is bounded, and others are served.</summary>
public sealed class ConnectionAttackTests : IDisposable
{
    private const int MostClients = 5000;
    private const int Spared = 500;
    private const long MiB = 1024 * 1024;

    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task As_many_clients_as_are_allowed_are_served_and_one_more_is_let_go()
    {
        Needs.Linux("the daemon's sockets are those of Linux");
        int most = int.Parse(Virsh.Run("sh", "-c", "ulimit -Hn").Said.Replace("unlimited", "1048576", StringComparison.Ordinal),
            System.Globalization.CultureInfo.InvariantCulture);
        Needs.Hardware(most >= MostClients + Spared, $"a process may only open {most} files");
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(_folder.Root);
        long before = daemon.ResidentBytes;
        List<Socket> clients = [];
        try
        {
            for (int i = 0; i < MostClients; i++)
            {
                clients.Add(await ConnectAsync(daemon));
            }

            // The probes of the start are gone by now, or they have taken a place or two.
            int served = 0;
            foreach (Socket client in clients)
            {
                served += await AnswersAsync(client) ? 1 : 0;
            }

            Assert.InRange(served, MostClients - 5, MostClients);
            using (Socket late = await ConnectAsync(daemon))
            {
                Assert.False(await AnswersAsync(late));
            }

            Assert.InRange(daemon.ResidentBytes - before, 0, 500 * MiB);
        }
        finally
        {
            clients.ForEach(c => c.Dispose());
        }

        await AssertServesAsync(daemon);
    }

    [Fact]
    public async Task Large_frames_that_do_not_come_to_their_end_take_bounded_memory()
    {
        Needs.Linux("the daemon's sockets are those of Linux");
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(_folder.Root);
        byte[] half = new byte[6 * MiB];
        Convert.FromHexString("01FFFFFF" + "2000808600000001").CopyTo(half, 0);
        List<Socket> clients = [];
        try
        {
            for (int i = 0; i < 200; i++)
            {
                Socket client = await ConnectAsync(daemon);
                clients.Add(client);
                await TrySendAsync(client, half);
            }

            Assert.InRange(daemon.ResidentBytes, 1, 900 * MiB);
            await AssertServesAsync(daemon);
        }
        finally
        {
            clients.ForEach(c => c.Dispose());
        }
    }

    [Fact]
    public async Task Floods_of_calls_whose_answers_nobody_reads_take_bounded_memory()
    {
        Needs.Linux("the daemon's sockets are those of Linux");
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(_folder.Root);
        byte[] question = Call(RemoteProgram.ConnectGetCPUModelNames.Number,
            new ConnectGetCPUModelNamesArgs { Arch = "x86_64", NeedResults = 1, Flags = 0 });
        byte[] open = Call(RemoteProgram.ConnectOpen.Number, new ConnectOpenArgs { Name = "test:///default", Flags = 0 });
        List<Socket> clients = [];
        try
        {
            for (int i = 0; i < 100; i++)
            {
                Socket client = await ConnectAsync(daemon);
                clients.Add(client);
                await client.SendAsync(open, Cancellation);
                client.Blocking = false;
                Flood(client, question);
            }

            // Again, now that the daemon had time to take what fits: nothing more is read while nobody reads.
            await AssertServesAsync(daemon);
            clients.ForEach(c => Flood(c, question));
            Assert.InRange(daemon.ResidentBytes, 1, 500 * MiB);
            await AssertServesAsync(daemon);
        }
        finally
        {
            clients.ForEach(c => c.Dispose());
        }
    }

    private static void Flood(Socket client, byte[] question)
    {
        try
        {
            for (int sent = 0; sent < 20_000; sent++)
            {
                client.Send(question);
            }
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
        {
            // The daemon takes no more.
        }
    }

    private static async Task TrySendAsync(Socket client, byte[] bytes)
    {
        try
        {
            await client.SendAsync(bytes, Cancellation);
        }
        catch (SocketException)
        {
            // It was let go.
        }
    }

    private static async Task AssertServesAsync(DaemonProcess daemon)
    {
        // Those that are gone are still being let go.
        for (int i = 0; i < 600; i++)
        {
            using Socket client = await ConnectAsync(daemon);
            if (await AnswersAsync(client))
            {
                return;
            }

            await Task.Delay(100, Cancellation);
        }

        Assert.Fail("nobody is served any more");
    }

    private static async Task<bool> AnswersAsync(Socket client)
    {
        try
        {
            await client.SendAsync(Call(RemoteProgram.AuthList.Number, XdrNothing.Value), Cancellation);
            await using NetworkStream stream = new(client, ownsSocket: false);
            using FrameReader reader = new(stream);
            return await reader.ReadAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation)
                && reader.Header.Status == FrameStatus.Ok;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }

    private static byte[] Call(int procedure, IXdrWritable arguments) => new FrameBuffer()
        .Frame(new FrameHeader(RemoteProgram.Number, 1, procedure, FrameType.Call, 1, FrameStatus.Ok), arguments).ToArray();

    // So many wait to be taken that the kernel says no to more of them, for a moment.
    private static async Task<Socket> ConnectAsync(DaemonProcess daemon)
    {
        for (int left = 600; ; left--)
        {
            Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(daemon.Socket), Cancellation);
                return socket;
            }
            catch (SocketException) when (left > 0)
            {
                socket.Dispose();
                await Task.Delay(50, Cancellation);
            }
        }
    }
}
