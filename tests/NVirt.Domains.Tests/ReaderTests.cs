using System.Text;
using NVirt.Cpu;
using NVirt.Domains.Capabilities.Domains;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Domains.Documents;
using NVirt.Testing;

namespace NVirt.Domains.Tests;

/// <summary>Documents from streams and files.</summary>
public sealed class ReaderTests
{
    [Theory]
    [InlineData("<domain type='kvm'><name>web</name></domain>")]
    [InlineData("<capabilities><host><cpu><arch>x86_64</arch><model>Nehalem</model></cpu></host></capabilities>")]
    [InlineData("<domainCapabilities><path>/q</path><domain>kvm</domain><arch>x86_64</arch></domainCapabilities>")]
    public async Task A_stream_and_a_file_are_read_as_their_text(string xml)
    {
        using TempFolder folder = new();
        string file = folder.Write("a.xml", xml);
        string expected = Form(xml);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(xml));
        string[] found = xml switch
        {
            ['<', 'c', ..] =>
                [HostCapabilitiesXml.Format(HostCapabilitiesXml.Read(stream)),
                    HostCapabilitiesXml.Format(await HostCapabilitiesXml.ReadFileAsync(file, cancellation))],
            _ when xml.StartsWith("<domainC", StringComparison.Ordinal) =>
            [
                DomainCapabilitiesXml.Format(DomainCapabilitiesXml.Read(stream)),
                DomainCapabilitiesXml.Format(await DomainCapabilitiesXml.ReadFileAsync(file, cancellation)),
            ],
            _ => [DomainDocument.Read(stream).Text, (await DomainDocument.ReadFileAsync(file, cancellation)).Text],
        };
        Assert.Equal([expected, expected], found);
    }

    [Fact]
    public async Task A_mistake_has_the_name_of_the_file()
    {
        using TempFolder folder = new();
        string file = folder.Write("a.xml", "<domain>\n<");
        CpuException refused =
            await Assert.ThrowsAsync<CpuException>(() => DomainDocument.ReadFileAsync(file, TestContext.Current.CancellationToken));
        Assert.StartsWith($"{file}:2:", refused.Message, StringComparison.Ordinal);
    }

    private static string Form(string xml) => xml.StartsWith("<c", StringComparison.Ordinal)
        ? HostCapabilitiesXml.Format(HostCapabilitiesXml.Parse(xml))
        : xml.StartsWith("<domainC", StringComparison.Ordinal) ? DomainCapabilitiesXml.Format(DomainCapabilitiesXml.Parse(xml))
        : DomainDocument.Parse(xml).Text;
}
