using NVirt.Cpu;
using NVirt.Domains.Documents;

namespace NVirt.Xen.Tests;

public sealed class XenGuestTests
{
    [Theory]
    [InlineData("hvm", XenGuestType.Hvm)]
    [InlineData("xenpvh", XenGuestType.Pvh)]
    [InlineData("xen", XenGuestType.Pv)]
    [InlineData("linux", XenGuestType.Pv)]
    public void The_operating_system_s_type_says_how_a_domain_runs(string type, XenGuestType expected)
    {
        XenGuest guest =
            Guest($"<os><type arch='x86_64'>{type}</type></os><cpu mode='host-passthrough'><feature name='aes' policy='disable'/></cpu>");
        Assert.Equal(expected, guest.Type);
        Assert.Equal("aes", guest.Cpu?.Features[0].Name);
    }

    [Fact]
    public void Without_a_type_a_domain_is_an_hvm_guest_and_it_may_be_without_a_CPU()
    {
        Assert.Equal(new XenGuest(Cpu: null), Guest("<name>a</name>"));
        Assert.Equal(XenGuestType.Hvm, Guest("<os><type arch='i686'/></os>").Type);
    }

    [Fact]
    public void An_architecture_without_CPUID_is_refused() => Assert.Equal(
        CpuErrorKind.NoSupport,
        Assert.Throws<CpuException>(() => Guest("<os><type arch='aarch64'>xenpvh</type></os>")).Kind);

    private static XenGuest Guest(string parts) => XenGuest.Of(DomainDocument.Parse($"<domain type='xen'>{parts}</domain>").Definition);
}
