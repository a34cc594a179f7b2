using NVirt.Cpu;
using NVirt.Domains.Capabilities.Domains;

namespace NVirt.Domains.Tests.Capabilities.Domains;

public sealed class DomainCapabilitiesXmlTests
{
    private const string Document = """
        <domainCapabilities>
          <path>/usr/bin/qemu-system-x86_64</path>
          <domain>kvm</domain>
          <machine>pc-i440fx-7.2</machine>
          <arch>x86_64</arch>
          <vcpu max='255'/>
          <iothreads supported='yes'/>
          <os supported='yes'>
            <enum name='firmware'>
              <value>efi</value>
            </enum>
            <loader supported='yes'>
              <value>/usr/share/a &amp; b.fd</value>
              <enum name='type'>
                <value>rom</value>
                <value>pflash</value>
              </enum>
              <enum name='readonly'>
                <value>yes</value>
              </enum>
            </loader>
          </os>
          <cpu>
            <mode name='host-passthrough' supported='yes'>
              <enum name='hostPassthroughMigratable'>
                <value>on</value>
                <value>off</value>
              </enum>
            </mode>
            <mode name='maximum' supported='no'/>
            <mode name='host-model' supported='yes'>
              <model fallback='forbid'>Nehalem</model>
              <vendor>Intel</vendor>
              <maxphysaddr mode='passthrough' limit='64'/>
              <feature policy='require' name='vme'/>
              <feature policy='disable' name='aes'/>
            </mode>
            <mode name='custom' supported='yes'>
              <model usable='no' deprecated='yes' vendor='Intel' canonical='Nehalem-v1'>Nehalem</model>
              <blockers model='Nehalem'>
                <feature name='vmx'/>
              </blockers>
              <model usable='yes' vendor='unknown'>486</model>
              <model usable='unknown'>max</model>
            </mode>
          </cpu>
          <devices>
            <disk supported='yes'/>
          </devices>
        </domainCapabilities>

        """;

    [Fact]
    public void A_document_is_written_as_it_was_read() =>
        Assert.Equal(Document, DomainCapabilitiesXml.Format(DomainCapabilitiesXml.Parse(Document)));

    [Fact]
    public void Its_facts_are_read()
    {
        DomainCapabilities read = DomainCapabilitiesXml.Parse(Document);
        Assert.Equal(
            ("/usr/bin/qemu-system-x86_64", "kvm", "pc-i440fx-7.2", CpuArchitecture.X86_64, 255),
            (read.Path, read.DomainType, read.Machine, read.Arch, read.MaxVcpus));
        Assert.Equal(["rom", "pflash"], read.LoaderTypes);
        Assert.Equal([true, false], Assert.NotNull(read.Cpu!.HostPassthrough));
        Assert.Null(read.Cpu.Maximum);
        Assert.Equal(("Nehalem", CpuFallback.Forbid, "Intel", 2),
            (read.Cpu.HostModel!.Model, read.Cpu.HostModel.Fallback, read.Cpu.HostModel.Vendor, read.Cpu.HostModel.Features.Count));
        Assert.Equal(["Nehalem", "486", "max"], read.Cpu.Custom.Select(m => m.Name));
        Assert.Equal([false, true, null], read.Cpu.Custom.Select(m => m.IsUsable));
        Assert.True(read.Cpu.Custom[0].IsDeprecated);
        Assert.Equal(["vmx"], read.Cpu.Custom[0].Blockers);
    }

    [Fact]
    public void What_is_not_given_is_not_written() =>
        Assert.Equal("<domainCapabilities/>\n", DomainCapabilitiesXml.Format(DomainCapabilitiesXml.Parse("<domainCapabilities/>")));

    [Fact]
    public void Types_of_firmware_are_written() => Assert.Contains(
        "<value>rom</value>", DomainCapabilitiesXml.Format(new DomainCapabilities { LoaderTypes = ["rom"] }), StringComparison.Ordinal);

    [Theory]
    [InlineData("<cpu/>", CpuErrorKind.Xml, "d.xml:1:1: expected <domainCapabilities>, found cpu")]
    [InlineData("<domainCapabilities>\n <arch>vax</arch></domainCapabilities>", CpuErrorKind.Unsupported,
        "d.xml:2:2: vax is not a known architecture")]
    [InlineData("<domainCapabilities><cpu><mode name='custom' supported='yes'><blockers model='x'/></mode></cpu></domainCapabilities>",
        CpuErrorKind.Xml, "d.xml:1:62: <blockers> names a model that does not come before it")]
    [InlineData("<domainCapabilities><vcpu max='-1'/></domainCapabilities>", CpuErrorKind.Xml, null)]
    [InlineData("<!DOCTYPE domainCapabilities><domainCapabilities/>", CpuErrorKind.Xml, null)]
    [InlineData("<domainCapabilities><domainCapabilities>", CpuErrorKind.Xml, null)]
    [InlineData("<domainCapabilities><cpu><mode supported='perhaps'/></cpu></domainCapabilities>", CpuErrorKind.Xml, null)]
    public void What_can_not_be_read_is_refused_with_its_place(string xml, CpuErrorKind kind, string? message)
    {
        CpuException e = Assert.Throws<CpuException>(() => DomainCapabilitiesXml.Parse(xml, "d.xml"));
        Assert.Equal(kind, e.Kind);
        Assert.Matches("^d\\.xml:\\d+:\\d+: ", e.Message);
        Assert.Equal(message ?? e.Message, e.Message);
    }

    [Fact]
    public void Other_elements_are_kept_whatever_they_are()
    {
        const string other = "<domainCapabilities>\n  <a b='1'>\n    <c>&lt;</c>\n  </a>\n</domainCapabilities>\n";
        Assert.Equal(other, DomainCapabilitiesXml.Format(DomainCapabilitiesXml.Parse(other)));
    }
}
