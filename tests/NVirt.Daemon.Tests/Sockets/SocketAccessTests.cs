using NVirt.Cpu.Probe.Linux;
using NVirt.Daemon.Sockets;

namespace NVirt.Daemon.Tests.Sockets;

public sealed class SocketAccessTests
{
    private const uint Staff = 50;
    private const uint Stranger = 54_321;

    [Theory]
    [InlineData(0u, 0u, true)]
    [InlineData(Stranger, Staff, true)]
    [InlineData(Stranger, Stranger, false)]
    public void Root_and_the_group_may_change_things(uint user, uint group, bool expected) =>
        Assert.Equal(expected, new SocketAccess(IsReadOnly: false, IsForEverybody: false, Staff).Allows(new(1, user, [group])));

    [Fact]
    public void Without_a_group_only_root_and_the_daemons_user_may()
    {
        SocketAccess access = new(IsReadOnly: false, IsForEverybody: false, Group: null);
        Assert.True(access.Allows(new(1, LinuxSystem.EffectiveUser, [Stranger])));
        Assert.False(access.Allows(new(1, Stranger, [0, Staff])));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, access.Mode);
    }

    [Fact]
    public void A_group_counts_wherever_it_stands() =>
        Assert.True(new SocketAccess(IsReadOnly: false, IsForEverybody: false, Staff).Allows(new(1, Stranger, [Stranger, 7, Staff])));

    [Theory]
    [InlineData("CN=host1,O=Example", true)]
    [InlineData("CN=host1, O=Example", true)]
    [InlineData("CN=host22,O=Example", true)]
    [InlineData("CN=host1,O=Other", false)]
    [InlineData("O=Example,CN=host1", false)]
    [InlineData("cn=host1,O=Example", false)]
    public void A_certificates_name_must_be_allowed(string subject, bool expected) =>
        Assert.Equal(expected, new TlsNames(["CN=nobody", "CN=host*,O=Example"]).Allow(subject));

    [Fact]
    public void Without_a_list_every_signed_name_is_allowed_and_with_an_empty_one_none()
    {
        Assert.True(new TlsNames(null).Allow("CN=x"));
        Assert.False(new TlsNames([]).Allow("CN=x"));
    }
}
