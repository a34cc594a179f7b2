using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;

namespace NVirt.Domains.Tests.Documents.Devices;

/// <summary>Facts that are written into a document.</summary>
public sealed class DeviceFactsTests
{
    private static readonly DeviceFacts Serial = new(0, "serial",
    [
        new DeviceFact("", "type", "pty"), new DeviceFact("source", "path", "/dev/pts/7"), new DeviceFact("target", "port", "0"),
        new DeviceFact("target/model", "name", "isa-serial"), new DeviceFact("alias", "name", "serial0"),
    ]);

    private static readonly DeviceFacts Balloon =
        new(null, "memballoon", [new DeviceFact("", "model", "virtio"), new DeviceFact("address", "type", "pci")]);

    [Fact]
    public void What_is_missing_is_added_and_the_rest_stays() => AssertWritten(
        """
        <domain type='qemu'>
          <name>a</name>
          <devices>
            <emulator>/bin/true</emulator>
            <!-- kept -->
            <serial type="file">
              <source path="/dev/pts/1"/>  <!-- kept -->
              <target   type="isa-serial"/>
            </serial>
          </devices>
        </domain>
        """,
        """
        <domain type='qemu'>
          <name>a</name>
          <devices>
            <emulator>/bin/true</emulator>
            <!-- kept -->
            <serial type="pty">
              <source path="/dev/pts/7"/>  <!-- kept -->
              <target   type="isa-serial" port='0'>
                <model name='isa-serial'/>
              </target>
              <alias name='serial0'/>
            </serial>
            <memballoon model='virtio'>
              <address type='pci'/>
            </memballoon>
          </devices>
        </domain>
        """);

    [Fact]
    public void An_empty_device_is_filled() => AssertWritten(
        """
        <domain type='qemu'>
          <devices>
            <serial/>
          </devices>
        </domain>
        """,
        """
        <domain type='qemu'>
          <devices>
            <serial type='pty'>
              <source path='/dev/pts/7'/>
              <target port='0'>
                <model name='isa-serial'/>
              </target>
              <alias name='serial0'/>
            </serial>
            <memballoon model='virtio'>
              <address type='pci'/>
            </memballoon>
          </devices>
        </domain>
        """);

    [Fact]
    public void A_document_on_one_line_stays_on_it() => AssertWritten(
        "<domain type='qemu'><devices><serial type='pty'></serial></devices></domain>",
        "<domain type='qemu'><devices><serial type='pty'><source path='/dev/pts/7'/><target port='0'><model name='isa-serial'/></target>"
            + "<alias name='serial0'/></serial><memballoon model='virtio'><address type='pci'/></memballoon></devices></domain>");

    [Fact]
    public void A_document_without_devices_gets_some() => Assert.Equal(
        "<domain type='q'>\n  <devices>\n    <memballoon model='virtio'>\n      <address type='pci'/>\n    </memballoon>\n  </devices>\n"
            + "</domain>",
        DomainDocument.Parse("<domain type='q'>\n</domain>").WithDeviceFacts([Balloon]).Text);

    [Fact]
    public void Devices_are_counted_without_emulators_and_elements_of_others()
    {
        const string Text =
            "<domain type='q'><devices><x:y xmlns:x='x'/><emulator>e</emulator><rng model='virtio'/><serial/></devices></domain>";
        Assert.Equal(
            Text.Replace("<serial/>", "<serial type='pty'/>", StringComparison.Ordinal),
            DomainDocument.Parse(Text).WithDeviceFacts([new DeviceFacts(1, "serial", [new DeviceFact("", "type", "pty")])]).Text);
    }

    [Fact]
    public void A_value_is_escaped() => Assert.Equal(
        "<domain type='qemu'><devices><serial a='&lt;&apos;'/></devices></domain>",
        DomainDocument.Parse("<domain type='qemu'><devices><serial/></devices></domain>")
            .WithDeviceFacts([new DeviceFacts(0, "serial", [new DeviceFact("", "a", "<'")])]).Text);

    [Fact]
    public void A_device_that_is_not_there_is_refused()
    {
        DomainDocument document = DomainDocument.Parse("<domain type='qemu'><devices><serial/></devices></domain>");
        Assert.Throws<ArgumentOutOfRangeException>(() => document.WithDeviceFacts([Serial with { Device = 1 }]));
        Assert.Throws<CpuException>(() => document.WithDeviceFacts([new DeviceFacts(0, "serial", [new DeviceFact("", "a", "\u0001")])]));
    }

    private static void AssertWritten(string document, string expected)
    {
        foreach (string lineEnd in new[] { "\n", "\r\n" })
        {
            string text = document.ReplaceLineEndings(lineEnd);
            Assert.Equal(expected.ReplaceLineEndings(lineEnd), DomainDocument.Parse(text).WithDeviceFacts([Serial, Balloon]).Text);
        }
    }
}
