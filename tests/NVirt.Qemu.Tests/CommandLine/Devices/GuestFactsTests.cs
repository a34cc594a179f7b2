using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;
using NVirt.Qemu.CommandLine;

namespace NVirt.Qemu.Tests.CommandLine.Devices;

/// <summary>What the document of a guest says of its devices before QEMU is asked.</summary>
public sealed class GuestFactsTests
{
    [Fact]
    public void Devices_have_the_names_and_places_of_the_command_line() => AssertShown(
        "<interface type='user'/><memballoon model='virtio'><address type='pci' bus='0' slot='2'/></memballoon>",
        "<interface type='user'><model type='rtl8139'/><alias name='net0'/>"
            + Pci(3) + "</interface>"
            + "<memballoon model='virtio'><address type='pci' bus='0x00' slot='0x02' domain='0x0000' function='0x0'/>"
            + "<alias name='balloon0'/></memballoon>" + Root);

    [Fact]
    public void What_a_device_needs_is_a_device_too() => AssertShown(
        "<input type='tablet' bus='usb'/>",
        "<input type='tablet' bus='usb'><alias name='input0'/></input>"
            + "<controller type='usb' index='0' model='piix3-uhci'><alias name='usb'/>" + Pci(2) + "</controller>" + Root);

    [Fact]
    public void Companions_without_a_number_belong_to_the_fast_controller_before_them() => AssertShown(
        "<controller type='usb' model='ich9-ehci1'/><controller type='usb' model='ich9-uhci1'/><controller type='usb' model='qemu-xhci'/>",
        "<controller type='usb' model='ich9-ehci1' index='0'><alias name='usb'/>" + Pci(2) + "</controller>"
            + "<controller type='usb' model='ich9-uhci1' index='0'><alias name='usb-ich9-uhci1'/>" + Pci(3) + "</controller>"
            + "<controller type='usb' model='qemu-xhci' index='1'><alias name='usb1'/>" + Pci(4) + "</controller>" + Root);

    [Fact]
    public void A_console_and_the_serial_port_that_it_is_are_both_shown() => AssertShown(
        "<console type='pty'/>",
        "<console type='pty'><target type='serial' port='0'/><alias name='serial0'/></console>"
            + "<serial type='pty'><alias name='serial0'/>" + Isa + "</serial>" + Root);

    [Fact]
    public void A_serial_port_is_a_console_even_if_nobody_says_so() => AssertShown(
        "<serial type='pty'/><serial type='null'/>",
        "<serial type='pty'><alias name='serial0'/>" + Isa + "</serial>"
            + "<serial type='null'><alias name='serial1'/>" + Isa.Replace("'0'", "'1'", StringComparison.Ordinal) + "</serial>"
            + "<console type='pty'><target type='serial' port='0'/><alias name='serial0'/></console>" + Root);

    [Fact]
    public void A_console_that_is_no_terminal_stays_as_it_is() => AssertShown(
        "<console type='null'/>", "<console type='null'/><serial type='null'><alias name='serial0'/>" + Isa + "</serial>" + Root);

    [Fact]
    public void Disks_say_where_they_are_on_their_controller() => AssertShown(
        "<disk type='file' device='cdrom'><target dev='hdc'/></disk>",
        "<disk type='file' device='cdrom'><target dev='hdc' bus='ide'/><alias name='ide0-1-0'/>"
            + "<address type='drive' controller='0' bus='1' target='0' unit='0'/></disk>" + Root
            + "<controller type='ide' index='0'><address type='pci' domain='0x0000' bus='0x00' slot='0x01' function='0x1'/></controller>");

    [Fact]
    public void A_screen_comes_with_a_card_a_mouse_and_a_keyboard() => AssertShown(
        "<graphics type='vnc'/>",
        "<graphics type='vnc' autoport='yes'><listen type='address'/></graphics>"
            + "<video><model type='vga' primary='yes'/><alias name='video0'/>" + Pci(2) + "</video>" + Root
            + "<input type='mouse' bus='ps2'/><input type='keyboard' bus='ps2'/>");

    [Fact]
    public void A_q35_machine_has_its_own_bus_and_disk_controller() => AssertShown(
        "<input type='mouse' bus='ps2'/>",
        "<input type='mouse' bus='ps2'/><controller type='pci' index='0' model='pcie-root'><alias name='pcie.0'/></controller>"
            + "<controller type='sata' index='0'><address type='pci' domain='0x0000' bus='0x00' slot='0x1f' function='0x2'/></controller>",
        "q35");

    [Fact]
    public void What_is_shown_starts_the_same_guest()
    {
        const string Inside = "<devices><controller type='usb' model='ich9-ehci1'/><controller type='usb' model='ich9-uhci1'/>"
            + "<interface type='user'/><serial type='pty'><target port='0'/></serial><input type='tablet' bus='usb'/><graphics type='vnc'/>"
            + "<disk type='file'><source file='/a'/><target dev='vda'/></disk>"
            + "<channel type='unix'><target type='virtio' name='n'/></channel><memballoon model='virtio'/></devices>";
        foreach (string machine in new[] { "pc", "q35" })
        {
            DomainDocument document = Guests.Domain(Inside, machine: machine);
            QemuArguments first = Guests.Build(document);
            QemuArguments second = Guests.Build(document.WithDeviceFacts(first.Devices));
            Assert.Equal(first.Arguments.Order(StringComparer.Ordinal), second.Arguments.Order(StringComparer.Ordinal));
            Assert.Empty(second.Warnings);
        }
    }

    private const string Root = "<controller type='pci' index='0' model='pci-root'><alias name='pci.0'/></controller>";
    private const string Isa = "<target type='isa-serial' port='0'><model name='isa-serial'/></target>";

    private static string Pci(int slot) => $"<address type='pci' domain='0x0000' bus='0x00' slot='0x{slot:x2}' function='0x0'/>";

    private static void AssertShown(string devices, string expected, string machine = "pc")
    {
        DomainDocument document = Guests.Domain($"<devices>{devices}</devices>", machine: machine);
        IReadOnlyCollection<DeviceFacts> facts = Guests.Build(document).Devices;
        string text = document.WithDeviceFacts(facts).Text;
        string shown = text[(text.IndexOf("<devices>", StringComparison.Ordinal) + "<devices>".Length)..];
        shown = shown[..shown.IndexOf("</devices>", StringComparison.Ordinal)];
        Assert.Equal(expected, string.Concat(shown.Split('\n').Select(l => l.Trim())));
    }
}
