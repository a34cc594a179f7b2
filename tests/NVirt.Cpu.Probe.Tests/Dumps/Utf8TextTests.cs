using System.Text;
using NVirt.Xml;

namespace NVirt.Cpu.Probe.Tests.Dumps;

/// <summary>Bytes are text, or are refused with their position.</summary>
public sealed class Utf8TextTests
{
    private static readonly DocumentErrors Errors = new("f", CpuException.Of);

    [Theory]
    [InlineData("")]
    [InlineData("<cpu/>")]
    [InlineData("ä€𝄞\n\uFFFD")]
    public void Text_is_read(string text)
    {
        Assert.Equal(text, UntrustedText.Decode(Encoding.UTF8.GetBytes(text), Errors));
        foreach (Encoding encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            Assert.Equal(text, UntrustedText.Decode([.. encoding.GetPreamble(), .. encoding.GetBytes(text)], Errors));
        }
    }

    [Theory]
    [InlineData(new byte[] { 0xff }, "f:1:1: byte 0xff at offset 0")]
    [InlineData(new byte[] { (byte)'a', (byte)'\n', (byte)'b', 0xe9, (byte)'c' }, "f:2:2: byte 0xe9 at offset 3")]
    [InlineData(new byte[] { 0xc3, 0xa4, 0xc0, 0x80 }, "f:1:2: byte 0xc0 at offset 2")]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 }, "f:1:1: byte 0xed at offset 0")]
    [InlineData(new byte[] { (byte)'a', 0xe2, 0x82 }, "f:1:2: byte 0xe2 at offset 1")]
    [InlineData(new byte[] { 0xef, 0xbb, 0xbf, 0x80 }, "f:1:2: byte 0x80 at offset 3")]
    [InlineData(new byte[] { 0xf5, 0x80, 0x80, 0x80 }, "f:1:1: byte 0xf5 at offset 0")]
    [InlineData(new byte[] { 0xff, 0xfe, 0x00, 0xd8 }, "f:1:1: byte 0x00 at offset 2")]
    [InlineData(new byte[] { 0xfe, 0xff, 0x00 }, "f:1:1: byte 0x00 at offset 2")]
    public void What_is_no_text_is_refused_at_its_place(byte[] bytes, string message)
    {
        CpuException refused = Assert.Throws<CpuException>(() => UntrustedText.Decode(bytes, Errors));
        Assert.Equal(CpuErrorKind.Xml, refused.Kind);
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_with_a_byte_that_is_no_character_is_refused_even_in_a_comment()
    {
        byte[] document = [.. "<cpu>\n<!-- "u8, 0xe4, .. " --><model>Nehalem</model></cpu>"u8];
        Assert.StartsWith(
            "f:2:6: byte 0xe4", Assert.Throws<CpuException>(() => CpuReader.Read(document, "f")).Message, StringComparison.Ordinal);
    }
}
