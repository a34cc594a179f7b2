using NVirt.Cpu;
using NVirt.Cpu.Tests.X86;
using static NVirt.Cpu.Tests.X86.Cpus;

namespace NVirt.VMware.Tests;

/// <summary>EVC modes of hosts and clusters (hypervisor-rules.md 6.3).</summary>
public sealed class EvcTests
{
    [Fact]
    public void Every_mode_has_a_model_of_its_vendor_that_is_not_one_of_the_chain_before() => Assert.All(EvcMode.All, mode =>
    {
        Assert.Equal(mode.Vendor, CpuMap.Default.FindModel(mode.Model)?.Vendor);
        Assert.Same(mode, EvcMode.Find(mode.Name));
        Assert.StartsWith(mode.Vendor.ToLowerInvariant() + "-", mode.Name, StringComparison.Ordinal);
        Assert.Single(EvcMode.All, m => m.Model == mode.Model);
    });

    [Theory]
    [InlineData("intel-merom", "Conroe")]
    [InlineData("intel-haswell", "Haswell-noTSX")]
    [InlineData("intel-sapphirerapids", "SapphireRapids")]
    [InlineData("amd-rev-e", "Opteron_G1")]
    [InlineData("amd-zen4", "EPYC-Genoa")]
    public void The_nearest_model_of_a_mode(string mode, string model) => Assert.Equal(model, EvcMode.Find(mode)?.Model);

    [Theory]
    [InlineData("Conroe", "intel-merom")]
    [InlineData("Westmere", "intel-westmere")]
    [InlineData("Haswell-noTSX", "intel-haswell")]
    [InlineData("Haswell", "intel-haswell")]
    [InlineData("Icelake-Server", "intel-icelake")]
    [InlineData("Opteron_G3", "amd-greyhound")]
    [InlineData("EPYC-Milan", "amd-zen3")]
    [InlineData("qemu64", null)]
    [InlineData("Dhyana", null)]
    public void A_host_of_a_model_admits_its_mode(string model, string? mode) =>
        Assert.Equal(mode, Evc.Judge(Source(model)).Greatest?.Name);

    [Fact]
    public void Every_mode_is_admitted_by_a_host_of_its_model() => Assert.All(EvcMode.All, mode =>
        Assert.Contains(Evc.Judge(Source(mode.Model)).Answers, a => a.Mode == mode && a.IsAdmitted));

    [Fact]
    public void The_vendor_of_a_host_counts_before_that_of_its_model()
    {
        Assert.Equal("AMD", Evc.Judge(new CpuSource(Host("qemu64", vendor: "AMD"))).Answers[0].Mode.Vendor);
        Assert.Empty(Evc.Judge(new CpuSource(Host("Haswell", vendor: "Hygon"))).Answers);
    }

    [Fact]
    public void A_refused_mode_says_what_the_host_lacks()
    {
        EvcAnswer answer = Evc.Judge(Source("Haswell-noTSX")).Answers.Single(a => a.Mode.Name == "intel-broadwell");
        Assert.False(answer.IsAdmitted);
        Assert.Contains(answer.Obstacle!.Reasons, r => r.Subject == "rdseed");
        Assert.Null(Evc.Judge(Source("Haswell-noTSX")).Answers[0].Obstacle);
    }

    [Theory]
    [InlineData("Haswell-noTSX Broadwell-noTSX Icelake-Server", "intel-haswell")]
    [InlineData("Icelake-Server Conroe", "intel-merom")]
    [InlineData("EPYC EPYC-Rome", "amd-zen")]
    [InlineData("EPYC-Rome", "amd-zen2")]
    [InlineData("Dhyana Dhyana", null)]
    public void The_mode_of_a_cluster_is_the_greatest_that_all_hosts_admit(string models, string? mode)
    {
        EvcCluster cluster = Evc.Cluster([.. models.Split(' ').Select(Source)]);
        Assert.Equal(mode, cluster.Mode?.Name);
        Assert.Equal(models.Split(' ').Length, cluster.Hosts.Length);
        Assert.Empty(cluster.Undecided);
    }

    [Fact]
    public void A_greater_mode_may_be_admitted_where_a_smaller_one_is_not()
    {
        // Zen has neither XOP nor FMA4 of the generation before.
        EvcHost zen = Evc.Judge(Source("EPYC"));
        Assert.Equal(
            ["amd-rev-e", "amd-rev-f", "amd-greyhound", "amd-zen"],
            zen.Answers.Where(a => a.IsAdmitted).Select(a => a.Mode.Name));
        Assert.Equal("amd-greyhound", Evc.Cluster([Source("EPYC"), Source("Opteron_G5")]).Mode?.Name);
    }

    [Fact]
    public void Hosts_of_several_vendors_have_no_mode_in_common()
    {
        CpuException refused = Assert.Throws<CpuException>(() => Evc.Cluster([Source("Haswell"), Source("EPYC")]));
        Assert.Equal(CpuErrorKind.OperationFailed, refused.Kind);
        Assert.Equal(CpuRule.VendorsDiffer, refused.Refusal.Reasons[0].Rule);
    }

    [Fact]
    public void Without_hosts_there_is_nothing_to_judge() =>
        Assert.Equal(CpuErrorKind.InvalidArgument, Assert.Throws<CpuException>(() => Evc.Cluster([])).Kind);

    [Fact]
    public void An_unknown_feature_of_a_host_is_an_error() =>
        Assert.Equal(CpuRule.UnknownFeature,
            Assert.Throws<CpuException>(() => Evc.Cluster([new CpuSource(Host("Haswell", "nonsense"))])).Refusal.Reasons[0].Rule);

    [Fact]
    public void What_is_unknown_of_a_host_makes_a_mode_undecided()
    {
        // A Sapphire Rapids whose MSRs could not be read: the model has features there.
        string[] msrs = [.. CpuMap.Default.FindModel("SapphireRapids")!.Features.Where(f => CpuMap.Default.FindFeature(f)!.IsMsr)];
        CpuSource host = new(CpuDefinition.NewHost(CpuArchitecture.X86_64) with
        {
            Model = "Conroe",
            Features = [.. CpuMap.Default.FindModel("SapphireRapids")!.Features.Except(msrs)
                .Except(CpuMap.Default.FindModel("Conroe")!.Features).Select(f => new CpuFeature(f))],
        })
        {
            Unknown = [.. msrs],
        };
        EvcCluster cluster = Evc.Cluster([host, Source("SapphireRapids")]);
        Assert.NotEmpty(msrs);
        Assert.Equal(["intel-sapphirerapids"], cluster.Undecided.Select(m => m.Name));
        Assert.Equal("intel-icelake", cluster.Mode?.Name);
        Assert.Equal(CpuRule.UnknownFeatureState, cluster.Hosts[0].Answers[^1].Obstacle?.Reasons[0].Rule);
        Assert.Empty(Evc.Cluster([host, Source("Haswell-noTSX")]).Undecided);
    }

    [Theory]
    [InlineData("intel-haswell", "intel-broadwell", true, true)]
    [InlineData("intel-haswell", "intel-haswell", true, true)]
    [InlineData("intel-haswell", "intel-westmere", true, false)]
    [InlineData("intel-haswell", "intel-westmere", false, true)]
    [InlineData("intel-haswell", "amd-zen", false, false)]
    public void A_mode_is_raised_always_and_lowered_where_no_guest_runs(string from, string to, bool guestsRun, bool can) =>
        Assert.Equal(can, EvcMode.Find(from)!.CanChangeTo(EvcMode.Find(to)!, guestsRun));

    private static CpuSource Source(string model) => new(Host(model));
}
