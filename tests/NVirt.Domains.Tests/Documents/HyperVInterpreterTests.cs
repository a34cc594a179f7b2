using System.Collections.Immutable;
using NVirt.Domains.Documents;

namespace NVirt.Domains.Tests.Documents;

public class HyperVInterpreterTests
{
    [Fact]
    public void Without_the_element_there_is_none() => Assert.Null(Read.Features("<acpi/>").HyperV);

    [Fact]
    public void An_empty_element_says_nothing()
    {
        HyperVFeatures hyperv = HyperV(string.Empty);
        Assert.Equal(HyperVMode.Custom, hyperv.Mode);
        Assert.Empty(hyperv.States);
    }

    [Fact]
    public void Every_enlightenment_is_known()
    {
        string all = string.Concat(HyperVFeatures.Names.Select(n => $"<{n} state='on' retries='4095' value='v'/>"));
        Assert.All(Enum.GetValues<HyperVFeature>(), f => Assert.True(HyperV(all).IsOn(f)));
        Assert.Equal(Enum.GetValues<HyperVFeature>().Length, HyperVFeatures.Names.Count);
    }

    [Fact]
    public void What_belongs_to_one_is_read()
    {
        HyperVFeatures hyperv = HyperV(
            """
            <spinlocks state='on' retries='12287'/>
            <vendor_id state='on' value='KVM Hv'/>
            <stimer state='on'><direct state='off'/></stimer>
            <tlbflush state='on'><direct state='on'/><extended state='off'/></tlbflush>
            """);
        Assert.Equal((12287u, "KVM Hv", false), (hyperv.SpinlockRetries, hyperv.VendorId, hyperv.StimerDirect));
        Assert.Equal((true, false), (hyperv.TlbFlushDirect, hyperv.TlbFlushExtended));
    }

    [Fact]
    public void What_belongs_to_one_that_is_off_is_not_read()
    {
        HyperVFeatures hyperv = HyperV(
            "<spinlocks state='off' retries='1'/><vendor_id state='off' value='0123456789,abc'/><stimer state='off'><bogus/></stimer>");
        Assert.False(hyperv.IsOn(HyperVFeature.Spinlocks));
        Assert.Equal((0u, null, null), (hyperv.SpinlockRetries, hyperv.VendorId, hyperv.StimerDirect));
    }

    [Fact]
    public void The_last_one_counts()
    {
        HyperVFeatures hyperv =
            Read.Features("<hyperv><vapic state='on'/></hyperv><hyperv><vapic state='off'/><runtime state='on'/></hyperv>").HyperV!;
        Assert.Equal(
            [KeyValuePair.Create(HyperVFeature.Vapic, false), KeyValuePair.Create(HyperVFeature.Runtime, true)],
            hyperv.States.OrderBy(s => s.Key).ToImmutableArray());
    }

    [Fact]
    public void One_that_is_off_in_the_end_has_no_details()
    {
        HyperVFeatures hyperv = HyperV(
            "<stimer state='on'><direct state='on'/></stimer><spinlocks state='on' retries='9999'/><vendor_id state='on' value='v'/>"
            + "<stimer state='off'/><spinlocks state='off'/><vendor_id state='off'/>");
        Assert.Equal((0u, null, null), (hyperv.SpinlockRetries, hyperv.VendorId, hyperv.StimerDirect));
    }

    [Fact]
    public void A_part_stays_until_another_one_is_given() =>
        Assert.True(HyperV("<stimer state='on'><direct state='on'/></stimer><stimer state='on'/>").StimerDirect);

    [Fact]
    public void Passthrough_keeps_what_is_written()
    {
        HyperVFeatures hyperv = Read.Features("<hyperv mode='passthrough'><relaxed state='on'/></hyperv>").HyperV!;
        Assert.Equal((HyperVMode.Passthrough, true), (hyperv.Mode, hyperv.IsOn(HyperVFeature.Relaxed)));
    }

    [Theory]
    [InlineData("<bogus state='on'/>")]
    [InlineData("<stimer state='on'><bogus/></stimer>")]
    [InlineData("<stimer state='on'><extended state='on'/></stimer>")]
    [InlineData("<tlbflush state='on'><bogus/></tlbflush>")]
    public void What_libvirt_does_not_know_is_unsupported(string inside) =>
        Read.IsUnsupported($"<features><hyperv>{inside}</hyperv></features>");

    [Fact]
    public void What_libvirt_does_not_know_is_unsupported_in_any_mode() =>
        Read.IsUnsupported("<features><hyperv mode='passthrough'><bogus state='on'/></hyperv></features>");

    [Theory]
    [InlineData("<relaxed/>")]
    [InlineData("<relaxed state='yes'/>")]
    [InlineData("<spinlocks state='on'/>")]
    [InlineData("<spinlocks state='on' retries='4094'/>")]
    [InlineData("<vendor_id state='on'/>")]
    [InlineData("<vendor_id state='on' value='1234567890abc'/>")]
    [InlineData("<vendor_id state='on' value='a,b'/>")]
    [InlineData("<stimer state='on'><direct/></stimer>")]
    public void A_bad_value_is_malformed(string inside) => Read.IsXml($"<features><hyperv>{inside}</hyperv></features>");

    [Fact]
    public void An_unknown_mode_is_malformed() => Read.IsXml("<features><hyperv mode='x'/></features>");

    private static HyperVFeatures HyperV(string inside) => Read.Features($"<hyperv mode='custom'>{inside}</hyperv>").HyperV!;
}
