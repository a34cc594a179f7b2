using System.Text.Json.Nodes;
using NVirt.Qemu.CommandLine;

namespace NVirt.Qemu.Tests.CommandLine;

public sealed class OptionTextTests
{
    [Fact]
    public void A_comma_inside_of_a_value_is_written_twice() =>
        Assert.Equal("socket,path=/a,,b,server=on", new OptionText("socket").Add("path", "/a,b").Add("server", true).ToString());

    [Fact]
    public void What_is_not_given_is_left_out() =>
        Assert.Equal("a=1,c", new OptionText().Add("a", 1L).Add("b", (string?)null).Add("d", (bool?)null).Add("c").ToString());

    [Fact]
    public void Json_stands_as_it_is()
    {
        ArgumentList arguments = new();
        arguments.Add("-object", new JsonObject { ["id"] = "ä'<>&", ["size"] = 1UL });
        Assert.Equal(["-object", """{"id":"ä'<>&","size":1}"""], arguments.Items);
    }
}
