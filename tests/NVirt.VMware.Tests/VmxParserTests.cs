using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.VMware.Tests;

public sealed class VmxParserTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("\n\r\n \t\n# a = b\n  # c\n#!/usr/bin/vmware", "")]
    [InlineData("a = \"b\"", "a=b")]
    [InlineData("a=\"b c = # d\"\r\ne\t=\tf # g\r\n", "a=b c = # d|e=f")]
    [InlineData(".encoding = \"UTF-8\"\nscsi0:0.fileName = \"a\\b|22.vmdk\"\n", ".encoding=UTF-8|scsi0:0.fileName=a\\b|22.vmdk")]
    [InlineData("a = \"\"\nb =\n", "a=|b=")]
    [InlineData("\uFEFFa = 1\n", "a=1")]
    public void Settings_are_read(string text, string settings) =>
        Assert.Equal(settings,
            string.Join('|', VmxParser.Parse(text, new DocumentErrors("a.vmx", CpuException.Of)).Select(l => $"{l.Key}={l.Value}")));

    [Theory]
    [InlineData("a\n", "1:1", "not a setting")]
    [InlineData("\n  a b = c", "2:3", "not a setting")]
    [InlineData("= b", "1:1", "not a setting")]
    [InlineData("\"a\" = b", "1:1", "not a setting")]
    [InlineData("<domain/>", "1:1", "not a setting")]
    [InlineData("a = \"b", "1:6", "does not end")]
    [InlineData("a = \"b\nc\"", "1:6", "does not end")]
    [InlineData("a = \"b\" c", "1:9", "follows the value")]
    [InlineData("a = b c", "1:7", "follows the value")]
    [InlineData("a = b\"c\"", "1:6", "follows the value")]
    public void A_line_that_is_no_setting_is_refused_with_its_place(string text, string place, string message)
    {
        CpuException refused =
            Assert.Throws<CpuException>(() => VmxParser.Parse(text, new DocumentErrors("a.vmx", CpuException.Of)).Count());
        Assert.Equal(CpuErrorKind.Xml, refused.Kind);
        Assert.StartsWith($"a.vmx:{place}: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_very_long_file_is_refused() => Assert.StartsWith(
        $"a.vmx:1:1: the file has {VmxParser.MaxCharacters + 1} characters",
        Assert.Throws<CpuException>(
            () => VmxParser.Parse(new string(' ', VmxParser.MaxCharacters + 1), new DocumentErrors("a.vmx", CpuException.Of))
                .Count()).Message,
        StringComparison.Ordinal);
}
