using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Qemu.CommandLine;
using NVirt.Testing;
using static NVirt.Qemu.Tests.CommandLine.Guests;

namespace NVirt.Qemu.Tests.CommandLine;

/// <summary>
/// Whatever a field of a document contains reaches QEMU as the value of that field, or not at all: it causes no option, file, host or
/// socket that the document does not name in the proper place.
/// </summary>
public sealed class HostileValueTests
{
    // The word that shows where a text went.
    private const string Mark = "evil";

    private static readonly string[] Texts =
    [
        Mark, $"/{Mark}", $"../../{Mark}", $":/{Mark}", $"a,path=/{Mark}", $"a,,path=/{Mark}", $",{Mark}=on", $"{Mark}=on", $"unix:/{Mark}",
            $"unix:{Mark},server=on",
        $"-{Mark}", $"-monitor {Mark}", $"exec:{Mark}", $"fd:{Mark}", $"file:/{Mark}", $"http://{Mark}/", $"nbd://{Mark}",
            $"json:{{\"driver\":\"file\",\"filename\":\"/{Mark}\"}}",
        $"{Mark}\n-S", $"{Mark}\t", $"\"{Mark}\"", $"'{Mark}'", $"$({Mark})", $"{Mark};x", $"{Mark}|x", $"%00{Mark}", $"{Mark}\u202e",
            $"max,{Mark}=on", $"Nehalem,+{Mark}",
        $"Europe/../../{Mark}", $"127.0.0.1,{Mark}=on", $"45454,to={Mark}", $"on,{Mark}", $"\\{Mark}",
    ];

    // Where a text may appear: places for names and words of the user, and for the files and sockets that the field names.
    private static readonly string[] Free =
    [
        "-name guest", "-append", "-device serial", "-device name", "-device id", "-chardev id", "-blockdev filename", "-chardev path",
            "-kernel", "-initrd", "-dtb", "-bios",
        "-vnc", "-object filename", "-cpu vendor", "-cpu hv-vendor-id", "-device chardev", "-device mac", "-device port", "TZ", "emulator",
            "-device drive", "-chardev host", "-chardev port", "-chardev localaddr", "-chardev localport",
    ];

    private static readonly string[] WithoutValue =
        ["-S", "-nodefaults", "-no-user-config", "-no-reboot", "-no-shutdown", "-no-acpi", "-enable-fips"];

    private static readonly string[] Documents =
    [
        Text("""
            <title>t</title><features><acpi/><hyperv><relaxed state='on'/><vendor_id state='on' value='abc'/><spinlocks state='on' retries='4096'/></hyperv><kvm><hidden state='on'/></kvm></features>
            <cpu mode='custom' match='exact'><model fallback='allow' vendor_id='GenuineIntel'>Nehalem</model><feature policy='require' name='aes'/></cpu>
            <clock offset='timezone' timezone='Europe/Paris'><timer name='rtc' track='guest' tickpolicy='catchup'/></clock>
            <devices><emulator>/opt/qemu</emulator>
            <disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='/a.qcow2'/><backingStore type='file'><format type='qcow2'/><source file='/b.qcow2'/>
            <backingStore/></backingStore><target dev='vda' bus='virtio'/><serial>s</serial></disk>
            <interface type='user'><mac address='52:54:00:11:22:33'/><model type='e1000'/></interface>
            <serial type='file'><source path='/log/serial' append='on'/></serial><serial type='unix'><source mode='bind' path='/run/s'/></serial>
            <serial type='tcp'><source mode='bind' host='127.0.0.1' service='4555'/><protocol type='raw'/></serial>
            <parallel type='udp'><source mode='connect' host='127.0.0.1' service='4555'/><source mode='bind' host='127.0.0.1' service='4556'/></parallel>
            <channel type='unix'><source mode='bind'/><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
            <graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1' keymap='de'/><sound model='ich6'/><video><model type='vga'/></video>
            <watchdog model='i6300esb' action='poweroff'/><memballoon model='virtio'/><rng model='virtio'><backend model='random'>/dev/urandom</backend></rng></devices>
            """, machine: "pc", boot: "<kernel>/k</kernel><initrd>/i</initrd><cmdline>a b</cmdline><dtb>/d</dtb>"),
        Text("""
            <features><acpi/><smm state='on'/></features><cpu mode='host-passthrough' migratable='on'><topology sockets='1' cores='1' threads='1'/><maxphysaddr mode='emulate' bits='42'/></cpu>
            <devices><graphics type='vnc'><listen type='socket' socket='/run/vnc'/></graphics><input type='tablet' bus='usb'><alias name='ua-tablet'/></input>
            <controller type='usb' index='0' model='qemu-xhci' ports='15'/><disk type='block' device='disk'><driver name='qemu' type='raw' cache='none' io='native'/>
            <source dev='/dev/sda'/><target dev='sda' bus='sata'/></disk></devices>
            """, "kvm", "q35", "<loader type='pflash' readonly='yes'>/code.fd</loader><nvram>/vars.fd</nvram>"),
        Text("<cpu><model>cortex-a15</model><feature policy='require' name='sve'/></cpu><devices><console type='pty'/><panic/></devices>",
            arch: "aarch64", machine: "virt"),
    ];

    private static readonly HashSet<string> KnownKeys =
        [.. Documents.SelectMany(d => Keys(Build(DomainDocument.Parse(d, "g.xml"))).Select(k => k.Key))];

    public static TheoryData<int> Places => [.. Enumerable.Range(0, Documents.Length)];

    [Theory]
    [MemberData(nameof(Places))]
    public void Nothing_comes_of_a_text_but_the_value_of_its_field(int document)
    {
        int accepted = 0;
        foreach (XObject field in Fields(XDocument.Parse(Documents[document])))
        {
            foreach (string text in Texts)
            {
                if (TryBuild(Changed(Documents[document], field, text)) is not { } arguments)
                {
                    continue;
                }

                accepted++;
                foreach ((string key, string value) in Keys(arguments))
                {
                    Assert.True(KnownKeys.Contains(key), $"{PathOf(field)} = {text} makes {key}");
                    Assert.True(
                        !value.Contains(Mark, StringComparison.Ordinal)
                            || Free.Contains(key), $"{PathOf(field)} = {text} reaches {key}: {value}");
                    Assert.True(
                        !key.EndsWith("filename", StringComparison.Ordinal) || !value.Contains(Mark, StringComparison.Ordinal)
                            || value == text.Trim(),
                        $"{PathOf(field)} = {text} opens {value}");
                }
            }
        }

        Assert.True(accepted > Texts.Length);
    }

    [Theory]
    [InlineData("<graphics type='vnc' keymap='/etc/shadow'/>", "keymap")]
    [InlineData("<graphics type='vnc' keymap='../x'/>", "keymap")]
    [InlineData("<graphics type='vnc' listen='unix'/>", "listen address")]
    [InlineData("<graphics type='vnc' listen='password=on'/>", "listen address")]
    [InlineData("<graphics type='vnc' listen='a b'/>", "listen address")]
    [InlineData("<graphics type='vnc' listen='fe80::1%eth0'/>", "listen address")]
    [InlineData("<graphics type='vnc'><listen type='socket' socket='relative'/></graphics>", "listen socket")]
    [InlineData("<serial type='unix'><source mode='bind' path='s'/></serial>", "source path")]
    [InlineData("<serial type='tcp'><source mode='bind' host='127.0.0.1' service='45454,to=45460'/></serial>", "source service")]
    [InlineData("<serial type='tcp'><source mode='bind' host='127.0.0.1' service='65536'/></serial>", "source service")]
    [InlineData("<serial type='tcp'><source mode='bind' host='a,b' service='1'/></serial>", "source host")]
    [InlineData("<disk type='file'><source file='a.img'/><target dev='vda'/></disk>", "source")]
    [InlineData(
        "<disk type='file'><driver type='qcow2'/><source file='/a'/><backingStore type='file'><format type='vmdk'/><source "
            + "file='/b'/></backingStore><target dev='vda'/></disk>", "backingStore format type")]
    [InlineData("<rng model='virtio'><backend model='random'>urandom</backend></rng>", "backend")]
    public void A_value_that_means_something_else_to_qemu_is_refused(string device, string what)
    {
        CpuException e = Assert.Throws<CpuException>(() => Build(Domain($"<devices>{device}</devices>")));
        Assert.StartsWith("g.xml:", e.Message, StringComparison.Ordinal);
        Assert.Contains(what, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<graphics type='vnc' listen='0.0.0.0'/>")]
    [InlineData("<graphics type='vnc' listen='::1' keymap='en-us'/>")]
    [InlineData("<graphics type='vnc' listen='host-1.example.org'/>")]
    [InlineData("<serial type='tcp'><source mode='connect' host='localhost' service='65535'/></serial>")]
    [InlineData("<serial type='tcp'><source mode='bind' host='127.0.0.1' service='0'/></serial>")]
    public void Addresses_and_names_of_hosts_are_taken(string device) => Build(Domain($"<devices>{device}</devices>"));

    [Theory]
    [InlineData("<kernel>k</kernel>", "kernel")]
    [InlineData("<kernel>/k</kernel><initrd>/a,/etc/shadow</initrd>", "initrd")]
    [InlineData("<loader type='rom'>-monitor</loader>", "loader")]
    public void Files_to_boot_from_are_one_absolute_path(string boot, string element)
    {
        CpuException e =
            Assert.Throws<CpuException>(() => Build(DomainDocument.Parse(Text(string.Empty, machine: "pc", boot: boot), "g.xml")));
        Assert.Contains($"for \"{element}\"", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(":/etc/shadow")]
    [InlineData("/etc/shadow")]
    [InlineData("Europe/../../../etc/shadow")]
    public void A_time_zone_is_no_file(string zone) =>
        Assert.Contains(
            "is not a time zone", Assert.Throws<CpuException>(() => Build(Domain($"<clock offset='timezone' timezone='{zone}'/>"))).Message,
                StringComparison.Ordinal);

    [Fact]
    public void What_is_behind_an_image_is_opened_only_if_it_is_named()
    {
        const string disk = "<disk type='file'><driver type='qcow2'/><source file='/a'/>{0}<target dev='vda'/></disk>";
        string[] alone = Nodes(disk.Replace("{0}", string.Empty, StringComparison.Ordinal));
        Assert.Contains("\"backing\":null", alone[^1], StringComparison.Ordinal);
        string[] named = Nodes(disk.Replace(
            "{0}", "<backingStore type='file'><format type='qcow2'/><source file='/b'/><backingStore/></backingStore>",
                StringComparison.Ordinal));
        Assert.Equal(
            [
                """{"driver":"file","filename":"/a","node-name":"disk0-storage","auto-read-only":true,"discard":"unmap"}""",
                """{"driver":"file","filename":"/b","node-name":"disk0-b1-storage","read-only":true,"discard":"unmap"}""",
                """{"node-name":"disk0-b1-format","read-only":true,"driver":"qcow2","file":"disk0-b1-storage","backing":null}""",
                """{"node-name":"disk0-format","read-only":false,"driver":"qcow2","file":"disk0-storage","backing":"disk0-b1-format"}""",
            ],
            named);
    }

    private static string[] Nodes(string disk)
    {
        string[] items = [.. Build(Domain($"<devices>{disk}</devices>")).Arguments];
        return [.. items.Index().Where(i => i.Item == "-blockdev").Select(i => items[i.Index + 1])];
    }

    private static string Text(string inside, string type = "qemu", string machine = "pc", string boot = "", string arch = "x86_64") =>
        Domain(inside, type, arch, machine).Text.Replace("</os>", boot + "</os>", StringComparison.Ordinal);

    private static QemuArguments? TryBuild(string? text)
    {
        try
        {
            return text is null ? null : Build(DomainDocument.Parse(text, "g.xml"));
        }
        catch (CpuException)
        {
            return null;
        }
    }

    // Attributes, and elements with only text.
    private static IEnumerable<XObject> Fields(XDocument document) => document.Descendants().SelectMany(e =>
        e.Attributes().Cast<XObject>().Concat(e.HasElements || e.Value.Length == 0 ? [] : [e]));

    private static string PathOf(XObject field) => field switch
    {
        XAttribute attribute => PathOf(attribute.Parent!) + "/@" + attribute.Name,
        XElement element =>
            string.Join('/', element.AncestorsAndSelf().Reverse().Select(e => $"{e.Name}[{e.ElementsBeforeSelf(e.Name).Count()}]")),
        _ => string.Empty,
    };

    private static string? Changed(string document, XObject field, string text)
    {
        XDocument copy = XDocument.Parse(document, LoadOptions.PreserveWhitespace);
        XObject place = Fields(copy).First(f => PathOf(f) == PathOf(field));
        try
        {
            switch (place)
            {
                case XAttribute attribute:
                    attribute.Value = text;
                    break;
                case XElement element:
                    element.Value = text;
                    break;
            }

            return copy.ToString(SaveOptions.DisableFormatting);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    // Every option, with each of its keys and values.
    private static IEnumerable<(string Key, string Value)> Keys(QemuArguments arguments)
    {
        yield return ("emulator", arguments.Emulator);
        foreach ((string name, string value) in arguments.Environment)
        {
            yield return (name, value);
        }

        for (int i = 0; i < arguments.Arguments.Length; i++)
        {
            string option = arguments.Arguments[i];
            if (WithoutValue.Contains(option))
            {
                yield return (option, string.Empty);
                continue;
            }

            foreach ((string key, string value) in Values(option, arguments.Arguments[++i]))
            {
                yield return (key, value);
            }
        }
    }

    private static IEnumerable<(string Key, string Value)> Values(string option, string value)
    {
        if (value.StartsWith('{') && JsonNode.Parse(value) is JsonObject json)
        {
            return json.SelectMany(p => p.Value is JsonObject inner
                ? inner.Select(i => ($"{option} {p.Key}.{i.Key}", i.Value?.ToString() ?? string.Empty))
                : [($"{option} {p.Key}", p.Value?.ToString() ?? string.Empty)]);
        }

        // QEMU takes these literally.
        if (option is "-append" or "-kernel" or "-initrd" or "-dtb" or "-bios" or "-k" or "-uuid")
        {
            return [(option, value)];
        }

        // A doubled comma is part of a value; -cpu does not support that.
        string[] parts = option == "-cpu" ? value.Split(',') : value.Replace(",,", "\u0001", StringComparison.Ordinal).Split(',');
        return parts.Select((part, at) =>
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            return equals < 0 || (at == 0 && option is "-vnc")
                ? ($"{option}{(at == 0 ? string.Empty : " " + part)}", part.Replace('\u0001', ','))
                : ($"{option} {part[..equals]}", part[(equals + 1)..].Replace('\u0001', ','));
        });
    }
}
