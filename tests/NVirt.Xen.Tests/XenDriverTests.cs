using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Domains.Capabilities.Domains;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;

namespace NVirt.Xen.Tests;

public sealed class XenDriverTests
{
    private static readonly CpuDefinition Host = CpuXml.Parse(
        "<cpu><arch>x86_64</arch><model>Icelake-Server</model><vendor>Intel</vendor><feature name='arch-capabilities'/><feature "
            + "name='rdctl-no'/></cpu>",
        CpuType.Host);

    private static readonly XenDriver Driver = new(Host);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_runs_three_kinds_of_guests()
    {
        HostCapabilities host = await Driver.GetCapabilitiesAsync(Token);
        Assert.Equal(Host, host.Cpu);
        Assert.Equal(["hvm", "xenpvh", "xen"], host.Guests.Select(g => g.OsType).Distinct());
        Assert.All(host.Guests, g => Assert.Equal(["xen"], g.DomainTypes));
    }

    [Fact]
    public async Task Guests_see_the_hosts_CPU_and_no_other()
    {
        DomainCapabilities domains = await Driver.GetDomainCapabilitiesAsync(new DomainKind { Machine = "xenpvh" }, Token);
        Assert.Equal(("xen", "xenpvh"), (domains.DomainType, domains.Machine));
        Assert.NotNull(domains.Cpu!.HostPassthrough);
        Assert.Null(domains.Cpu.HostModel);
        Assert.Empty(domains.Cpu.Custom);
    }

    [Theory]
    [InlineData("<cpu mode='host-passthrough'><feature policy='require' name='aes'/></cpu>", CpuVerdict.Superset, null)]
    [InlineData("<cpu mode='host-passthrough'><feature policy='require' name='svm'/></cpu>", CpuVerdict.Incompatible, "svm")]
    [InlineData("<cpu mode='host-passthrough'><feature policy='require' name='rdctl-no'/></cpu>", CpuVerdict.Incompatible, "rdctl-no")]
    [InlineData("<cpu mode='host-passthrough'><feature policy='disable' name='rdctl-no'/></cpu>", CpuVerdict.Superset, null)]
    public async Task A_CPU_is_judged_by_the_host_and_by_what_bits_can_say(string cpu, CpuVerdict verdict, string? reason)
    {
        CpuComparison comparison = await Driver.CompareCpuAsync(CpuXml.Parse(cpu), DomainKind.Default, Token);
        Assert.Equal((verdict, reason), (comparison.Verdict, comparison.Refusal?.Reasons.Single().Subject));
    }

    [Fact]
    public async Task A_baseline_has_nothing_that_bits_can_not_say_or_the_host_lacks()
    {
        CpuDefinition mighty = CpuXml.Parse("<cpu><model>SapphireRapids</model><feature policy='require' name='rdctl-no'/></cpu>");
        CpuDefinition baseline = await Driver.GetBaselineCpuAsync([mighty], DomainKind.Default, cancellation: Token);
        CpuDefinition expanded = CpuDriver.For(CpuArchitecture.X86_64).ExpandFeatures(baseline);
        Assert.DoesNotContain(expanded.Features, f => f is { Policy: CpuPolicy.Require, Name: "rdctl-no" or "amx-tile" });
        Assert.Contains(expanded.Features, f => f is { Policy: CpuPolicy.Require, Name: "avx512f" });
    }

    [Fact]
    public async Task What_it_lacks_it_refuses_with_its_name_and_the_operation()
    {
        Assert.False(Driver.Operations.HasFlag(DomainOperations.Definitions));
        DomainReference a = DomainReference.OfName("a");
        DomainDocument document = DomainDocument.Parse("<domain type='xen'><name>a</name></domain>");
        DomainException e = await Assert.ThrowsAsync<DomainException>(() => Driver.StartAsync(a, cancellation: Token));
        Assert.Equal(DomainErrorKind.NoSupport, e.Kind);
        foreach (Func<Task> operation in (Func<Task>[])
        [
            () => Driver.ListAsync(Token), () => Driver.FindAsync(a, Token), () => Driver.GetInfoAsync(a, Token), () =>
                Driver.GetDocumentAsync(a, cancellation: Token),
            () => Driver.DefineAsync(document, Token), () => Driver.CreateAsync(document, cancellation: Token),
            () => Driver.SetAutostartAsync(a, isAutostart: true, cancellation: Token), () =>
                Driver.BeginMigrationAsync(a, cancellation: Token),
        ])
        {
            Assert.Equal(DomainErrorKind.NoSupport, (await Assert.ThrowsAsync<DomainException>(operation)).Kind);
        }

        Assert.Equal("the driver xen:///system has no operation Start; it has Capabilities, DomainCapabilities, Cpu", e.Message);
        Assert.Equal(DomainErrorKind.NoSupport, Assert.Throws<DomainException>(() => Driver.WatchAsync(cancellation: Token)).Kind);
    }
}
