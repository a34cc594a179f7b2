using NVirt.Qemu.Guests;
using NVirt.Qemu.State;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Guests;

/// <summary>QEMU's output, which may be endless.</summary>
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
        Assert.Equal(GuestLog.KeptBytes, new FileInfo(_log.Path).Length);
        Assert.EndsWith("end", File.ReadAllText(_log.Path), StringComparison.Ordinal);
        File.AppendAllText(_log.Path, "more");
        Assert.EndsWith("endmore", File.ReadAllText(_log.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void The_words_of_a_start_are_told_also_if_they_were_cut()
    {
        _log.Prepare().Dispose();
        Assert.Equal(string.Empty, _log.Since());
        File.AppendAllText(_log.Path, new string('z', 9 << 20) + "why");
        _log.Cut();
        Assert.EndsWith("zzwhy", _log.Since(), StringComparison.Ordinal);
        File.AppendAllText(_log.Path, "later");
        Assert.EndsWith("whylater", _log.Since(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_is_long_is_put_aside_at_the_next_start()
    {
        File.WriteAllText(_log.Path, new string('z', (1 << 20) + 1));
        _log.Prepare().Dispose();
        Assert.Equal(0, new FileInfo(_log.Path).Length);
        Assert.Equal((1 << 20) + 1, new FileInfo(_log.Path + ".old").Length);
    }

    [Fact]
    public void Only_the_end_of_many_words_is_told()
    {
        _log.Prepare().Dispose();
        File.AppendAllText(_log.Path, new string('z', 5000) + "why");
        Assert.Equal(new string('z', 1997) + "why", _log.Since());
    }

    [Fact]
    public void A_log_that_is_not_long_stays_as_it_is()
    {
        File.WriteAllText(_log.Path, "words");
        _log.Cut();
        Assert.Equal("words", File.ReadAllText(_log.Path));
    }
}
