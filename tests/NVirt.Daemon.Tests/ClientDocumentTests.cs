using System.Net.Sockets;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NVirt.Daemon.Tests;

/// <summary>Documents as clients write them, and what they get back of guests that run.</summary>
public sealed class ClientDocumentTests(RunningDaemon daemon) : IClassFixture<RunningDaemon>
{
    private const string Domain = """
        <domain type='qemu'>
          <name>{0}</name>
          <memory unit='MiB'>64</memory>
          <os><type arch='x86_64' machine='{1}'>hvm</type></os>
          <devices>
            <interface type='user'><model type='virtio'/></interface>
            <console type='pty'/>
            <input type='tablet' bus='usb'/>
            <graphics type='vnc' port='-1'/>
          </devices>
        </domain>
        """;

    private const RegexOptions Named = RegexOptions.ExplicitCapture;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("pc")]
    [InlineData("q35")]
    public void The_document_of_a_guest_says_what_qemu_has(string machine)
    {
        Virsh.Require();
        string name = "live-" + machine;
        Define(name, machine);
        Run("start", name);
        try
        {
            XElement live = Document(name);
            Assert.StartsWith("pc-", live.Element("os")!.Element("type")!.Attribute("machine")!.Value, StringComparison.Ordinal);
            Assert.True(int.Parse(live.Attribute("id")!.Value, System.Globalization.CultureInfo.InvariantCulture) > 0);
            XElement devices = live.Element("devices")!;
            AssertPlaces(devices, Run("qemu-monitor-command", name, "--hmp", "info pci"));
            AssertScreen(devices.Element("graphics")!, Run("vncdisplay", name).Trim());
            string tty = devices.Element("console")!.Attribute("tty")!.Value;
            Assert.True(File.Exists(tty));
            Assert.Equal(tty, devices.Element("serial")!.Element("source")!.Attribute("path")!.Value);
            Assert.Equal(tty, Run("ttyconsole", name).Trim());
        }
        finally
        {
            Run("destroy", name);
            Run("undefine", name);
        }
    }

    [Theory]
    [InlineData("define")]
    [InlineData("create")]
    public void All_that_cannot_be_run_is_told_at_once(string command)
    {
        Virsh.Require();
        using TempFolder folder = new();
        string file = folder.Write("all.xml", Domain.Replace("{0}", "all", StringComparison.Ordinal)
            .Replace("{1}", "pc", StringComparison.Ordinal).Replace("type='user'", "type='direct'", StringComparison.Ordinal)
            .Replace("type='vnc'", "type='spice'", StringComparison.Ordinal));
        (int code, string said) = Virsh.On(daemon.Socket, command, file);
        Assert.Equal(1, code);
        Assert.Contains("6:5: type \"direct\" of \"interface\" is not supported", said, StringComparison.Ordinal);
        Assert.Contains("9:5: type \"spice\" of \"graphics\" is not supported", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_definition_is_filled_as_libvirt_fills_it_and_stays_so()
    {
        Virsh.Require();
        Define("filled", "pc");
        string defined = Run("dumpxml", "filled");
        XElement document = XElement.Parse(defined);
        Assert.Equal(("KiB", "65536"), (document.Element("memory")!.Attribute("unit")!.Value, document.Element("memory")!.Value));
        Assert.Equal("65536", document.Element("currentMemory")!.Value);
        XElement devices = document.Element("devices")!;
        Assert.True(File.Exists(devices.Element("emulator")!.Value));
        Assert.Matches("^52:54:00(:[0-9a-f]{2}){3}$", devices.Element("interface")!.Element("mac")!.Attribute("address")!.Value);
        Assert.Equal("virtio", devices.Element("memballoon")!.Attribute("model")!.Value);
        Run("start", "filled");
        Assert.Equal(defined, Run("dumpxml", "filled", "--inactive"));
        Run("setmem", "filled", "48M");
        Run("destroy", "filled");
        Assert.Equal(defined, Run("dumpxml", "filled"));
        Run("undefine", "filled");
    }

    [Fact]
    public void What_a_guest_shows_can_be_defined_and_started()
    {
        Virsh.Require();
        using TempFolder folder = new();
        Define("again", "pc");
        Run("start", "again");
        string live = Run("dumpxml", "again");
        Run("destroy", "again");
        Run("define", folder.Write("again.xml", live));
        Run("start", "again");
        Assert.Equal(Stable(live), Stable(Run("dumpxml", "again")));
        Run("destroy", "again");
        Run("undefine", "again");
    }

    [Fact]
    public void Virt_install_makes_a_guest_and_virt_xml_edits_it()
    {
        Virsh.Require();
        Needs.Program("virt-install", "virtinst");
        string uri = Virsh.UriOf(daemon.Socket);
        (int code, string said) = Virsh.Run(
            "virt-install", "--connect", uri, "--name", "made", "--memory", "64", "--disk", "none", "--import", "--osinfo",
            "detect=off,require=off", "--virt-type", "qemu", "--network", "user", "--graphics", "vnc", "--noautoconsole");
        Assert.True(code == 0, said);
        Assert.Equal("running", Run("domstate", "made").Trim());
        Assert.NotNull(Document("made").Element("devices")!.Element("graphics")!.Attribute("listen"));
        (code, said) = Virsh.Run("virt-xml", "--connect", uri, "made", "--edit", "--define", "--memory", "80");
        Assert.True(code == 0, said);
        Assert.Contains(">81920<", Run("dumpxml", "made", "--inactive"), StringComparison.Ordinal);
        Run("destroy", "made");
        Run("start", "made");
        Assert.Equal("81920", Document("made").Element("memory")!.Value);
        Run("destroy", "made");
        Run("undefine", "made");
    }

    // Every PCI address in the document is that of the QEMU device with the same name.
    private static void AssertPlaces(XElement devices, string pci)
    {
        Dictionary<string, (int Bus, int Slot, int Function)> real = [];
        (int, int, int) place = default;
        foreach (string line in pci.Split('\n'))
        {
            Match at = Regex.Match(line, @"Bus +(?<bus>\d+), device +(?<slot>\d+), function (?<function>\d+)", Named, Patience);
            Match id = Regex.Match(line, "id \"(?<id>.+)\"", Named, Patience);
            place = at.Success ? (Of("bus"), Of("slot"), Of("function")) : place;
            if (id.Success)
            {
                real.Add(id.Groups["id"].Value, place);
            }

            int Of(string group) => Number(at.Groups[group].Value);
        }

        (string, (int, int, int))[] shown =
        [
            .. devices.Elements().Where(d => d.Element("address")?.Attribute("type")?.Value == "pci" && d.Element("alias") is not null)
                .Select(d => (d.Element("alias")!.Attribute("name")!.Value, PlaceOf(d.Element("address")!))),
        ];
        Assert.Equal(real.Select(r => (r.Key, r.Value)).Order(), shown.Order());
        Assert.Contains("net0", real.Keys);
        Assert.Contains("balloon0", real.Keys);
    }

    private static (int Bus, int Slot, int Function) PlaceOf(XElement address) =>
        (Hex(address.Attribute("bus")!.Value), Hex(address.Attribute("slot")!.Value), Hex(address.Attribute("function")!.Value));

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static int Hex(string text) => Convert.ToInt32(text, 16);

    private static void AssertScreen(XElement graphics, string display)
    {
        int port = Number(graphics.Attribute("port")!.Value);
        Assert.Equal("yes", graphics.Attribute("autoport")!.Value);
        Assert.Equal($"127.0.0.1:{port - 5900}", display);
        using TcpClient viewer = new("127.0.0.1", port);
        byte[] greeting = new byte[4];
        viewer.GetStream().ReadExactly(greeting);
        Assert.Equal("RFB "u8.ToArray(), greeting);
    }

    // Without the number, and what QEMU chooses anew at each start.
    private static string Stable(string document) =>
        Regex.Replace(document, @" id='\d+'|/dev/pts/\d+|port='59\d+'", string.Empty, Named, Patience).Trim();

    private void Define(string name, string machine)
    {
        using TempFolder folder = new();
        string text = Domain.Replace("{0}", name, StringComparison.Ordinal).Replace("{1}", machine, StringComparison.Ordinal);
        Run("define", folder.Write("domain.xml", text));
    }

    private XElement Document(string name) => XElement.Parse(Run("dumpxml", name));

    private string Run(params string[] words) => Virsh.Succeed(daemon.Socket, words);
}
