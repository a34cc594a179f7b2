using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Domains.Capabilities.Domains;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Domains.Driver;
using Xunit;

namespace NVirt.Domains.Testing;

/// <summary>Questions about CPUs.</summary>
public abstract partial class DriverContract
{
    [Fact]
    public async Task The_host_has_a_CPU_and_runs_the_drivers_guests()
    {
        HostCapabilities host = await Driver.GetCapabilitiesAsync(Token);
        Assert.Equal(CpuType.Host, host.Cpu.Type);
        Assert.Contains(host.Guests, g => g.Arch == CpuArchitecture.X86_64 && g.DomainTypes.Contains(Type));
    }

    [Fact]
    public async Task Domain_capabilities_say_which_models_can_be_had()
    {
        DomainCapabilities domains =
            await Driver.GetDomainCapabilitiesAsync(new DomainKind { Type = Type, Arch = CpuArchitecture.X86_64 }, Token);
        Assert.Equal((Type, CpuArchitecture.X86_64), (domains.DomainType, domains.Arch));
        Assert.True(domains.Cpu!.Custom.Single(m => m.Name == "Nehalem").IsUsable);
        DomainCpuModel tooMuch = domains.Cpu.Custom.Single(m => m.Name == "Icelake-Server");
        Assert.False(tooMuch.IsUsable);
        Assert.Contains("avx512f", tooMuch.Blockers);
    }

    [Fact]
    public async Task A_CPU_is_compared_with_what_can_be_given()
    {
        DomainKind kind = new() { Type = Type };
        Assert.True((await Driver.CompareCpuAsync(CpuXml.Parse(Nehalem), kind, Token)).IsCompatible);
        CpuComparison comparison = await Driver.CompareCpuAsync(CpuXml.Parse(TooMuch), kind, Token);
        Assert.Equal(CpuVerdict.Incompatible, comparison.Verdict);
        Assert.Contains(comparison.Refusal!.Reasons, r => r.Subject == "avx512f");
    }

    [Fact]
    public async Task A_baseline_can_be_given()
    {
        DomainKind kind = new() { Type = Type };
        CpuDefinition[] cpus = [CpuXml.Parse(Nehalem), CpuXml.Parse("<cpu><model>Westmere</model></cpu>")];
        CpuDefinition baseline = await Driver.GetBaselineCpuAsync(cpus, kind, cancellation: Token);
        Assert.Equal(CpuFallback.Forbid, baseline.Fallback);
        Assert.True((await Driver.CompareCpuAsync(baseline, kind, Token)).IsCompatible);
        await Assert.ThrowsAsync<CpuException>(() => Driver.GetBaselineCpuAsync([], kind, cancellation: Token));
    }

    [Fact]
    public async Task Domains_of_a_type_that_it_does_not_run_are_not_supported() =>
        await FailsAsync(DomainErrorKind.NoSupport, () => Driver.GetDomainCapabilitiesAsync(new DomainKind { Type = "bhyve" }, Token));
}
