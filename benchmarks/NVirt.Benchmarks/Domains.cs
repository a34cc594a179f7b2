using System.Globalization;
using System.Text;

namespace NVirt.Benchmarks;

/// <summary>Domains as hosts have them, for the validator: always the same for the same number.</summary>
internal static class Domains
{
    /// <summary>The schema of the installed libvirt; with the files that it includes, it has 8,600 lines.</summary>
    public const string Schema = "/usr/share/libvirt/schemas/domain.rng";

    /// <summary>A domain.</summary>
    /// <param name="number">Makes it another one.</param>
    /// <param name="devices">How many disks, and how many interfaces, it has.</param>
    public static string Domain(int number, int devices)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $$"""
            <domain type='kvm'>
              <name>guest-{{number}}</name>
              <uuid>c7a5fdbd-edaf-9455-926a-{{number:x12}}</uuid>
              <memory unit='KiB'>{{1048576 + number}}</memory>
              <currentMemory unit='KiB'>1048576</currentMemory>
              <vcpu placement='static'>{{1 + (number % 8)}}</vcpu>
              <os>
                <type arch='x86_64' machine='pc-q35-7.2'>hvm</type>
                <boot dev='hd'/>
              </os>
              <features><acpi/><apic/><vmport state='off'/></features>
              <cpu mode='custom' match='exact' check='partial'>
                <model fallback='forbid'>Skylake-Server</model>
                <topology sockets='1' dies='1' cores='4' threads='2'/>
                <feature policy='require' name='vmx'/>
                <feature policy='disable' name='hle'/>
                <feature policy='{{(number % 2 == 0 ? "optional" : "forbid")}}' name='rtm'/>
              </cpu>
              <clock offset='utc'><timer name='rtc' tickpolicy='catchup'/><timer name='hpet' present='no'/></clock>
              <on_poweroff>destroy</on_poweroff>
              <on_reboot>restart</on_reboot>
              <on_crash>destroy</on_crash>
              <devices>
                <emulator>/usr/bin/qemu-system-x86_64</emulator>

            """);
        for (int i = 0; i < devices; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"""
                    <disk type='{(i % 2 == 0 ? "file" : "block")}' device='disk'>
                      <driver name='qemu' type='raw' cache='none'/>
                      <source {(i % 2 == 0 ? "file='/var/lib/images/" : "dev='/dev/vg/")}{number}-{i}'/>
                      <target dev='vd{(char)('a' + (i % 26))}{(char)('a' + (i / 26 % 26))}' bus='virtio'/>
                      <serial>{number:x6}{i:x6}</serial>
                      <address type='pci' domain='0x0000' bus='0x{i % 256:x2}' slot='0x00' function='0x0'/>
                    </disk>
                    <interface type='network'>
                      <mac address='52:54:00:{number / 256 % 256:x2}:{number % 256:x2}:{i % 256:x2}'/>
                      <source network='default'/>
                      <model type='virtio'/>
                    </interface>

                """);
        }

        return text.Append("""
                <serial type='pty'><target port='0'/></serial>
                <console type='pty'><target type='serial' port='0'/></console>
                <input type='tablet' bus='usb'/>
                <graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'/>
                <video><model type='virtio' heads='1'/></video>
                <memballoon model='virtio'/>
              </devices>
            </domain>

            """).ToString();
    }
}
