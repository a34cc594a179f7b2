using NVirt.Domains.Documents;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.State;
using NVirt.Testing;
using static NVirt.Qemu.Tests.CommandLine.Guests;

namespace NVirt.Qemu.Tests.CommandLine.Devices;

/// <summary>Whole command lines of realistic guests.</summary>
public sealed class WholeDeviceCommandLineTests
{
    private const string Kernel =
        "<kernel>/boot/vmlinuz</kernel><initrd>/boot/initrd</initrd><cmdline>console=ttyS0 root=/dev/vda</cmdline></os>";

    private const string Headless = """
        <devices>
        <disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='/images/root.img'/><target dev='vda' bus='virtio'/></disk>
        <interface type='user'><mac address='52:54:00:11:22:33'/><model type='e1000'/></interface>
        <serial type='pty'><target port='0'/></serial><console type='pty'><target type='serial' port='0'/></console>
        <memballoon model='none'/>
        </devices>
        """;

    private const string Desktop = """
        <devices>
        <controller type='pci' index='0' model='pcie-root'/>
        <controller type='pci' index='1' model='pcie-root-port'><target chassis='1' port='0x8'/><address type='pci' bus='0' slot='1' function='0' multifunction='on'/></controller>
        <controller type='pci' index='2' model='pcie-root-port'><target chassis='2' port='0x9'/><address type='pci' bus='0' slot='1' function='1'/></controller>
        <controller type='sata' index='0'><address type='pci' bus='0' slot='0x1f' function='2'/></controller>
        <controller type='usb' index='0' model='qemu-xhci' ports='15'><address type='pci' bus='2' slot='0'/></controller>
        <controller type='virtio-serial' index='0'/>
        <disk type='file' device='disk'><driver name='qemu' type='qcow2' cache='none' io='native' discard='unmap'/><source file='/images/system,1.qcow2'/>
        <target dev='vda' bus='virtio'/><serial>system</serial><boot order='2'/><address type='pci' bus='1' slot='0'/></disk>
        <disk type='block' device='disk'><driver name='qemu' type='raw'/><source dev='/dev/vg/data'/><target dev='sda' bus='sata'/></disk>
        <disk type='file' device='cdrom'><source file='/images/install.iso'/><target dev='sdb' bus='sata'/><readonly/><boot order='1'/></disk>
        <interface type='user'><mac address='52:54:00:11:22:33'/><model type='virtio'/><mtu size='1400'/></interface>
        <serial type='file'><source path='/log/serial' append='on'/></serial>
        <channel type='unix'><source mode='bind'/><target type='virtio' name='org.qemu.guest_agent.0'/><address type='virtio-serial' controller='0' bus='0' port='1'/></channel>
        <input type='tablet' bus='usb'><alias name='ua-tablet'/><address type='usb' bus='0' port='1'/></input><input type='keyboard' bus='ps2'/>
        <graphics type='vnc' port='5901' autoport='no'><listen type='address' address='::1'/></graphics>
        <sound model='ich9'/><video><model type='virtio' heads='1' primary='yes'/></video>
        <watchdog model='itco' action='poweroff'/><memballoon model='virtio'/>
        <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng><panic model='isa'/>
        </devices>
        """;

    private const string Arm = """
        <devices>
        <disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='/images/root.qcow2'/><target dev='vda' bus='virtio'/></disk>
        <disk type='file' device='cdrom'><target dev='sda' bus='scsi'/></disk>
        <interface type='user'/><console type='pty'/><graphics type='vnc' autoport='yes'/><input type='keyboard'/>
        <rng model='virtio'><backend model='builtin'/></rng><panic/>
        </devices>
        """;

    [Fact]
    public void A_headless_pc_with_a_kernel() =>
        Check(DomainDocument.Parse(Domain(Headless).Text.Replace("</os>", Kernel, StringComparison.Ordinal), "g.xml"), "headless-pc");

    [Fact]
    public void A_q35_with_a_screen_and_an_agent() => Check(Domain(Desktop, machine: "q35"), "desktop-q35");

    [Fact]
    public void An_arm_virt() => Check(Domain(Arm, arch: "aarch64", machine: "virt"), "arm-virt");

    private static void Check(DomainDocument domain, string name)
    {
        QemuArguments arguments = Build(domain, new QemuCommandLineOptions { SocketFolder = "/run/guests" });
        Golden.Check(
            string.Join('\n', arguments.Arguments.Prepend(arguments.Emulator).Concat(arguments.Warnings.Select(w => "warning: " + w)))
                + "\n", name);
    }
}
