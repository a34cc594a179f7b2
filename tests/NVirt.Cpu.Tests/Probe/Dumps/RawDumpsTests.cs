using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NVirt.Cpu.Probe;
using NVirt.Cpu.Probe.Dumps;

namespace NVirt.Cpu.Tests.Probe.Dumps;

[Trait("Run", "long")]
public class RawDumpsTests
{
    [Theory]
    [InlineData("<cpudata arch='x86'/>", RawDumpKind.Xml)]
    [InlineData("\uFEFF \n<?xml version='1.0'?>", RawDumpKind.Xml)]
    [InlineData("{\"QMP\": {}}", RawDumpKind.Json)]
    [InlineData("[1]", RawDumpKind.Json)]
    [InlineData("CPU:\n", RawDumpKind.CpuidText)]
    [InlineData("CPU 12:\n", RawDumpKind.CpuidText)]
    [InlineData("   0x00000000 0x00: eax=", RawDumpKind.CpuidText)]
    [InlineData("CPUs are nice", RawDumpKind.Unknown)]
    [InlineData("a text of sixteen characters or more", RawDumpKind.Unknown)]
    [InlineData("", RawDumpKind.Unknown)]
    internal void Text_is_told_by_its_first_characters(string text, RawDumpKind kind) =>
        Assert.Equal(kind, RawDumps.Detect(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Utf_16_xml_is_xml()
    {
        Assert.Equal(RawDumpKind.Xml, RawDumps.Detect([0xff, 0xfe, .. Encoding.Unicode.GetBytes("<cpu/>")]));
        Assert.Equal(RawDumpKind.Xml, RawDumps.Detect([0xfe, 0xff, .. Encoding.BigEndianUnicode.GetBytes("<cpu/>")]));
    }

    [Fact]
    public void A_copy_of_the_device_is_told_by_leaf_0() =>
        Assert.Equal(RawDumpKind.CpuidDevice, RawDumps.Detect([0x1c, 0, 0, 0, .. "AuthcAMDenti"u8]));

    [Fact]
    public void A_cut_copy_of_the_device_is_still_told_as_one() =>
        Assert.Equal(RawDumpKind.CpuidDevice, RawDumps.Detect([0x1c, 0, 0, 0, .. "AuthcAMDenti"u8, 1, 2, 3]));

    [Fact]
    public void Any_bytes_have_some_form_and_are_parsed_or_refused() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            RawDumps.Detect(bytes);
            return Record.Exception(() => CpuidDeviceDump.Parse(bytes, "f")) is null or CpuException;
        }).Holds();

    [Fact]
    public void Zeros_are_unknown() => Assert.Equal(RawDumpKind.Unknown, RawDumps.Detect(new byte[64]));
}
