using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Qemu.Guests;
using NVirt.Qemu.HostModels;

namespace NVirt.Qemu.Tests.Guests;

/// <summary>What QEMU built, against what a guest was promised, with answers of a QEMU that is newer than the one here.</summary>
public sealed class LiveCpuTests
{
    private const string TwoCores = "<topology sockets='1' cores='2' threads='1'/>";

    private static readonly CpuDriver Driver = CpuDriver.For(CpuArchitecture.X86_64);

    [Theory]
    [InlineData(TwoCores)]
    [InlineData("<topology sockets='1' cores='1' threads='2'/>")]
    [InlineData("<topology sockets='1' dies='2' cores='1' threads='1'/>")]
    [InlineData(TwoCores + "<feature policy='disable' name='ht'/>")]
    public void A_guest_of_an_older_qemu_arrives_where_qemu_says_ht_in_a_package_of_several_processors(string inside)
    {
        CpuDefinition live = Check(inside, "ht")!;
        Assert.DoesNotContain(live.Features, f => f is { Name: "ht", Policy: CpuPolicy.Require });
        Assert.Equal(CpuCheck.Full, live.Check);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<topology sockets='2' cores='1' threads='1'/>")]
    public void In_a_package_of_one_processor_ht_is_something_that_the_guest_did_not_have(string inside) =>
        Assert.Contains(Assert.Throws<CpuException>(() => Check(inside, "ht")).Refusal.Reasons, r => r.Subject == "ht");

    [Fact]
    public void Another_feature_that_the_guest_did_not_have_is_refused_beside_ht() =>
        Assert.Equal(["avx"], Assert.Throws<CpuException>(() => Check(TwoCores, "ht", "avx")).Refusal.Reasons.Select(r => r.Subject));

    [Fact]
    public void A_guest_that_was_given_ht_keeps_it() =>
        Assert.Contains(
            Check(TwoCores + "<feature policy='require' name='ht'/>", "ht")!.Features, f => f is { Name: "ht", Policy: CpuPolicy.Require });

    private static CpuDefinition? Check(string inside, params string[] more)
    {
        DomainDefinition domain = DomainDocument.Parse(
            $"""
            <domain type='kvm'><name>web</name><memory unit='MiB'>16</memory><vcpu>2</vcpu><os><type arch='x86_64'>hvm</type></os>
            <cpu mode='custom' match='exact' check='full'><model>Nehalem</model>{inside}</cpu></domain>
            """).Definition;
        Qemu.Guests.BuiltCpu built = new([.. CpuMap.Default.FindModel("Nehalem")!.Features, .. more], ImmutableSortedSet<string>.Empty);
        FeatureLack lacks = new(Driver, "kvm", QemuHost.Unknown(CpuArchitecture.X86_64));
        return LiveCpu.Check(Driver, domain, configured: null, built, lacks, warn: _ => { });
    }
}
