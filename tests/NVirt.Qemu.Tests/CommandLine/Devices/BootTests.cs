using System.Text.RegularExpressions;
using NVirt.Domains.Documents;
using NVirt.Qemu.Migration;

namespace NVirt.Qemu.Tests.CommandLine.Devices;

/// <summary>The boot order.</summary>
public sealed partial class BootTests
{
    private const string Devices = """
        <devices><interface type='user'>{0}</interface><disk><source file='/a'/><target dev='vda'/>{1}</disk>
        <disk><source file='/b'/><target dev='vdb'/>{2}</disk><disk device='cdrom'><target dev='hda'/></disk></devices>
        """;

    [Theory]
    [InlineData("", "virtio-disk0:1")]
    [InlineData("<boot dev='network'/><boot dev='cdrom'/><boot dev='hd'/>", "virtio-disk0:3 ide0-0-0:2 net0:1")]
    [InlineData("<boot dev='hd'/><boot dev='hd'/>", "virtio-disk0:1")]
    public void Of_each_kind_the_first_device_by_the_order_of_kinds(string boot, string expected) =>
        Assert.Equal(expected, Turns(Domain(boot)));

    [Fact]
    public void The_devices_have_the_last_word() =>
        Assert.Equal("virtio-disk1:1 net0:7", Turns(Domain(string.Empty, "<boot order='7'/>", "", "<boot order='1'/>")));

    [Fact]
    public void Both_at_once_are_refused() =>
        Assert.Contains(
            "a device has a boot order", Guests.Refused(Domain("<boot dev='hd'/>", "<boot order='1'/>")).Message, StringComparison.Ordinal);

    [Fact]
    public void No_two_devices_have_one_turn() =>
        Assert.Contains("boot order 1 is also used by another",
            Guests.Refused(Domain(string.Empty, "<boot order='1'/>", "<boot order='1'/>")).Message, StringComparison.Ordinal);

    private static DomainDocument Domain(string boot, string net = "", string first = "", string second = "")
    {
        string devices = Devices.Replace("{0}", net, StringComparison.Ordinal).Replace("{1}", first, StringComparison.Ordinal)
            .Replace("{2}", second, StringComparison.Ordinal);
        return DomainDocument.Parse(Guests.Domain(devices).Text.Replace("</os>", boot + "</os>", StringComparison.Ordinal));
    }

    private static string Turns(DomainDocument domain) => string.Join(' ', Guests.Build(domain).Arguments
        .Select(a => Turn().Match(a))
        .Where(m => m.Success)
        .Select(m => $"{m.Groups["id"].Value}:{m.Groups["turn"].Value}"));

    [GeneratedRegex("\"id\":\"(?<id>[^\"]*)\".*\"bootindex\":(?<turn>[0-9]+)", RegexOptions.None, 1000)]
    private static partial Regex Turn();
}
