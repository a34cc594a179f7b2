using NVirt.Qemu.Guests;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Tests.Guests;

/// <summary>What QEMU writes, which may be without end.</summary>
public sealed class GuestLogTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly PrivateFolder _logs;
    private readonly GuestLog _log;

    public GuestLogTests()
    {
        _logs = PrivateFolder.Open(Path.Combine(_temp.Root, "log"));
        _log = new GuestLog(_logs, "small");
    }

    public void Dispose()
    {
        _logs.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public void The_words_of_a_start_are_told_and_taken_out_again()
    {
        File.WriteAllText(_log.Path, "before\n");
        _log.Prepare().Dispose();
        File.AppendAllText(_log.Path, "now\n");
        Assert.Equal("now", _log.Since());
        _log.Forget();
        Assert.Equal("before\n", File.ReadAllText(_log.Path));
    }

    [Fact]
    public void A_log_that_is_too_long_while_the_guest_runs_is_cut_and_its_end_kept()
    {
        _log.Prepare().Dispose();
        using FileStream writer = new(_log.Path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        writer.Write(new byte[9 << 20]);
        writer.Write("end"u8);
        writer.Flush();
        _log.Cut();
        Assert.Equal(0, new FileInfo(_log.Path).Length);
        Assert.Equal(1 << 20, new FileInfo(_log.Path + ".old").Length);
        Assert.EndsWith("end", File.ReadAllText(_log.Path + ".old"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_is_not_long_stays_as_it_is()
    {
        File.WriteAllText(_log.Path, "words");
        _log.Cut();
        Assert.Equal("words", File.ReadAllText(_log.Path));
    }
}
