using NVirt.Cpu;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.HostModels;
using NVirt.Qemu.Replies;
using static NVirt.Qemu.Tests.Recordings;

namespace NVirt.Qemu.Tests.HostModels;

public sealed class QemuHostModelsTests
{
    private const string Models =
        """[{"name": "Nehalem", "unavailable-features": ["vmx"]}, {"name": "Penryn", "unavailable-features": []}]""";

    private static readonly CpuDefinition Haswell = new()
    {
        Type = CpuType.Host,
        Arch = CpuArchitecture.X86_64,
        Model = "Haswell",
        Vendor = "Intel",
        Features = [new CpuFeature("cmt"), new CpuFeature("invtsc"), new CpuFeature("vme")],
    };

    [Fact]
    public void Reported_has_what_does_not_migrate_and_migratable_has_not()
    {
        QemuHostModels models = Of(QemuAccelerator.Kvm, QemuHost.Unknown(CpuArchitecture.X86_64), Kvm());
        Assert.Equal("Nehalem", models.Reported!.Model);
        Assert.Equal(CpuFallback.Forbid, models.Reported.Fallback);
        Assert.True(models.Reported.Features.Contains("invtsc"));
        Assert.False(models.Migratable!.Features.Contains("invtsc"));
        Assert.Contains(new CpuFeature("vmx", CpuPolicy.Disable), models.Reported.Features);
    }

    [Fact]
    public void Where_qemu_does_not_tell_what_migrates_the_map_does()
    {
        QemuHostModels models = Of(
            QemuAccelerator.Kvm, QemuHost.Unknown(CpuArchitecture.X86_64), First("kvm", "x86_64", Expands(Recordings.Host, Props("true"))));
        Assert.True(models.Reported!.Features.Contains("invtsc"));
        Assert.False(models.Migratable!.Features.Contains("invtsc"));
    }

    [Fact]
    public void Full_is_the_host_itself_with_what_qemu_adds()
    {
        QemuHostModels models = Of(QemuAccelerator.Kvm, Given(Haswell), Kvm());
        Assert.Equal("Haswell", models.Full!.Model);
        Assert.Contains(new CpuFeature("cmt", CpuPolicy.Require), models.Full.Features);
        Assert.Contains(new CpuFeature("hypervisor", CpuPolicy.Require), models.Full.Features);
        Assert.DoesNotContain(new CpuFeature("vmx", CpuPolicy.Disable), models.Full.Features);
    }

    [Fact]
    public void Without_a_full_model_the_reported_one_stands_in()
    {
        Assert.Equal("Nehalem", Of(QemuAccelerator.Kvm, QemuHost.Unknown(CpuArchitecture.X86_64), Kvm()).Full!.Model);
        QemuHostModels tcg = Of(QemuAccelerator.Tcg, Given(Haswell), First("tcg", "x86_64", Expands(Recordings.Host, Props("true"))));
        Assert.Same(tcg.Reported, tcg.Full);
    }

    [Fact]
    public void A_host_that_can_not_be_read_leaves_no_model_although_qemu_described_it()
    {
        QemuHostModels models = Of(QemuAccelerator.Kvm, new UnreadableHost(), Kvm());
        Assert.Equal((null, null, null), (models.Reported, models.Migratable, models.Full));
        Assert.Equal(CpuErrorKind.OperationFailed, models.Refusal!.Kind);
    }

    [Fact]
    public void Without_an_expansion_the_host_is_the_model_reduced_to_what_qemu_has()
    {
        QemuHostModels models =
            Of(QemuAccelerator.Tcg, Given(Haswell), First("tcg", "x86_64", Returns("query-cpu-definitions", """[{"name": "Haswell"}]""")));
        Assert.Equal(("Haswell", CpuFallback.Allow), (models.Reported!.Model, models.Reported.Fallback));
        Assert.Equal(["invtsc=require", "vme=require"], models.Reported.Features.Select(f => f.ToString()));
        Assert.Equal(["vme=require"], models.Migratable!.Features.Select(f => f.ToString()));
    }

    [Fact]
    public void A_host_model_that_qemu_lacks_becomes_one_that_it_has()
    {
        QemuHostModels models =
            Of(QemuAccelerator.Tcg, Given(Haswell), First("tcg", "x86_64", Returns("query-cpu-definitions", """[{"name": "Nehalem"}]""")));
        Assert.Equal("Nehalem", models.Reported!.Model);
        Assert.Contains(new CpuFeature("avx2", CpuPolicy.Require), models.Reported.Features);
    }

    [Fact]
    public void Tcg_has_a_host_model_even_where_it_was_not_asked_and_others_have_none()
    {
        Assert.NotNull(Of(QemuAccelerator.Tcg, Given(Haswell), First("kvm", "x86_64")).Reported);
        Assert.Null(Of(QemuAccelerator.Hvf, Given(Haswell), First("kvm", "x86_64")).Reported);
    }

    [Fact]
    public void There_is_none_for_foreign_architectures() =>
        Assert.Same(QemuHostModels.None, Of(QemuAccelerator.Kvm, QemuHost.Unknown(CpuArchitecture.S390x), Kvm()));

    [Fact]
    public void On_s390x_model_and_features_are_qemus()
    {
        QemuHostModels models =
            Of(QemuAccelerator.Kvm, QemuHost.Unknown(CpuArchitecture.S390x),
                First("kvm", "s390x", Expands(Recordings.Host, """{"te": true, "cmm": false, "x": 1}""")));
        Assert.Equal(("base", CpuFallback.Forbid), (models.Reported!.Model, models.Reported.Fallback));
        Assert.Equal(["te=require", "cmm=disable"], models.Reported.Features.Select(f => f.ToString()));
        Assert.Equal(models.Reported, models.Migratable);
    }

    [Theory]
    [InlineData(CpuArchitecture.S390x)]
    [InlineData(CpuArchitecture.LoongArch64)]
    public void Without_an_expansion_other_architectures_have_none(CpuArchitecture arch) => Assert.Null(
        Of(QemuAccelerator.Kvm, QemuHost.Of(new CpuSource(new CpuDefinition { Model = "m" }), arch), First("kvm", arch.ToName())).Reported);

    private static QemuHost Given(CpuDefinition cpu) => QemuHost.Of(new CpuSource(cpu));

    private static QemuHostModels Of(QemuAccelerator accelerator, QemuHost host, params string[] sessions) =>
        QemuHostModels.Of(Read(sessions), accelerator, host);

    private static string Kvm() => First(
        "kvm",
        "x86_64",
        Returns("query-cpu-definitions", Models),
        Expands(Recordings.Host, Props("false")),
        Expands(WithoutMigration, Props("true")));

    // Nehalem with two more features.
    private static string Props(string invtsc)
    {
        IEnumerable<string> names = CpuMap.Default.FindModel("Nehalem")!.Features.Append("hypervisor").Select(QemuNames.ToQemu);
        return $$"""{"vendor": "GenuineIntel", "family": 6, "model": 26, "stepping": 3, """
            + $$"""{{string.Join(", ", names.Select(n => $"\"{n}\": true"))}}, "invtsc": {{invtsc}}}""";
    }

    private sealed class UnreadableHost() : QemuHost(CpuArchitecture.X86_64)
    {
        public override CpuDefinition Probe(CpuArchitecture guest, CpuModelList? models) =>
            throw new CpuException(new CpuRefusal(CpuErrorKind.OperationFailed, [new CpuReason(CpuRule.ProbeFailed, "broken")]));
    }
}
