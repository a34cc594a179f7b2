using NVirt.Cpu.X86;

namespace NVirt.Cpu.Tests.X86;

/// <summary>Masks and numbers as texts.</summary>
public sealed class CpuidTextTests
{
    private const string Plain = "abababababababababababababababab";

    [Theory]
    [InlineData(Plain, false)]
    [InlineData(Plain, true)]
    [InlineData("abab:abab:abab:abab:abab:abab:abab:abab", true)]
    [InlineData("ABAB:ababABAB:abababababababababab", true)]
    public void A_mask_has_32_letters(string text, bool isGrouped)
    {
        Assert.True(CpuidMaskText.TryParse(text, "ab", isGrouped, out string mask, out _));
        Assert.Equal(Plain, mask);
        Assert.Equal("abab:abab:abab:abab:abab:abab:abab:abab", CpuidMaskText.Grouped(mask));
    }

    [Theory]
    [InlineData("", false, 0)]
    [InlineData("abab", false, 4)]
    [InlineData(Plain + "a", false, 32)]
    [InlineData("abac", false, 3)]
    [InlineData("aB", false, 1)]
    [InlineData("abab:", false, 4)]
    [InlineData(":abab", true, 0)]
    [InlineData("abab::", true, 5)]
    [InlineData("aba:b", true, 3)]
    [InlineData(Plain + ":", true, 32)]
    public void A_wrong_mask_says_where(string text, bool isGrouped, int wrong)
    {
        Assert.False(CpuidMaskText.TryParse(text, "ab", isGrouped, out _, out int place));
        Assert.Equal(wrong, place);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("7", 7)]
    [InlineData("4294967295", uint.MaxValue)]
    [InlineData("0x0", 0)]
    [InlineData("0X8000001f", 0x8000001f)]
    [InlineData("0x0000000001", 1)]
    public void A_number_is_decimal_or_hexadecimal(string text, uint expected)
    {
        Assert.True(CpuidNumber.TryParse(text, out uint number));
        Assert.Equal(expected, number);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("01")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1\0")]
    [InlineData("0x1\0")]
    [InlineData("1f")]
    [InlineData("4294967296")]
    [InlineData("0x100000000")]
    public void Anything_else_is_none(string text) => Assert.False(CpuidNumber.TryParse(text, out _));
}
