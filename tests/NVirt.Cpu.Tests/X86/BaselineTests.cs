using NVirt.Cpu.Tests.Xml;
using static NVirt.Cpu.Tests.X86.Cpus;

namespace NVirt.Cpu.Tests.X86;

public sealed class BaselineTests
{
    [Fact]
    public void Of_one_cpu_it_is_that_cpu()
    {
        CpuDefinition baseline = Driver.Baseline([Host("Nehalem", "aes", "Intel")]);
        Assert.Equal(
            ("Nehalem", "Intel", CpuFallback.Forbid, CpuType.Guest), (baseline.Model, baseline.Vendor, baseline.Fallback, baseline.Type));
        Assert.Equal("+aes", Words(baseline.Features));
    }

    [Fact]
    public void Of_two_it_has_what_both_have()
    {
        CpuDefinition baseline = Driver.Baseline([Host("Westmere", "avx", "Intel"), Host("SandyBridge", vendor: "Intel")]);
        Assert.Equal("Westmere", baseline.Model);
        Assert.Equal(CpuFallback.Allow, baseline.Fallback);
        Assert.Equal("+avx", Words(baseline.Features));
    }

    [Fact]
    public void A_model_that_may_not_be_chosen_has_a_stand_in()
    {
        CpuDefinition baseline =
            Driver.Baseline([Host("Westmere", vendor: "Intel")], new CpuBaselineOptions { Models = CpuModelList.Of("Nehalem") });
        Assert.Equal(("Nehalem", CpuFallback.Allow), (baseline.Model, baseline.Fallback));
    }

    [Fact]
    public void What_all_have_is_not_unknown_because_somebody_says_so() => Assert.Equal(
        CpuRule.NoModelFits,
        Assert.Throws<CpuException>(() => Driver.Baseline(
            [Host("Westmere", vendor: "Intel")],
                new CpuBaselineOptions { Models = CpuModelList.Of("EPYC"), Unknown = ["aes"] })).Refusal.Reasons[0].Rule);

    [Fact]
    public void A_vendor_that_not_all_name_is_left_out() =>
        Assert.Null(Driver.Baseline([Host("Westmere", vendor: "Intel"), Host("Nehalem")]).Vendor);

    [Fact]
    public void The_first_cpus_model_vendor_is_not_consulted() =>
        Assert.NotNull(Driver.Baseline([Host("Westmere"), Host("EPYC", vendor: "AMD")]).Model);

    [Theory]
    [InlineData("Westmere", "Intel", "EPYC", "AMD")]
    [InlineData("Westmere", "Intel", "EPYC", null)]
    [InlineData("qemu64", "AMD", "Westmere", "Intel")]
    [InlineData("Westmere", "Intel", "Nehalem", "AMD")]
    [InlineData("Westmere", null, "Nehalem", "AMD")]
    public void Different_vendors_have_no_baseline(string model1, string? vendor1, string model2, string? vendor2) => Assert.Equal(
        (CpuErrorKind.OperationFailed, CpuRule.VendorsDiffer), Refusal([Host(model1, vendor: vendor1), Host(model2, vendor: vendor2)]));

    [Fact]
    public void An_unknown_vendor_is_refused() =>
        Assert.Equal((CpuErrorKind.OperationFailed, CpuRule.UnknownVendor), Refusal([Host("Nehalem", vendor: "Cyrix")]));

    [Fact]
    public void An_unknown_model_is_told_before_a_vendor_that_differs() => Assert.Equal(
        (CpuErrorKind.UnknownName, CpuRule.UnknownModel), Refusal([Host("Westmere", vendor: "Intel"), Host("NoSuchModel", vendor: "AMD")]));

    [Fact]
    public void Nothing_in_common_is_refused() => Assert.Equal(
        (CpuErrorKind.OperationFailed, CpuRule.NothingInCommon),
            Refusal([Host("Nehalem")], new CpuBaselineOptions { Features = ["avx512f"] }));

    [Fact]
    public void No_cpus_are_refused() => Assert.Equal((CpuErrorKind.InvalidArgument, CpuRule.InvalidArgument), Refusal([]));

    [Fact]
    public void A_cpu_without_a_model_is_refused() =>
        Assert.Equal((CpuErrorKind.InvalidArgument, CpuRule.ModelRequired), Refusal([Host("Nehalem"), Host(model: null)]));

    [Fact]
    public void A_list_of_models_restricts_the_choice() => Assert.Equal(
        "Penryn", Driver.Baseline(
            [Host("Westmere"), Host("SandyBridge")], new CpuBaselineOptions { Models = CpuModelList.Of("Penryn", "EPYC") }).Model);

    [Fact]
    public void Migratable_leaves_out_what_does_not_migrate() => Assert.Equal(
        string.Empty, Words(Driver.Baseline([Host("Nehalem", "invtsc")], new CpuBaselineOptions { Migratable = true }).Features));

    [Fact]
    public void Every_input_can_run_it()
    {
        CpuDefinition[] hosts = [Host("Westmere", "vmx"), Host("Haswell", "vmx invtsc"), Host("Penryn", "popcnt sse4.2")];
        CpuDefinition baseline = Driver.Baseline(hosts);
        Assert.All(hosts, h => Assert.True(Driver.Compare(h, baseline).IsCompatible));
    }

    private static (CpuErrorKind, CpuRule) Refusal(CpuDefinition[] cpus, CpuBaselineOptions? options = null)
    {
        CpuException refused = Assert.Throws<CpuException>(() => Driver.Baseline(cpus, options));
        return (refused.Kind, refused.Refusal.Reasons[0].Rule);
    }
}
