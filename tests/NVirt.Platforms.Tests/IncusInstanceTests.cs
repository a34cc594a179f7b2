namespace NVirt.Platforms.Tests;

/// <summary>Virtual machines of Incus and LXD.</summary>
public sealed class IncusInstanceTests
{
    [Fact]
    public void One_that_cannot_migrate_gets_the_hosts_cpu()
    {
        CpuStatement guest = Reading.One(Instance("limits.cpu: \"2\""));
        Assert.Equal(("incus-instance", StatementClass.HostPassthrough), (guest.Form, guest.Class));
        Assert.False(guest.Axes.Migratable);
        Assert.Equal([new CpuFeature("invtsc", CpuPolicy.Optional)], guest.Policies);
    }

    [Fact]
    public void For_one_that_can_migrate_the_group_decides()
    {
        CpuStatement guest = Reading.One(Instance("migration.stateful: \"true\""));
        Assert.Equal(StatementClass.Default, guest.Class);
        Assert.Contains(guest.Remarks, r => r is { Kind: StatementRemarkKind.HostDecides, Subject: "instances.vm.cpu" });
        Assert.Empty(guest.Policies);
    }

    [Fact]
    public void Without_nesting_both_extensions_are_off() => Assert.Equal(
        [new CpuFeature("svm", CpuPolicy.Disable), new CpuFeature("vmx", CpuPolicy.Disable)],
        Reading.One(Instance("migration.stateful: true\n  security.nesting: \"false\"")).Policies);

    [Fact]
    public void Enlightenments_of_windows_are_told() =>
        Assert.Contains(Reading.One(Instance("image.os: Windows")).Remarks, r => r is { IsLoss: true, Subject: "hv-*" });

    [Fact]
    public void What_profiles_add_counts() => Assert.Equal(
        ("v", StatementClass.Default),
        Reading.One(
            "{\"metadata\":{\"name\":\"v\",\"type\":\"virtual-machine\",\"architecture\":\"x86_64\",\"config\":{},"
            + "\"expanded_config\":{\"migration.stateful\":\"true\"}}}") is var v ? (v.Name, v.Class) : default);

    [Theory]
    [InlineData("raw.qemu: -cpu EPYC", "file:3:13: raw.qemu has a -cpu of its own")]
    [InlineData("migration.stateful: perhaps", "file:3:23: migration.stateful has the value \"perhaps\"")]
    [InlineData("security.nesting: perhaps", "file:3:21: security.nesting has the value \"perhaps\"")]
    public void What_cannot_be_read_is_refused(string setting, string start) =>
        Assert.StartsWith(start, Reading.Refusal(Instance(setting)), StringComparison.Ordinal);

    [Fact]
    public void Several_documents_are_refused_at_the_second() => Assert.StartsWith(
        "file:9:1: there are 2 documents; expected one",
        Reading.Refusal(Instance("limits.cpu: \"2\"") + "---\n" + Instance("limits.cpu: \"4\"")), StringComparison.Ordinal);

    [Fact]
    public void A_container_is_refused() => Assert.Contains(
        "this is a container", Reading.Refusal(Instance("limits.cpu: \"2\"") + "type: container\n"), StringComparison.Ordinal);

    [Fact]
    public void Another_architecture_has_no_switches_of_x86() => Assert.Empty(
        Reading.One(Instance("security.nesting: false").Replace("x86_64", "aarch64", StringComparison.Ordinal)).Policies);

    private static string Instance(string setting) =>
        $"architecture: x86_64\nconfig:\n  {setting}\ndevices: {{}}\nephemeral: false\nprofiles:\n- default\n";
}
