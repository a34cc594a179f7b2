using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Xml;

namespace NVirt.Domains.Tests.Documents;

public class HostileTests
{
    [Fact]
    public void Document_types_are_refused() => Assert.Contains(
        "document types (DTD) are not accepted",
        Assert.Throws<CpuException>(
            () => DomainDocument.Parse("<!DOCTYPE domain [<!ENTITY a 'b'>]><domain type='kvm'><name>&a;</name></domain>")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Deep_documents_are_refused() => Assert.EndsWith(
        "elements are nested too deeply; expected at most 256 levels",
        Read.Refusal(string.Concat(Enumerable.Repeat("<a>", 100_000)) + string.Concat(Enumerable.Repeat("</a>", 100_000))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void As_deep_as_allowed_is_kept()
    {
        string deep = string.Concat(Enumerable.Repeat("<a>", 254)) + "x" + string.Concat(Enumerable.Repeat("</a>", 254));
        Assert.Equal(["/domain/a"], Read.Uninterpreted(deep));
        Assert.Equal("x", Read.Domain($"<name>{deep[3..^4]}</name>").Name);
    }

    [Fact]
    public void More_elements_than_a_document_may_have_are_refused() => Assert.EndsWith(
        "there are too many elements; expected at most 1048576",
        Read.Refusal(string.Concat(Enumerable.Repeat("<a/>", 1_048_576))).Message,
        StringComparison.Ordinal);

    // Ten times the devices, ten times the work: time cannot be measured without noise, so examined elements are counted.
    [Fact]
    public void Work_grows_with_the_devices()
    {
        Assert.InRange((double)Looked(10_000) / Looked(1000), 9, 11);
        Assert.Equal(10_000, Read.Domain(Devices(10_000)).Devices.All.Length);
    }

    [Fact]
    public void Memory_grows_with_the_devices() => Assert.InRange((double)BytesFor(Devices(10_000)) / BytesFor(Devices(1000)), 5, 12);

    [Fact]
    public void A_message_does_not_repeat_a_very_long_name() => Assert.InRange(
        Read.Refusal($"<features><{new string('x', 100_000)}/></features>").Message.Length, 1, 400);

    [Fact]
    public void A_message_has_no_control_characters() =>
        Assert.DoesNotContain(Read.Refusal("<uuid>a\u009b\nb</uuid>").Message, char.IsControl);

    private static string Devices(int count) => "<devices>" + string.Concat(Enumerable.Range(0, count).Select(
        i => $"<disk type='file' x='{i}'><driver name='qemu' type='raw'/><source file='/{i}'/><target dev='vd{i}' "
            + $"bus='virtio'/><y/></disk>\n")) + "</devices>";

    private static long Looked(int devices)
    {
        using XmlScanner scanner = new($"<domain type='kvm'>{Devices(devices)}</domain>", file: null, isSequence: false, CpuException.Of);
        scanner.ReadToRoot();
        WholeDocument document = new();
        DomainInterpreter.Interpret(Element.Whole(scanner, document));
        return document.Looked;
    }

    private static long BytesFor(string devices)
    {
        Read.Document(devices);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Read.Document(devices);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
