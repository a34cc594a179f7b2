namespace NVirt.Platforms.Tests;

/// <summary>What no release of a platform reads yet, models of clusters, and the age of libvirt.</summary>
public sealed class NewPlatformTests
{
    private const string Profile = "{\"hypervisor\":\"Kvm\",\"cpu_vendor\":\"Intel\",\"adjustments\":["
        + "[{\"leaf\":\"0x7\",\"sub_leaf\":{\"start\":\"0x0\",\"end\":\"0x0\"},\"register\":\"EBX\"},"
        + "{\"replacements\":\"0x00000020\",\"mask\":\"0x00002000\"}]]}";

    [Fact]
    public void A_profile_replaces_keeps_and_clears_bits()
    {
        CpuStatement profile = Reading.One(Profile);
        Assert.Equal(("cloud-hypervisor-profile", "Intel"), (profile.Form, profile.Vendor));
        Assert.True(profile.Bits.Has("avx2"));
        Assert.False(profile.Bits.Has("bmi2"));
        Assert.Null(profile.Bits.Has("zero-fcs-fds"));

        // A register that is not listed is zero.
        Assert.False(profile.Bits.Has("aes"));
    }

    [Fact]
    public void A_profile_of_msrs_says_nothing_of_cpuid()
    {
        CpuStatement profile = Reading.One(
            "{\"cpu_vendor\":\"Intel\",\"hypervisor_type\":\"Kvm\",\"adjustments\":[[\"0x10a\",{\"mask\":\"0x0000000000000002\","
            + "\"replacements\":\"0x0000000000000001\"}]],\"permitted_msrs\":[\"0x10a\"]}");
        Assert.True(profile.Bits.Has("rdctl-no"));
        Assert.Null(profile.Bits.Has("ibrs-all"));
        Assert.False(profile.Bits.Has("mds-no"));
        Assert.Null(profile.Bits.Has("aes"));
    }

    [Theory]
    [InlineData("0x0000000000000000", "0x0000000000080000", true)]
    [InlineData("0x0000000000000000", "0x0000000000000000", false)]
    [InlineData("0x0000000000080000", "0x0000000000000000", null)]
    public void A_bit_that_libvirt_has_no_name_for_is_told_by_its_register(string mask, string replacements, bool? isSet)
    {
        CpuStatement profile = Reading.One(
            "{\"cpu_vendor\":\"Intel\",\"hypervisor_type\":\"Kvm\",\"adjustments\":[[\"0x10a\",{\"mask\":\"" + mask
            + "\",\"replacements\":\"" + replacements + "\"}]],\"permitted_msrs\":[\"0x10a\"]}");
        Assert.Equal(isSet, profile.Has("rrsba"));
        Assert.Null(profile.Has("btc-no"));
    }

    [Theory]
    [InlineData("\"0x7\"", "\"7\"", "leaf has the value")]
    [InlineData("\"EBX\"", "\"ebx\"", "register has the value")]
    [InlineData("0x00000020", "0x100000000", "replacements has the value")]
    [InlineData("\"mask\"", "\"Mask\"", "mask is missing")]
    [InlineData("\"end\":\"0x0\"", "\"end\":\"-1\"", "end has the value")]
    [InlineData("\"start\":\"0x0\"", "\"start\":\"0x1\"", "end has the value")]
    public void What_is_wrong_with_a_profile_is_told(string old, string replacement, string part)
    {
        string message = Reading.Refusal(Profile.Replace(old, replacement, StringComparison.Ordinal));
        Assert.Matches("^file:1:[0-9]+: ", message);
        Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_register_of_a_profile_stands_there_once() => Assert.Contains(
        "is there twice",
        Reading.Refusal(Profile.Replace(
            "\"adjustments\":[", "\"adjustments\":[" + Profile[Profile.IndexOf("[{", StringComparison.Ordinal)..^2] + ",",
            StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public void Bhyve_is_written_only_if_that_is_allowed() => Assert.Contains(
        "no release of bhyve reads this yet",
        Reading.WriteRefusal("bhyve", "<cpu mode='custom' match='exact'><model>Nehalem</model></cpu>"), StringComparison.Ordinal);

    [Fact]
    public void What_was_written_for_bhyve_is_read_again()
    {
        CpuDefinition guest = Reading.Guest(
            "<cpu mode='custom' match='exact'><model>Nehalem</model><feature policy='require' name='aes'/>"
            + "<feature policy='disable' name='vme'/></cpu>");
        CpuStatement meant = Reading.One(Cpu.Xml.CpuXml.Format(guest));
        CpuStatement again = Reading.One(Bhyve(guest).Text);
        Assert.Equal(meant.Bits.Yes, again.Bits.Yes);
        Assert.Empty(again.Bits.Yes.Intersect(meant.Bits.No));
    }

    [Fact]
    public void Without_a_model_bhyve_only_adds_bits()
    {
        CpuDefinition guest = Reading.Guest("<cpu mode='host-passthrough'><feature policy='require' name='avx2'/></cpu>");
        Assert.Equal("cpuid.0x7,0=ebx|=0x20\n", Bhyve(guest).Text);
        Assert.True(Reading.One(Bhyve(guest).Text).Bits.Has("avx2"));
    }

    [Theory]
    [InlineData("<cpu mode='host-passthrough'><feature policy='disable' name='avx2'/></cpu>")]
    [InlineData("<cpu mode='host-passthrough'/>")]
    [InlineData("<cpu mode='custom' match='exact'><model>Nehalem</model><feature policy='optional' name='aes'/></cpu>")]
    [InlineData("<cpu mode='custom' match='exact'><model>Nehalem</model><feature policy='require' name='rdctl-no'/></cpu>")]
    public void What_bhyve_cannot_say_is_refused(string xml) => Assert.Throws<CpuException>(() => Bhyve(Reading.Guest(xml)));

    [Fact]
    public void The_model_of_a_cluster_stands_in_place_of_the_guests()
    {
        CpuStatement guest = Reading.One("EVC_MODE = \"Haswell\"\nCPU_MODEL = [ MODEL = \"EPYC\", FEATURES = \"pcid\" ]\n");
        Assert.Equal(("opennebula-template", "Haswell"), (guest.Form, guest.Model));
        Assert.Equal([new CpuFeature("pcid", CpuPolicy.Require)], guest.Policies);
        Assert.Contains(guest.Remarks, r => r is { IsLoss: true, Subject: "EPYC" });
    }

    [Fact]
    public void A_cluster_is_read_alone() => Assert.Equal(
        ("opennebula-cluster", "Haswell"),
        Reading.One("RESERVED_CPU=\"\"\nEVC_MODE=\"Haswell\"\n") is var cluster ? (cluster.Form, cluster.Model) : default);

    [Theory]
    [InlineData("EVC_MODE=\"Haswel\"\n", "file:1:1: ")]
    [InlineData("EVC_MODE=\"EPYC\"\nEVC_MODE=\"Haswell\"\n", "file:2:1: EVC_MODE is there twice")]
    [InlineData("EVC_MODE=\"\"\n", "file:1:1: EVC_MODE is missing")]
    public void A_cluster_without_one_known_model_is_refused(string text, string start) =>
        Assert.StartsWith(start, Reading.Refusal(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("<cpu><arch>x86_64</arch><model>Nehalem</model></cpu>")]
    [InlineData("{\"cpu_info\":{\"arch\":\"x86_64\",\"model\":\"Nehalem\",\"features\":[],\"topology\":{}}}")]
    [InlineData("KVM_CPU_MODEL=\"Nehalem\"\nKVM_CPU_FEATURES=\"sse2\"\n")]
    [InlineData("apiVersion: v1\nkind: Node\nmetadata:\n  labels:\n    cpu-feature.node.kubevirt.io/sse2: 'true'\n")]
    public void An_older_libvirt_does_not_deny_what_it_did_not_know(string text)
    {
        Assert.False(Reading.One(text).Bits.Has("auto-ibrs"));
        CpuStatement old = Reading.One(text, options: new PlatformReadOptions { Libvirt = new Version(9, 0, 0) });
        Assert.Null(old.Bits.Has("auto-ibrs"));
        Assert.False(old.Bits.Has("avx2"));
        Assert.DoesNotContain(old.Remarks, r => r.Kind == StatementRemarkKind.VersionUnknown);
        Assert.Empty(Reading.One(text, options: new PlatformReadOptions { Libvirt = new Version(8, 9, 0) }).Bits.No);
    }

    [Fact]
    public void An_amd_host_whose_control_is_a_register_may_give_guests_a_bit_for_it()
    {
        const string host = "processor\t: 0\nvendor_id\t: AuthenticAMD\ncpu family\t: 23\nmodel\t\t: 1\nstepping\t: 2\n"
            + "flags\t\t: fpu ssbd\n";
        PlatformReadOptions kvm = new() { Kernel = new Version(6, 12) };
        Assert.Null(Reading.One(host, options: kvm).Bits.Has("virt-ssbd"));
        Assert.False(Reading.One(host.Replace(" ssbd", " aes", StringComparison.Ordinal), options: kvm).Bits.Has("virt-ssbd"));
    }

    private static PlatformOutput Bhyve(CpuDefinition guest) =>
        PlatformWriter.Write("bhyve", new PlatformWriteRequest { Cpu = guest, AllowsExperimental = true });
}
