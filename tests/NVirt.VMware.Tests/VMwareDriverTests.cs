using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Domains.Capabilities.Domains;
using NVirt.Domains.Driver;

namespace NVirt.VMware.Tests;

public sealed class VMwareDriverTests
{
    private static readonly CpuDefinition Host = CpuXml.Parse(
        "<cpu><arch>x86_64</arch><model>SapphireRapids</model><vendor>Intel</vendor></cpu>", CpuType.Host);

    private static readonly VMwareDriver Driver = new(Host);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Guests_can_have_models_that_the_host_covers()
    {
        DomainCapabilities domains = await Driver.GetDomainCapabilitiesAsync(DomainKind.Default, Token);
        Assert.Equal(("vmware", CpuArchitecture.X86_64), (domains.DomainType, domains.Arch));
        Assert.True(domains.Cpu!.Custom.Single(m => m.Name == "Nehalem").IsUsable);
        Assert.False(domains.Cpu.Custom.Single(m => m.Name == "GraniteRapids").IsUsable);
        Assert.Equal("SapphireRapids", domains.Cpu.HostModel!.Model);
    }

    [Theory]
    [InlineData("<cpu><model>Nehalem</model></cpu>", CpuVerdict.Superset, null)]
    [InlineData("<cpu><model>Nehalem</model><feature policy='require' name='svm'/></cpu>", CpuVerdict.Incompatible, "svm")]
    [InlineData("<cpu><model>Nehalem</model><feature policy='require' name='avx-vnni'/></cpu>", CpuVerdict.Incompatible, "avx-vnni")]
    public async Task A_CPU_is_judged_by_the_host_and_by_what_masks_can_say(string cpu, CpuVerdict verdict, string? reason)
    {
        CpuComparison comparison = await Driver.CompareCpuAsync(CpuXml.Parse(cpu), DomainKind.Default, Token);
        Assert.Equal((verdict, reason), (comparison.Verdict, comparison.Refusal?.Reasons.Single().Subject));
    }

    [Fact]
    public async Task What_a_baseline_requires_masks_can_say()
    {
        CpuDefinition baseline = await Driver.GetBaselineCpuAsync(
            [CpuXml.Parse("<cpu><model>SapphireRapids</model></cpu>")], DomainKind.Default, cancellation: Token);
        Assert.NotEmpty(VmxCpuid.For(baseline, host: Host).Settings);
        Assert.True((await Driver.CompareCpuAsync(baseline, DomainKind.Default, Token)).IsCompatible);
    }

    [Fact]
    public async Task What_it_lacks_it_says_beforehand_and_refuses()
    {
        Assert.Equal(DomainOperations.Capabilities | DomainOperations.DomainCapabilities | DomainOperations.Cpu, Driver.Operations);
        DomainException e = await Assert.ThrowsAsync<DomainException>(() => Driver.GetInfoAsync(DomainReference.OfName("a"), Token));
        Assert.Equal(
            (DomainErrorKind.NoSupport,
                "the driver vmware:///session has no operation GetInfo; it has Capabilities, DomainCapabilities, Cpu"),
                    (e.Kind, e.Message));
    }

    [Fact]
    public async Task Other_guests_are_not_supported() => Assert.Equal(
        DomainErrorKind.NoSupport,
        (await Assert.ThrowsAsync<DomainException>(() => Driver.CompareCpuAsync(Host, new DomainKind { Type = "kvm" }, Token))).Kind);
}
