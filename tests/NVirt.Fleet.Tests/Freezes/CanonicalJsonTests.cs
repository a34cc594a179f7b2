using System.Text;
using NVirt.Fleet.Freezes;

namespace NVirt.Fleet.Tests.Freezes;

/// <summary>RFC 8785: the examples are its own.</summary>
public sealed class CanonicalJsonTests
{
    [Fact]
    public void Names_are_ordered_and_blanks_left_out() => Is(
        "{\"a\":[1,true,null],\"b\":{}}", "{ \"b\" : { }, \"a\" : [ 1, true, null ] }");

    [Fact]
    public void Texts_are_escaped_as_little_as_can_be() =>
        Is("\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"", "\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\"");

    [Fact]
    public void Names_are_ordered_by_units_of_UTF_16() => Is(
        "{\"\\r\":1,\"1\":2,\"\u0080\":3,\"ö\":4,\"€\":5,\"\ud83d\ude00\":6,\"\ufb33\":7}",
        "{\"\\u20ac\":5,\"\\r\":1,\"\\ufb33\":7,\"1\":2,\"\\ud83d\\ude00\":6,\"\\u0080\":3,\"\\u00f6\":4}");

    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(unchecked((long)0x8000000000000000), "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(unchecked((long)0x8000000000000001), "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555554, "333333333.33333325")]
    [InlineData(0x41b3de4355555555, "333333333.3333333")]
    public void Numbers_are_as_JavaScript_writes_them(long bits, string expected) =>
        Assert.Equal(expected, CanonicalJson.NumberOf(BitConverter.Int64BitsToDouble(bits)));

    [Theory]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("\"\\ud83d\"")]
    [InlineData("[1")]
    [InlineData("1e999")]
    public void What_has_no_canonical_form_is_refused(string json) =>
        Assert.Throws<CpuException>(() => CanonicalJson.Of(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Deep_nesting_is_refused() =>
        Assert.Throws<CpuException>(() => CanonicalJson.Of(Encoding.UTF8.GetBytes(new string('[', 100_000))));

    private static void Is(string expected, string json) => Assert.Equal(expected, CanonicalJson.Of(Encoding.UTF8.GetBytes(json)));
}
