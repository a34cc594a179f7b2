using NVirt.Cpu;
using NVirt.Domains.Documents;

namespace NVirt.Domains.Tests.Documents;

public class VcpuInterpreterTests
{
    [Theory]
    [InlineData("<vcpu>4</vcpu>", 4, 4)]
    [InlineData("<vcpu current='2'>4</vcpu>", 4, 2)]
    [InlineData("<vcpu current='0'>4</vcpu>", 4, 0)]
    [InlineData("<vcpu> 4</vcpu><vcpu>9</vcpu>", 4, 4)]
    public void Numbers_are_read(string xml, uint maximum, uint current)
    {
        DomainVcpus vcpus = Read.Domain(xml).Vcpus;
        Assert.Equal((maximum, current, current), (vcpus.Maximum, vcpus.Current, vcpus.AtStart));
    }

    [Theory]
    [InlineData("<vcpu/>")]
    [InlineData("<vcpu>0</vcpu>")]
    [InlineData("<vcpu>4\n</vcpu>")]
    [InlineData("<vcpu current=''>4</vcpu>")]
    [InlineData("<vcpu placement='none'>4</vcpu>")]
    [InlineData("<vcpu cpuset=''>4</vcpu>")]
    [InlineData("<vcpu cpuset='a'>4</vcpu>")]
    public void A_bad_number_is_malformed(string xml) => Read.IsXml(xml);

    [Fact]
    public void There_are_not_more_than_there_can_be() => Assert.Equal(
        "1:26: attribute current of <vcpu> is \"5\"; expected a number from 0 to 4, the maximum",
        Read.Refusal("<vcpu current='5'>4</vcpu>").Message);

    [Fact]
    public void Placement_is_read()
    {
        DomainVcpus vcpus = Read.Domain("<vcpu placement='static' cpuset='0-3,^2'>4</vcpu>").Vcpus;
        Assert.Equal("static", vcpus.Placement);
        Assert.Equal([0, 1, 3], vcpus.CpuSet);
    }

    [Fact]
    public void Automatic_placement_does_without_a_set()
    {
        Assert.Empty(Read.Domain("<vcpu placement='auto' cpuset='x'>4</vcpu>").Vcpus.CpuSet);
        Assert.Equal(["/domain/vcpu/@cpuset"], Read.Uninterpreted("<vcpu placement='auto' cpuset='x'>4</vcpu>"));
    }

    [Fact]
    public void A_list_tells_which_are_there()
    {
        DomainVcpus vcpus = Read.Domain(
            """
            <vcpu current='7'>6</vcpu>
            <vcpus>
              <vcpu id='0' enabled='yes' hotpluggable='no' order='1'/>
              <vcpu id='4' enabled='yes' hotpluggable='yes' order='2'/>
              <vcpu id='1' enabled='no'/>
              <vcpu id='2' enabled='yes' order='0'/>
            </vcpus>
            """).Vcpus;
        Assert.Equal((6u, 3u, 2u), (vcpus.Maximum, vcpus.Current, vcpus.AtStart));
        Assert.Equal(
            [
                new DomainVcpu(0, IsEnabled: true, IsHotpluggable: false, 1),
                new DomainVcpu(4, IsEnabled: true, IsHotpluggable: true, 2),
                new DomainVcpu(1, IsEnabled: false, IsHotpluggable: true, null),
                new DomainVcpu(2, IsEnabled: true, IsHotpluggable: false, null),
            ],
            vcpus.List);
    }

    [Fact]
    public void An_empty_list_is_none() => Assert.Equal(4u, Read.Domain("<vcpu>4</vcpu><vcpus/>").Vcpus.AtStart);

    [Theory]
    [InlineData("<vcpu id='0'/>")]
    [InlineData("<vcpu enabled='yes'/>")]
    [InlineData("<vcpu id='4' enabled='yes'/>")]
    [InlineData("<vcpu id='0' enabled='on'/>")]
    [InlineData("<vcpu id='0' enabled='yes'/><vcpu id='0' enabled='yes'/>")]
    public void A_bad_list_is_malformed(string list) => Read.IsXml($"<vcpu>4</vcpu><vcpus>{list}</vcpus>");

    [Theory]
    [InlineData("<vcpu id='1' enabled='yes'/>")]
    [InlineData("<vcpu id='0' enabled='no'/>")]
    [InlineData("<vcpu id='0' enabled='yes' hotpluggable='yes'/>")]
    [InlineData("<vcpu id='1' enabled='yes' order='1'/><vcpu id='0' enabled='yes' order='2'/>")]
    public void The_first_one_is_always_there(string list)
    {
        CpuException refused = Read.Refusal($"<vcpu>4</vcpu><vcpus>{list}</vcpus>");
        Assert.Equal(CpuErrorKind.Unsupported, refused.Kind);
        Assert.Contains("virtual CPU 0 must come first", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_malformed_elsewhere_is_told_before_a_missing_first_one() => Read.IsXml(
        "<vcpu>2</vcpu><vcpus><vcpu id='0' enabled='yes' hotpluggable='yes'/></vcpus>"
        + "<features><hyperv><spinlocks state='on' retries='4094'/></hyperv></features>");

    [Fact]
    public void One_that_can_never_be_there_is_unsupported() =>
        Read.IsUnsupported("<vcpu>4</vcpu><vcpus><vcpu id='0' enabled='yes'/><vcpu id='1' enabled='no' hotpluggable='no'/></vcpus>");
}
