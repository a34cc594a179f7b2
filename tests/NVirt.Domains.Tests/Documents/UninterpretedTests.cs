using NVirt.Domains.Documents;

namespace NVirt.Domains.Tests.Documents;

public class UninterpretedTests
{
    [Fact]
    public void Of_what_is_interpreted_nothing_is_listed() => Assert.Empty(Read.Uninterpreted(
        "<name>a</name><memory unit='KiB'>1</memory><os><type arch='x86_64' machine='pc'>hvm</type></os><features><acpi/><pae/></features>"
        + "<cpu mode='custom' match='exact' check='none'><model fallback='allow' vendor_id='GenuineIntel'>m</model><vendor>Intel</vendor>"
        + "<topology sockets='1' cores='1' threads='1'/><feature policy='require' name='f'/>"
        + "<numa><cell id='0' cpus='0' memory='1' unit='KiB'><distances><sibling id='0' value='10'/></distances></cell></numa></cpu>"
        + "<clock offset='utc'><timer name='tsc' frequency='1'/></clock><devices><emulator>/e</emulator><memballoon "
        + "model='none'/></devices>"));

    [Fact]
    public void Elements_attributes_and_texts_are_listed_with_their_places()
    {
        DomainDocument document = DomainDocument.Parse(
            """
            <domain type='kvm' color='red'>
              stray
              <cputune><shares>1</shares></cputune>
              <devices>
                <disk type='file'/>
                <disk type='file'>
                  <driver name='qemu' queues='4'/>
                  <mirror/>
                </disk>
                <panic/>
              </devices>
            </domain>
            """);
        Assert.Equal(
            [
                new UninterpretedPart("/domain/@color", new DomainPlace(1, 20)),
                new UninterpretedPart("/domain/text()", new DomainPlace(1, 1)),
                new UninterpretedPart("/domain/cputune", new DomainPlace(3, 3)),
                new UninterpretedPart("/domain/devices/disk[2]/driver/@queues", new DomainPlace(7, 27)),
                new UninterpretedPart("/domain/devices/disk[2]/mirror", new DomainPlace(8, 7)),
            ],
            document.Uninterpreted);
    }

    [Fact]
    public void What_is_in_a_namespace_is_listed_with_its_prefix() => Assert.Equal(
        ["/domain/@xml:lang", "/domain/os/@q:x", "/domain/q:commandline", "/domain/other"],
        DomainDocument.Parse(
            "<domain type='kvm' xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0' xml:lang='de'><os q:x='1'/>"
            + "<q:commandline><q:arg value='-x'/></q:commandline><other xmlns='a'/></domain>").Uninterpreted.Select(p => p.Path));

    [Fact]
    public void What_is_for_people_is_not_listed()
    {
        Assert.Empty(Read.Uninterpreted("<title>a</title><description>b</description><metadata><m:x xmlns:m='m'>c</m:x></metadata>"));
        Assert.Equal(["/domain/devices/metadata"], Read.Uninterpreted("<devices><metadata/></devices>"));
    }

    [Fact]
    public void What_a_guest_does_not_use_of_its_cpu_is_listed() => Assert.Equal(
        ["/domain/cpu/arch", "/domain/cpu/signature", "/domain/cpu/model[2]"],
        Read.Uninterpreted("<cpu><arch>x86_64</arch><signature family='6'/><model>a</model><model>b</model></cpu>"));

    [Fact]
    public void A_second_element_of_what_stands_once_is_listed() =>
        Assert.Equal(["/domain/name[2]", "/domain/clock[2]"], Read.Uninterpreted("<name>a</name><name>b</name><clock/><clock/>"));

    [Fact]
    public void Text_where_none_is_read_is_listed() => Assert.Equal(
        ["/domain/features/acpi/text()", "/domain/devices/panic/text()"],
        Read.Uninterpreted("<features>\n <acpi>x</acpi></features><devices><panic><address type='isa'/>&#65;</panic></devices>"));

    [Fact]
    public void Blanks_and_comments_are_no_text() =>
        Assert.Empty(Read.Uninterpreted("\r\n<!-- x --> <?pi x?><features>\t<acpi><!-- y --></acpi></features>"));
}
