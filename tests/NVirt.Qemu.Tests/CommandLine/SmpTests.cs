using static NVirt.Qemu.Tests.CommandLine.Guests;

namespace NVirt.Qemu.Tests.CommandLine;

/// <summary><c>-smp</c> (hypervisor-rules.md 4.5).</summary>
public sealed class SmpTests
{
    [Theory]
    [InlineData("<vcpu>3</vcpu>", "", "3,sockets=3,cores=1,threads=1")]
    [InlineData("<vcpu current='2'>3</vcpu>", "", "2,maxcpus=3,sockets=3,cores=1,threads=1")]
    [InlineData("<vcpu>8</vcpu>", "<cpu><topology sockets='1' dies='2' cores='2' threads='2'/></cpu>",
        "8,sockets=1,dies=2,clusters=1,cores=2,threads=2")]
    public void Cpus_and_topology(string vcpu, string cpu, string expected) =>
        Assert.Equal(expected, Build(Domain(cpu, vcpu: vcpu)).ValueOf("-smp"));

    [Fact]
    public void Those_that_can_be_unplugged_are_plugged_in_later_by_their_order()
    {
        const string Vcpus = """
            <vcpu>5</vcpu><vcpus><vcpu id='0' enabled='yes' hotpluggable='no' order='1'/><vcpu id='1' enabled='yes' hotpluggable='yes' order='3'/>
            <vcpu id='2' enabled='yes' hotpluggable='yes' order='2'/><vcpu id='3' enabled='no' hotpluggable='yes'/></vcpus>
            """;
        var arguments = Build(Domain(vcpu: Vcpus));
        Assert.Equal("1,maxcpus=5,sockets=5,cores=1,threads=1", arguments.ValueOf("-smp"));
        Assert.Equal([2u, 1u], arguments.VcpusToPlug);
    }
}
