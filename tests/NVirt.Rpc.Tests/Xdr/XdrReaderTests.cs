using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using NVirt.Rpc.Xdr;

namespace NVirt.Rpc.Tests.Xdr;

/// <summary>What is read, and what is refused. The numbers are those of RFC 4506.</summary>
public sealed class XdrReaderTests
{
    [Fact]
    public void Numbers_are_big_endian()
    {
        XdrReader reader =
            new(Convert.FromHexString("FFFFFFFE" + "80000000" + "8000000000000000" + "00000000000000FF" + "3FF0000000000000"));
        Assert.Equal(-2, reader.ReadInt());
        Assert.Equal(0x80000000, reader.ReadUInt());
        Assert.Equal(long.MinValue, reader.ReadHyper());
        Assert.Equal(255UL, reader.ReadUHyper());
        Assert.Equal(1.0, reader.ReadDouble());
        Assert.Equal(0, reader.Left);
    }

    [Theory]
    [InlineData("0000000361626300", "abc")]
    [InlineData("00000000", "")]
    [InlineData("0000000461006200", "a")]
    [InlineData("0000000161FFFFFF", "a")]
    public void A_string_ends_with_its_length_or_at_a_NUL_and_padding_is_not_looked_at(string hex, string expected) =>
        Assert.Equal(expected, Read(hex, (ref XdrReader r) => r.ReadString()));

    [Theory]
    [InlineData("000000")]
    [InlineData("00000004616263")]
    [InlineData("00000003616263")]
    [InlineData("00400001")]
    [InlineData("FFFFFFFF")]
    [InlineData("00000001FF000000")]
    public void A_string_that_ends_early_is_too_long_or_is_no_UTF8_is_refused(string hex) =>
        Assert.Throws<XdrException>(() => Read(hex, (ref XdrReader r) => r.ReadString()));

    [Theory]
    [InlineData("00000002" + "00000001")]
    [InlineData("00000003" + "000000010000000200000003")]
    [InlineData("FFFFFFFF" + "00000001")]
    public void A_list_that_ends_early_or_is_longer_than_it_may_be_is_refused(string hex) =>
        Assert.Throws<XdrException>(() => Read(hex, (ref XdrReader r) => r.ReadUInts(2)));

    [Fact]
    public void A_list_that_the_bytes_cannot_hold_takes_no_memory()
    {
        byte[] bytes = Convert.FromHexString("00FFFFFF" + "00000000");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<XdrException>(() => new XdrReader(bytes).ReadUHypers(0x1000000));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    [Fact]
    public void A_UUID_has_the_order_of_its_text() => Assert.Equal(
        Guid.Parse("6e6f7661-6972-7400-0000-000000000001"),
        Read("6e6f7661697274000000000000000001", (ref XdrReader r) => r.ReadUuid()));

    [Theory]
    [InlineData("00000000", false)]
    [InlineData("00000001", true)]
    [InlineData("01000000", true)]
    public void Anything_but_zero_says_that_something_follows(string hex, bool expected) =>
        Assert.Equal(expected, Read(hex, (ref XdrReader r) => r.IsPresent()));

    [Fact]
    public void What_is_written_is_read_again() => Prop.ForAll<int, string, byte[]>(IsReadAgain).QuickCheckThrowOnFailure();

    private delegate T Reading<T>(ref XdrReader reader);

    private static bool IsReadAgain(int number, string? text, byte[]? bytes)
    {
        string clean = text is null ? string.Empty : new string([.. text.Where(c => !char.IsSurrogate(c) && c != '\0')]);
        ArrayBufferWriter<byte> output = new();
        XdrWriter writer = new(output);
        writer.WriteInt(number);
        writer.WriteUHyper((ulong)number);
        writer.WriteString(clean);
        writer.WriteOpaque(bytes, int.MaxValue);
        XdrReader reader = new(output.WrittenSpan);
        return output.WrittenCount % 4 == 0 && reader.ReadInt() == number && reader.ReadUHyper() == (ulong)number
            && reader.ReadString() == clean && reader.ReadOpaque(int.MaxValue).AsSpan().SequenceEqual(bytes) && reader.Left == 0;
    }

    private static T Read<T>(string hex, Reading<T> read)
    {
        XdrReader reader = new(Convert.FromHexString(hex));
        return read(ref reader);
    }
}
