using System.Text;
using NVirt.Domains.Driver;
using NVirt.Qemu.Guests;
using NVirt.Qemu.State;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Guests;

/// <summary>QEMU's event log, which may contain anything.</summary>
public sealed class JournalReaderTests : IDisposable
{
    private const string Stop = """{"event":"STOP","timestamp":{"seconds":1,"microseconds":1}}""";

    private readonly TempFolder _temp = new();
    private readonly PrivateFolder _folder;

    public JournalReaderTests()
    {
        _folder = PrivateFolder.Open(Path.Combine(_temp.Root, "run"));
        GuestJournal.Make(_folder);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _temp.Dispose();
    }

    [Theory]
    [InlineData("""{"event":"RESET","timestamp":5}""", 2, 0)]
    [InlineData("""{"event":"RESET","timestamp":{"seconds":"x","microseconds":1}}""", 2, 0)]
    [InlineData("""{"event":"RESET","timestamp":{"seconds":99999999999999,"microseconds":1}}""", 2, 0)]
    [InlineData("""{"event":"RESET","timestamp":{"seconds":1e400,"microseconds":1}}""", 2, 0)]
    [InlineData("""{"event":"RESET","timestamp":{"seconds":-1,"microseconds":99999999999}}""", 2, 0)]
    [InlineData("""{"event":"SHUTDOWN","data":{"reason":"\ud800"}}""", 1, 1)]
    [InlineData("""{"event":"MIGRATION","data":{"status":"\udfff"}}""", 1, 1)]
    [InlineData("""{"event":"\ud800"}""", 1, 1)]
    [InlineData("""{"event":7}""", 1, 1)]
    [InlineData("[1]", 1, 1)]
    [InlineData("null", 1, 1)]
    [InlineData("{", 1, 1)]
    [InlineData("""{"return":{},"id":0}""", 1, 0)]
    [InlineData("", 1, 0)]
    public void An_odd_line_is_skipped_and_counted(string line, int events, int skipped)
    {
        using JournalReader reader = JournalReader.Open(_folder, isFromNow: false)!;
        Append(line + "\n" + Stop + "\n");
        Assert.Equal(events, reader.ReadNew().Count());
        Assert.Equal(skipped, reader.Skipped);
    }

    [Fact]
    public void A_line_that_is_no_text_is_skipped_and_counted()
    {
        using JournalReader reader = JournalReader.Open(_folder, isFromNow: false)!;
        File.WriteAllBytes(
            _folder.PathOf(GuestFolder.JournalOutFile),
                [.. "{\"event\":\"RESET\",\"data\":{\"x\":\""u8, 0xff, .. "\"}}\n"u8, .. Encoding.ASCII.GetBytes(Stop + "\n")]);
        Assert.Equal("STOP", Assert.Single(reader.ReadNew()).Name);
        Assert.Equal(1, reader.Skipped);
    }

    [Fact]
    public void A_line_that_is_too_long_is_skipped_and_the_next_one_read()
    {
        using JournalReader reader = JournalReader.Open(_folder, isFromNow: false)!;
        Append(new string('x', 200_000) + "\n" + Stop + "\n");
        Assert.Equal("STOP", Assert.Single(reader.ReadNew()).Name);
        Assert.Equal(1, reader.Skipped);
    }

    [Fact]
    public void An_event_that_is_longer_than_any_known_one_is_skipped()
    {
        using JournalReader reader = JournalReader.Open(_folder, isFromNow: false)!;
        Append("{\"event\":\"RESET\",\"data\":{\"x\":\"" + new string('x', 100_000) + "\"}}" + "\n" + Stop + "\n");
        Assert.Equal("STOP", Assert.Single(reader.ReadNew()).Name);
        Assert.Equal(1, reader.Skipped);
    }

    [Fact]
    public void A_line_that_is_not_finished_is_read_when_it_is()
    {
        using JournalReader reader = JournalReader.Open(_folder, isFromNow: false)!;
        Append(Stop[..10]);
        Assert.Empty(reader.ReadNew());
        Append(Stop[10..] + "\n");
        Assert.Single(reader.ReadNew());
        Assert.Equal(0, reader.Skipped);
    }

    [Fact]
    public void What_was_there_before_is_passed_over_also_within_a_line()
    {
        Append(Stop + "\n" + Stop[..10]);
        using JournalReader reader = JournalReader.Open(_folder, isFromNow: true)!;
        Append(Stop[10..] + "\n" + Stop + "\n");
        Assert.Single(reader.ReadNew());
        Assert.Equal(0, reader.Skipped);
    }

    [Fact]
    public void Who_is_far_behind_goes_on_near_the_end_and_reads_a_bounded_part_at_once()
    {
        using JournalReader reader = JournalReader.Open(_folder, isFromNow: false)!;
        Append(string.Concat(Enumerable.Repeat(Stop + "\n", 200_000)));
        int first = reader.ReadNew().Count();
        Assert.InRange(first * (Stop.Length + 1), 1, (256 * 1024) + 4096);
        Assert.True(reader.IsBehind);
        Assert.Equal(1, reader.Skipped);
        int all = first;
        for (int beat = 0; beat < 10; beat++)
        {
            all += reader.ReadNew().Count();
        }

        Assert.InRange(all, 1, 20_000);
        Append(Stop + "\n");
        Assert.Single(reader.ReadNew());
    }

    [Fact]
    public void A_journal_that_has_become_long_gives_back_space_and_stays_where_its_writer_and_readers_are()
    {
        using FileStream writer = new(_folder.PathOf(GuestFolder.JournalOutFile), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        using JournalReader reader = JournalReader.Open(_folder, isFromNow: false)!;
        byte[] lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Stop + "\n", 10_000)));
        for (int i = 0; i < 20; i++)
        {
            writer.Write(lines);
        }

        writer.Flush();
        int read;
        do
        {
            read = reader.ReadNew().Count();
        }
        while (read > 0);

        GuestJournal.Trim(_folder);
        Assert.InRange(_folder.StatusOf(GuestFolder.JournalOutFile)!.Value.Blocks * 512, 1, 2 << 20);
        long skipped = reader.Skipped;
        writer.Write(Encoding.UTF8.GetBytes(Stop + "\n"));
        writer.Flush();
        Assert.Equal("STOP", Assert.Single(reader.ReadNew()).Name);
        Assert.Equal(skipped, reader.Skipped);
    }

    [Fact]
    public void The_end_of_a_journal_that_gave_back_space_can_still_be_read()
    {
        Append(string.Concat(Enumerable.Repeat(Stop + "\n", 100_000)));
        GuestJournal.Trim(_folder);
        using JournalReader late = JournalReader.Open(_folder, isFromNow: false)!;
        Assert.InRange(late.ReadNew().Count(), 1_000, 100_000);
    }

    [Fact]
    public async Task A_journal_that_nobody_opens_is_waited_for_no_longer_than_said()
    {
        DomainException late = await Assert.ThrowsAsync<DomainException>(() =>
            GuestJournal.OpenAsync(_folder, TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken));
        Assert.Equal(DomainErrorKind.TimedOut, late.Kind);
        Assert.Contains("events.in", late.Message, StringComparison.Ordinal);
        using CancellationTokenSource end = new();
        Task waiting = GuestJournal.OpenAsync(_folder, TimeSpan.FromMinutes(10), end.Token);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_pipe_that_was_made_something_else_is_told_so()
    {
        _folder.Delete(GuestFolder.JournalInFile);
        _folder.Write(GuestFolder.JournalInFile, "x"u8);
        await Assert.ThrowsAsync<DomainException>(
            () => GuestJournal.OpenAsync(_folder, TimeSpan.FromMinutes(10), TestContext.Current.CancellationToken));
    }

    private void Append(string text) => File.AppendAllText(_folder.PathOf(GuestFolder.JournalOutFile), text);
}
