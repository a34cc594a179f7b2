using static NVirt.Cpu.Tests.X86.Cpus;

namespace NVirt.Cpu.Tests.X86;

public sealed class UpdateTests
{
    private static readonly CpuDefinition NehalemHost = Host("Nehalem", "aes invtsc", "Intel");

    [Theory]
    [InlineData(CpuMode.HostPassthrough)]
    [InlineData(CpuMode.Maximum)]
    public void Host_passthrough_and_maximum_stay_as_they_are(CpuMode mode)
    {
        CpuDefinition guest = new() { Mode = mode, Features = [new CpuFeature("nonsense", CpuPolicy.Optional)] };
        Assert.Same(guest, Driver.Update(guest, host: null));
    }

    [Theory]
    [InlineData(CpuMatch.Exact)]
    [InlineData(CpuMatch.Strict)]
    public void Exact_and_strict_without_optional_features_need_no_host(CpuMatch match)
    {
        CpuDefinition guest = Guest("Nehalem", "+aes -avx", match);
        Assert.Equal(guest, Driver.Update(guest, host: null));
    }

    [Fact]
    public void Optional_features_are_decided_by_the_host() =>
        Assert.Equal("+aes -avx +popcnt", Words(Driver.Update(Guest("Nehalem", "?aes ?avx +popcnt"), NehalemHost).Features));

    [Fact]
    public void A_pseudo_feature_may_be_optional() =>
        Assert.Equal("-hv-vapic", Words(Driver.Update(Guest("Nehalem", "?hv-vapic"), NehalemHost).Features));

    [Theory]
    [InlineData("?aes", CpuMatch.Exact)]
    [InlineData("", CpuMatch.Minimum)]
    public void What_depends_on_the_host_needs_one(string features, CpuMatch match) =>
        Assert.Equal(
            CpuErrorKind.Unsupported, Assert.Throws<CpuException>(() => Driver.Update(Guest("Nehalem", features, match), host: null)).Kind);

    [Fact]
    public void Minimum_takes_the_hosts_model_and_features_and_keeps_the_guests_vendor()
    {
        CpuDefinition updated = Driver.Update(Guest("Penryn", "-popcnt", CpuMatch.Minimum), NehalemHost);
        Assert.Equal(("Nehalem", null, CpuMatch.Exact, CpuMode.Custom), (updated.Model, updated.Vendor, updated.Match, updated.Mode));
        Assert.Equal("+aes +invtsc -popcnt", Words(updated.Features));
    }

    [Fact]
    public void Host_model_takes_the_hosts_vendor_too()
    {
        CpuDefinition updated =
            Driver.Update(Guest(model: null, "-aes") with { Mode = CpuMode.HostModel, Fallback = CpuFallback.Forbid }, NehalemHost);
        Assert.Equal(
            ("Nehalem", "Intel", CpuFallback.Forbid, CpuMode.Custom), (updated.Model, updated.Vendor, updated.Fallback, updated.Mode));
        Assert.Equal("-aes +invtsc", Words(updated.Features));
    }

    [Theory]
    [InlineData(CpuRemovalPolicy.Disable, "-monitor")]
    [InlineData(CpuRemovalPolicy.Require, "+monitor")]
    public void Features_that_the_model_once_had_are_appended(CpuRemovalPolicy policy, string features) =>
        Assert.Equal(features, Words(Driver.Update(Guest("EPYC"), host: null, policy).Features));

    [Fact]
    public void A_removed_feature_that_the_guest_names_stays() =>
        Assert.Equal("+monitor", Words(Driver.Update(Guest("EPYC", "+monitor"), host: null).Features));

    [Fact]
    public void An_unknown_model_is_an_error() =>
        Assert.Equal(CpuErrorKind.UnknownName, Assert.Throws<CpuException>(() => Driver.Update(Guest("Nothing"), host: null)).Kind);

    [Fact]
    public void The_migratable_copy_has_no_features_that_do_not_migrate() =>
        Assert.Equal("aes", Words(Driver.CopyMigratable(NehalemHost).Features));
}
