using NVirt.Domains.Documents;

namespace NVirt.Domains.Tests.Documents;

public class KvmFeatureTests
{
    [Fact]
    public void Switches_are_read() => Assert.Equal(
        new KvmFeatures { Hidden = true, HintDedicated = false, PollControl = true, PvIpi = false, DirtyRing = true, DirtyRingSize = 4096 },
        Kvm("<hidden state='on'/><hint-dedicated state='off'/><poll-control state='on'/><pv-ipi state='off'/><dirty-ring state='on' "
            + "size='4096'/>"));

    [Fact]
    public void A_ring_that_is_off_has_no_size() =>
        Assert.Equal(new KvmFeatures { DirtyRing = false }, Kvm("<dirty-ring state='off' size='5'/>"));

    [Theory]
    [InlineData("<hidden/>")]
    [InlineData("<pv-ipi state='1'/>")]
    [InlineData("<dirty-ring state='on'/>")]
    [InlineData("<dirty-ring state='on' size='512'/>")]
    [InlineData("<dirty-ring state='on' size='5000'/>")]
    [InlineData("<dirty-ring state='on' size='131072'/>")]
    public void A_bad_value_is_malformed(string inside) => Read.IsXml($"<features><kvm>{inside}</kvm></features>");

    [Fact]
    public void What_libvirt_does_not_know_is_unsupported() => Read.IsUnsupported("<features><kvm><bogus state='on'/></kvm></features>");

    private static KvmFeatures Kvm(string inside) => Read.Features($"<kvm>{inside}</kvm>").Kvm;
}
