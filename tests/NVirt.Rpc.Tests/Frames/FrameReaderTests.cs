using NVirt.Rpc.Frames;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Rpc.Tests.Frames;

/// <summary>Frames, in whatever pieces they come.</summary>
public sealed class FrameReaderTests
{
    private static readonly FrameHeader Call = new(RemoteProgram.Number, 1, 23, FrameType.Call, 7, FrameStatus.Ok);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(100_000)]
    public async Task Frames_are_read_in_pieces_of_any_size(int piece)
    {
        FrameBuffer buffer = new();
        byte[] first = buffer.Frame(Call, new byte[10_000]).ToArray();
        byte[] second = buffer.Frame(Call with { Serial = 8 }, new DomainLookupByNameArgs { Name = "web" }).ToArray();
        using FrameReader reader = new(new Pieces([.. first, .. second], piece));
        Assert.True(await reader.ReadAsync(Cancellation));
        Assert.Equal(Call, reader.Header);
        Assert.Equal(10_000, reader.Payload.Length);
        Assert.True(await reader.ReadAsync(Cancellation));
        Assert.Equal(8u, reader.Header.Serial);
        Assert.Equal("web", NameOf(reader.Payload));
        Assert.False(await reader.ReadAsync(Cancellation));
    }

    [Theory]
    [InlineData("00000003")]
    [InlineData("00000000")]
    [InlineData("02000005")]
    [InlineData("FFFFFFFF")]
    [InlineData("0000001B" + "2000808600000001000000170000000000000000000000")]
    public async Task What_is_no_frame_is_refused(string hex)
    {
        using FrameReader reader = new(new MemoryStream(Convert.FromHexString(hex)));
        await Assert.ThrowsAsync<XdrException>(async () => await reader.ReadAsync(Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0000")]
    [InlineData("0000001C20008086")]
    [InlineData("0000001B")]
    public async Task A_frame_that_does_not_come_is_the_end(string hex)
    {
        using FrameReader reader = new(new MemoryStream(Convert.FromHexString(hex)));
        Assert.False(await reader.ReadAsync(Cancellation));
    }

    [Fact]
    public async Task Large_frames_take_of_the_budget_while_they_come_and_give_it_back()
    {
        byte[] large = new FrameBuffer().Frame(Call, new byte[300_000]).ToArray();
        FrameBudget budget = new(1_000_000, TimeSpan.FromMinutes(1));
        using FrameReader reader = new(new Pieces([.. large, .. large], 1000), budget);
        Assert.True(await reader.ReadAsync(Cancellation));
        Assert.InRange(budget.Taken, 300_000, 1_000_000);
        using (FrameReader other = new(new Pieces(large, 1000), budget))
        {
            await Assert.ThrowsAsync<XdrException>(async () => await other.ReadAsync(Cancellation));
        }

        Assert.True(await reader.ReadAsync(Cancellation));
        Assert.Equal(300_000, reader.Payload.Length);
        Assert.False(await reader.ReadAsync(Cancellation));
        Assert.Equal(0, budget.Taken);
    }

    [Fact]
    public async Task A_large_frame_that_does_not_come_is_given_up()
    {
        FrameBudget budget = new(1_000_000, TimeSpan.FromMilliseconds(1));
        using FrameReader reader = new(new Silence(new FrameBuffer().Frame(Call, new byte[300_000])[..200_000]), budget);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reader.ReadAsync(Cancellation));
    }

    [Fact]
    public async Task An_announced_length_takes_no_memory()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        using FrameReader reader = new(new MemoryStream(Convert.FromHexString("02000004" + "20008086")));
        Assert.False(await reader.ReadAsync(Cancellation));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 * 1024);
    }

    private static string NameOf(ReadOnlyMemory<byte> payload)
    {
        XdrReader reader = new(payload.Span);
        return DomainLookupByNameArgs.Read(ref reader).Name;
    }

    /// <summary>A stream that gives a few bytes at a time.</summary>
    private sealed class Silence(ReadOnlyMemory<byte> bytes) : MemoryStream(bytes.ToArray())
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = await base.ReadAsync(buffer, cancellationToken);
            if (read == 0)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            return read;
        }
    }

    private sealed class Pieces(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
