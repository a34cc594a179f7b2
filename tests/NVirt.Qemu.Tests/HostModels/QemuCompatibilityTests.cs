using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.HostModels;
using static NVirt.Qemu.Tests.Recordings;

namespace NVirt.Qemu.Tests.HostModels;

public sealed class QemuCompatibilityTests
{
    private static readonly CpuDriver Driver = CpuDriver.For(CpuArchitecture.X86_64);

    // Nehalem is checked by features, Denverton by blockers: it has no check element in the map.
    private static readonly QemuSlot Slot = Read(First("kvm", "x86_64", Returns("query-cpu-definitions", """
        [{"name": "Nehalem", "unavailable-features": []}, {"name": "Haswell", "unavailable-features": ["hle", "rtm"]},
         {"name": "Denverton", "unavailable-features": ["mpx"]}, {"name": "Snowridge-v3"}]
        """), Expands(Recordings.Host, """{"sse": true, "sse2": true, "pni": false, "invtsc": true, "nonsense": true}"""))).Slots[0];

    private static readonly QemuHostModels Models = new()
    {
        Reported = Guest("Nehalem", "aes:require") with { Fallback = CpuFallback.Forbid },
    };

    [Fact]
    public void A_usable_model_is_taken_even_where_the_map_would_not()
    {
        CpuDefinition cpu = Guest("Nehalem", "aes:disable") with { Match = CpuMatch.Strict, Vendor = "AMD" };
        QemuComparison result = QemuCompatibility.CheckPartial(Driver, Slot, Models, cpu);
        Assert.Equal((CpuVerdict.Superset, QemuTruth.UsableModel), (result.Comparison.Verdict, result.Truth));
        Assert.Equal(CpuVerdict.Incompatible, Driver.Compare(Models.Full, cpu).Verdict);
    }

    [Fact]
    public void One_more_feature_sends_a_usable_model_to_the_comparison()
    {
        QemuComparison result = QemuCompatibility.CheckPartial(Driver, Slot, Models, Guest("Nehalem", "avx:require"));
        Assert.Equal((CpuVerdict.Incompatible, QemuTruth.HostModel), (result.Comparison.Verdict, result.Truth));
        Assert.Equal(
            CpuVerdict.Identical, QemuCompatibility.CheckPartial(Driver, Slot, Models, Guest("Nehalem", "aes:require")).Comparison.Verdict);
    }

    [Fact]
    public void A_model_without_a_compatibility_check_goes_by_qemus_blockers()
    {
        Assert.False(Driver.Advanced.UsesCompatibilityCheck(Guest("Denverton")));
        QemuComparison result = QemuCompatibility.CheckPartial(Driver, Slot, Models, Guest("Denverton"));
        Assert.Equal((CpuVerdict.Incompatible, QemuTruth.Blockers), (result.Comparison.Verdict, result.Truth));
        Assert.Equal([CpuRule.BlockedFeature], result.Comparison.Refusal!.Reasons.Select(r => r.Rule));
        Assert.Equal(CpuVerdict.Superset,
            QemuCompatibility.CheckPartial(Driver, Slot, Models, Guest("Denverton", "mpx:disable")).Comparison.Verdict);
    }

    [Fact]
    public void Without_a_binding_host_model_the_full_one_decides()
    {
        QemuHostModels models = Models with { Reported = Models.Reported! with { Fallback = CpuFallback.Allow } };
        Assert.Equal(QemuTruth.HostModel, QemuCompatibility.CheckPartial(Driver, Slot, models, Guest("Denverton")).Truth);
        Assert.Equal(CpuVerdict.Incompatible,
            QemuCompatibility.CheckPartial(Driver, Slot, QemuHostModels.None, Guest("Denverton")).Comparison.Verdict);
    }

    [Fact]
    public void A_model_that_qemu_lacks_is_compared()
    {
        QemuHostModels models = Models with { Full = Guest("EPYC") };
        QemuComparison result = QemuCompatibility.CheckPartial(Driver, Slot, models, Guest("EPYC"));
        Assert.Equal((CpuVerdict.Identical, QemuTruth.HostModel), (result.Comparison.Verdict, result.Truth));
        Assert.Equal(CpuVerdict.Incompatible, QemuCompatibility.Compare(Driver, Slot, models, Guest("EPYC")).Comparison.Verdict);
    }

    [Fact]
    public void An_unknown_model_is_an_error_that_is_told() =>
        Assert.Equal(CpuVerdict.Error, QemuCompatibility.CheckPartial(Driver, Slot, Models, Guest("no-such-model")).Comparison.Verdict);

    [Fact]
    public void A_baseline_has_models_and_features_that_qemu_has()
    {
        CpuDefinition baseline =
            QemuCompatibility.Baseline(Driver, Slot, [Guest("Haswell"), Guest("Broadwell", "invtsc:require")], migratable: false);
        Assert.Equal(CpuFallback.Forbid, baseline.Fallback);
        Assert.Equal("Nehalem", baseline.Model);

        // pni is a property, although it is false; ssse3 is none.
        Assert.False(baseline.Features.Contains("pni"));
        Assert.Contains(new CpuFeature("ssse3", CpuPolicy.Disable), baseline.Features);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void What_does_not_migrate_is_left_out_on_request(bool migratable, bool hasInvtsc)
    {
        CpuDefinition cpu = Guest("Nehalem", "invtsc:require");
        Assert.Equal(hasInvtsc, QemuCompatibility.Baseline(Driver, Slot, [cpu], migratable).Features.Contains("invtsc"));

        // If QEMU knows it, QEMU's answer counts.
        QemuSlot knowing = Slot with { HostCpu = Slot.HostCpu! with { KnowsMigratability = true, NonMigratable = ["sse2"] } };
        CpuDefinition baseline = QemuCompatibility.Baseline(Driver, knowing, [cpu], migratable);
        Assert.True(baseline.Features.Contains("invtsc"));
        Assert.Equal(migratable, baseline.Features.Contains("sse2"));
    }

    [Fact]
    public void Other_architectures_are_not_supported()
    {
        CpuDriver driver = CpuDriver.For(CpuArchitecture.Riscv64);
        Assert.Equal(CpuErrorKind.Unsupported,
            Assert.Throws<CpuException>(() => QemuCompatibility.Compare(driver, Slot, Models, Guest("rv64"))).Kind);
        Assert.Equal(CpuErrorKind.Unsupported,
            Assert.Throws<CpuException>(() => QemuCompatibility.Baseline(driver, Slot, [Guest("rv64")], false)).Kind);
    }

    private static CpuDefinition Guest(string model, params string[] features) => new()
    {
        Model = model,
        Features = [.. features.Select(f => new CpuFeature(f.Split(':')[0], Enum.Parse<CpuPolicy>(f.Split(':')[1], ignoreCase: true)))],
    };
}
