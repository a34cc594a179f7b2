using System.Text;
using NVirt.Xml;

namespace NVirt.Cpu.Tests.Xml;

public sealed class DigitsTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("007", 7)]
    [InlineData("255", 255)]
    public void Digits_are_a_number(string text, byte expected)
    {
        Assert.True(Digits.TryParse(text, out byte number));
        Assert.True(Digits.TryParse(Encoding.UTF8.GetBytes(text), out byte inBytes));
        Assert.Equal((expected, expected), (number, inBytes));
    }

    // .NET takes "1\0" for 1.
    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("256")]
    [InlineData("1\0")]
    [InlineData("1\0\0")]
    [InlineData("\0")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1,0")]
    [InlineData("1.0")]
    [InlineData("0x1")]
    [InlineData("\u0661")]
    public void Anything_else_is_none(string? text)
    {
        Assert.False(Digits.TryParse(text, out byte _));
        Assert.False(Digits.TryParse(Encoding.UTF8.GetBytes(text ?? string.Empty), out byte _));
        Assert.False(Digits.TryParseHex(text is "256" ? "100" : text, out byte _));
        Assert.False(Digits.TryParseBinary(text is "256" ? "100000000" : text, out byte _));
    }

    [Fact]
    public void Other_bases_have_no_prefix()
    {
        Assert.True(Digits.TryParseHex("fF", out byte hex));
        Assert.True(Digits.TryParseBinary("101", out byte binary));
        Assert.Equal((255, 5), (hex, binary));
    }
}
