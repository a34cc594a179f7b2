using System.Text;
using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;
using NVirt.Domains.Driver;
using NVirt.Qemu.State;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.State;

/// <summary>What a guest's record keeps of its devices.</summary>
public sealed class GuestRecordTests
{
    private const string Document = "<domain type='qemu'><name>g</name><devices><serial type='pty'/></devices></domain>";

    private static readonly string Old = Path.Combine(Places.Root, "tests", "NVirt.Qemu.Tests", "State", "guest.v1.json");

    private static readonly DeviceFacts Serial = new(0, "serial", [new DeviceFact("alias", "name", "serial0")]);
    private static readonly DeviceFacts Root = new(null, "controller", [new DeviceFact("", "type", "pci")]);

    [Fact]
    public void What_is_written_is_read_again()
    {
        RunRecord record = Record(Serial, Root);
        RunRecord read = Read(RunRecordJson.Format(record));
        Assert.Equal("/bin/qemu", read.Emulator);
        Assert.Equal(record.Shown.Text, read.Shown.Text);
        Assert.Contains(
            "<devices><emulator>/bin/qemu</emulator><serial type='pty'><alias name='serial0'/></serial><controller type='pci'/></devices>",
            read.Shown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_older_record_shows_its_document()
    {
        RunRecord old = Read(File.ReadAllText(Old));
        Assert.Empty(old.Devices);
        Assert.Equal(old.Document.WithCpu(old.LiveCpu).WithId(old.Id).Text, old.Shown.Text);
    }

    [Fact]
    public void Facts_of_devices_that_are_not_there_are_not_shown() =>
        Assert.Empty(Read(RunRecordJson.Format(Record(Serial with { Device = 7 }))).Devices);

    [Theory]
    [InlineData("\"place\": 0", "\"place\": \"x\"")]
    [InlineData("\"element\": \"serial\"", "\"element\": 5")]
    [InlineData("\"name\",", "")]
    [InlineData("\"facts\"", "\"other\"")]
    public void Facts_that_are_malformed_are_told(string part, string other)
    {
        string text = RunRecordJson.Format(Record(Serial));
        int place = text.IndexOf(part, text.IndexOf("\"devices\"", StringComparison.Ordinal), StringComparison.Ordinal);
        string odd = text[..place] + other + text[(place + part.Length)..];
        DomainException e = Assert.Throws<DomainException>(() => Read(odd));
        Assert.Contains("devices", e.Message, StringComparison.Ordinal);
    }

    private static RunRecord Record(params DeviceFacts[] devices) =>
        Read(File.ReadAllText(Old)) with
        {
            Document = DomainDocument.Parse(Document),
            Emulator = "/bin/qemu",
            Devices = [.. devices],
        };

    private static RunRecord Read(string text) => RunRecordJson.Parse(Encoding.UTF8.GetBytes(text), "guest.json");
}
