using System.Text;
using NVirt.Cpu.Judging;
using NVirt.Cpu.X86;
using NVirt.Fleet.Mitigations;
using NVirt.Platforms;

namespace NVirt.Fleet.Tests.Mitigations;

/// <summary>Which protections a guest gets, and what would help.</summary>
public sealed class GuestAuditTests
{
    private const string Skylake = "Skylake-Server-noTSX-IBRS";

    private static AuditedCpu Read(string text) => AuditedCpu.Of(PlatformReader.Read(Encoding.UTF8.GetBytes(text), "a")[0], "a");

    private static AuditedCpu Guest(string model, string features = "", string more = "") => Read(
        $"<cpu mode='custom'><model>{model}</model>{more}{Features(features, " policy='require'")}</cpu>");

    private static AuditedCpu Host(string model, string features = "") => Read(
        $"<cpu><arch>x86_64</arch><model>{model}</model>{Features(features, string.Empty)}</cpu>");

    private static string Features(string names, string policy) => string.Concat(
        names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => $"<feature{policy} name='{n}'/>"));

    private static GuestAudit Audit(AuditedCpu guest, params AuditedCpu[] hosts) => GuestAudit.Of(guest, hosts, GuestAudit.Kernels[0]);

    [Fact]
    public void What_ends_a_vulnerability_and_is_withheld_is_the_fix()
    {
        GuestAudit audit = Audit(Guest(Skylake), Host(Skylake, "md-clear ssbd"));
        Assert.Equal(CpuAnswer.No, audit.Answer);
        Assert.Equal(["md-clear", "ssbd"], audit.Fix);
        VulnerabilityFile mds = audit.Files.Single(f => f.Name == "mds");
        Assert.StartsWith("Vulnerable", mds.Text, StringComparison.Ordinal);
        Assert.Equal(["md-clear"], mds.Fix);
        Assert.StartsWith("Mitigation", mds.Fixed, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_host_lacks_is_no_fix()
    {
        GuestAudit audit = Audit(Guest(Skylake), Host(Skylake));
        Assert.Equal(CpuAnswer.Yes, audit.Answer);
        Assert.Empty(audit.Fix);
        Assert.True(audit.Files.Single(f => f.Name == "mds").IsVulnerable);
    }

    [Fact]
    public void A_fix_is_what_all_hosts_have()
    {
        GuestAudit audit = Audit(Guest(Skylake), Host(Skylake, "md-clear ssbd"), Host(Skylake, "ssbd"));
        Assert.Equal(["ssbd"], audit.Fix);
        Assert.Equal(["md-clear", "ssbd"], audit.Hosts[0].Withheld);
    }

    [Fact]
    public void A_control_is_preferred_to_a_promise() =>
        Assert.Equal(["ssbd"], Audit(Guest(Skylake), Host(Skylake, "ssbd ssb-no arch-capabilities")).Fix);

    [Fact]
    public void What_the_host_does_not_have_is_invented() =>
        Assert.Equal(["md-clear"], Audit(Guest(Skylake, "md-clear"), Host(Skylake)).Hosts[0].Invented);

    [Fact]
    public void A_promise_is_a_lie_on_another_host()
    {
        const string Promise = "mds-no arch-capabilities";
        GuestAudit audit = Audit(Guest(Skylake, Promise), Host(Skylake, Promise), Host(Skylake, "arch-capabilities"));
        Assert.Empty(audit.Hosts[0].Lies);
        Assert.Equal(["mds-no"], audit.Hosts[1].Lies);
        Assert.Empty(audit.Hosts[1].Invented);
    }

    [Fact]
    public void What_the_hosts_source_does_not_say_decides()
    {
        AuditedCpu level = AuditedCpu.Of(PlatformReader.Read("x86-64-v3"u8.ToArray(), "a", form: "level")[0], "a");
        GuestAudit audit = Audit(Guest(Skylake), level);
        Assert.Equal(CpuAnswer.Unknown, audit.Answer);
        Assert.Equal(["ssbd"], audit.Files.Single(f => f.Name == "spec_store_bypass").PossibleFix);
    }

    [Fact]
    public void A_text_that_rests_on_msr_10ah_is_marked()
    {
        GuestAudit audit = Audit(Guest(Skylake, "mds-no arch-capabilities"), Host(Skylake, "mds-no arch-capabilities"));
        Assert.True(audit.Files.Single(f => f.Name == "mds").IsFromSource);
        Assert.False(audit.Files.Single(f => f.Name == "spectre_v1").IsFromSource);
    }

    [Fact]
    public void A_guest_with_the_hosts_cpu_shows_the_hosts_processor()
    {
        AuditedCpu guest = Read("<cpu mode='host-passthrough'/>");
        AuditedCpu host = Read("<cpu><arch>x86_64</arch><model>EPYC</model><signature family='23' model='49' stepping='0'/></cpu>");
        VulnerabilityFile retbleed = Audit(guest, host).Files.Single(f => f.Name == "retbleed");
        Assert.Equal(["Mitigation: untrained return thunk; SMT disabled", "Not affected"], retbleed.Possible);

        // libvirt has no name for it, so no document says whether the host has it.
        Assert.Equal(["btc-no"], retbleed.Open);
        Assert.Null(retbleed.Text);
    }

    [Theory]
    [InlineData(0x80000u, "BHI: SW loop, KVM: SW loop")]
    [InlineData(0u, "BHI: Retpoline")]
    public void Registers_tell_whether_returns_are_predicted_elsewhere(uint capabilities, string ending)
    {
        AuditedCpu host = Read(NVirt.Cpu.Xml.CpuDataXml.Format(X86CpuData.Create(
        [
            X86Item.Cpuid(0, 0, eax: 7, ebx: 0x756e6547, edx: 0x49656e69, ecx: 0x6c65746e), X86Item.Cpuid(1, 0, eax: 0x906a1),
            X86Item.Cpuid(7, 0, edx: 1u << 29), X86Item.Msr(0x10a, capabilities, 0),
        ])));
        Assert.EndsWith(ending, Text(Audit(Read("<cpu mode='host-passthrough'/>"), host), "spectre_v2"), StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_come_from_the_topology() => Assert.Equal(
        "Mitigation: untrained return thunk; SMT vulnerable",
        Text(Audit(Guest("EPYC-Rome", more: "<topology sockets='1' cores='1' threads='2'/><feature policy='disable' name='amd-stibp'/>"),
            Host("EPYC-Rome")), "retbleed"));

    private static string? Text(GuestAudit audit, string file) => audit.Files.Single(f => f.Name == file).Text;
}
