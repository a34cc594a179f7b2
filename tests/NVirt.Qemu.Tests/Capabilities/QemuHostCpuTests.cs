using NVirt.Cpu.Probe;
using NVirt.Qemu.Capabilities;
using static NVirt.Qemu.Tests.Recordings;

namespace NVirt.Qemu.Tests.Capabilities;

public sealed class QemuHostCpuTests
{
    [Fact]
    public void Properties_have_the_maps_names_and_a_value_of_a_simple_type()
    {
        QemuHostCpu cpu =
            HostCpu("x86_64",
                Expands(Recordings.Host,
                    """{"pclmulqdq": true, "family": 6, "vendor": "x", "a": 1.5, "b": {}, "c": null, "d": 99999999999999999999}"""));
        Assert.Equal([("pclmuldq", (object)true), ("family", 6L), ("vendor", "x")], cpu.Properties.Select(p => (p.Name, p.Value)));
        Assert.True(cpu.HasProperty("pclmuldq"));
        Assert.False(cpu.KnowsMigratability);
    }

    [Fact]
    public void What_is_true_only_without_regard_to_migration_does_not_migrate()
    {
        QemuHostCpu cpu = HostCpu(
            "x86_64",
            Expands(Recordings.Host, """{"aes": true, "invtsc": false, "avx": false, "family": 6}"""),
            Expands(WithoutMigration, """{"aes": true, "invtsc": true, "avx": false, "family": 0, "new": true}"""));
        Assert.True(cpu.KnowsMigratability);
        Assert.Equal(["invtsc"], cpu.NonMigratable);
        Assert.Equal(
            [("aes", (object)true), ("invtsc", true), ("avx", false), ("family", 6L)], cpu.Properties.Select(p => (p.Name, p.Value)));
    }

    [Fact]
    public void A_refused_expansion_means_that_qemu_does_not_say() => Assert.Null(
        Read(First("tcg", "x86_64", Refuses("query-cpu-model-expansion", "GenericError", Recordings.Host))).Slots[0].HostCpu);

    [Fact]
    public void On_arm_the_expansion_is_full()
    {
        Assert.True(HostCpu("aarch64", Expands(FullHost, """{"sve": true}""")).HasProperty("sve"));
        Assert.Null(Read(First("kvm", "aarch64", Expands(Recordings.Host, "{}"))).Slots[0].HostCpu);
    }

    [Theory]
    [InlineData("""["a", "b"]""", """["c"]""", "c")]
    [InlineData("""["a", "b"]""", "[]", "a b")]
    public void The_full_expansion_replaces_the_list_of_deprecated_properties_if_it_has_one(string first, string full, string expected)
    {
        string Expansion(string deprecated) =>
            $$$"""{"model": {"name": "gen16a", "props": {"te": true}}, "deprecated-props": {{{deprecated}}}}""";
        QemuHostCpu cpu = HostCpu(
            "s390x",
            Returns("query-cpu-model-expansion", Expansion(first), Recordings.Host),
            Returns("query-cpu-model-expansion", Expansion(full).Replace("\"te\"", "\"cte\"", StringComparison.Ordinal), FullHost));
        Assert.Equal(expected, string.Join(' ', cpu.Deprecated));
        Assert.Equal(["te"], cpu.Properties.Select(p => p.Name));
        Assert.Equal("gen16a", cpu.Model);
    }

    [Fact]
    public void On_s390x_a_model_may_have_no_properties() => Assert.Empty(
        HostCpu("s390x", Returns("query-cpu-model-expansion", """{"model": {"name": "z15"}}""", Recordings.Host)).Properties);

    [Fact]
    public void Hyperv_features_are_true_or_not_zero_or_not_empty()
    {
        QemuHostCpu cpu = HostCpu(
            "x86_64",
            Expands(Recordings.Host, "{}"),
            Expands(HyperV,
                """{"hv-vapic": true, "hv-xmm_input": true, "hv-xmm-input": true, "hv-ipi": false, "hv-spinlocks": 4095, "hv-x": 0,"""
                    + """ "hv-vendor-id": "", "aes": true}"""));
        Assert.Equal(["spinlocks", "vapic", "xmm-input"], cpu.HyperV);
        Assert.False(cpu.KnowsMigratability);
    }

    [Fact]
    public void No_hyperv_features_where_qemu_refuses() => Assert.Empty(HostCpu(
        "x86_64", Expands(Recordings.Host, "{}"), Refuses("query-cpu-model-expansion", "GenericError", HyperV)).HyperV);

    private static QemuHostCpu HostCpu(string arch, params string[] steps) => Read(First("kvm", arch, steps)).Slots[0].HostCpu!;
}
