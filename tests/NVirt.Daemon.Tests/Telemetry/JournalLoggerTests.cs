using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using NVirt.Daemon.Logs;

namespace NVirt.Daemon.Tests.Telemetry;

public sealed class JournalLoggerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_value_of_a_message_is_a_field()
    {
        string entry = Send(log => log.Refused("/run/nvirt/nvirt-sock", 1000, 4711));
        Assert.Equal(
            "MESSAGE=refused a client at /run/nvirt/nvirt-sock: user 1000, process 4711\nPRIORITY=4\nSYSLOG_IDENTIFIER=nvirtd\n"
            + "NVIRT_EVENT=Refused\nNVIRT_SOCKET=/run/nvirt/nvirt-sock\nNVIRT_USER=1000\nNVIRT_PROCESS=4711\n",
            entry);
    }

    [Fact]
    public void A_value_with_lines_begins_no_field_of_its_own()
    {
        string entry = Send(log => log.Autostarted("a\nPRIORITY=0"));
        byte[] length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)"a\nPRIORITY=0".Length);
        Assert.Contains("NVIRT_DOMAIN\n" + Encoding.Latin1.GetString(length) + "a\nPRIORITY=0\n", entry, StringComparison.Ordinal);
        Assert.DoesNotContain("MESSAGE=", entry, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_without_end_is_cut() =>
        Assert.InRange(Send(log => log.Autostarted(new string('x', 1 << 20))).Length, 1, JournalEntry.MaxBytes);

    [Fact]
    public void A_journal_that_takes_nothing_is_not_waited_for()
    {
        string path = Path.Combine(_folder.Root, "full");
        using Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        using JournalLogger journal = JournalLogger.TryOpen(path)!;
        DaemonLog log = Log(journal);
        for (int i = 0; i < 10_000; i++)
        {
            log.Reloaded();
        }
    }

    [Fact]
    public void Where_there_is_no_journal_there_is_no_logger() =>
        Assert.Null(JournalLogger.TryOpen(Path.Combine(_folder.Root, "nothing")));

    [Theory]
    [InlineData("8:4711", "socket:[4711]", true)]
    [InlineData("8:4711", "socket:[4712]", false)]
    [InlineData("8:4711", "/dev/pts/0", false)]
    [InlineData("", "socket:[]", false)]
    [InlineData(null, "socket:[4711]", false)]
    [InlineData("8:4711", null, false)]
    public void It_is_for_the_journal_only_if_the_journal_reads_standard_error(string? variable, string? stream, bool expected) =>
        Assert.Equal(expected, JournalLogger.Reads(variable, stream));

    private static DaemonLog Log(ILoggerProvider provider) =>
        new(LoggerFactory.Create(b => b.AddProvider(provider)).CreateLogger<DaemonLog>());

    private string Send(Action<DaemonLog> say)
    {
        string path = Path.Combine(_folder.Root, "journal");
        using Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        using JournalLogger journal = JournalLogger.TryOpen(path)!;
        say(Log(journal));
        byte[] buffer = new byte[1 << 20];
        return Encoding.Latin1.GetString(buffer, 0, socket.Receive(buffer));
    }
}
