using System.Globalization;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.CommandLine.Devices;

/// <summary>Domains with devices of all kinds in random numbers, orders and places.</summary>
internal static class RandomGuest
{
    public static DeviceGuest Make(TempFolder folder, Random random)
    {
        DeviceGuest guest = new(folder, random.Next(2) == 0 ? "pc" : "q35") { Cpus = random.Next(1, 5) };
        if (random.Next(2) == 0)
        {
            guest.Cpu = $"<cpu><topology sockets='1' cores='{guest.Cpus}' threads='1'/><numa><cell cpus='0-{guest.Cpus - 1}' "
                + $"memory='65536'/><cell memory='32768'/></numa></cpu>";
        }

        Action<DeviceGuest, Random>[] kinds = [Disks, Interfaces, Serials, Channels, Screen, Inputs, System, Controllers];
        random.Shuffle(kinds);
        foreach (Action<DeviceGuest, Random> add in kinds)
        {
            add(guest, random);
        }

        return guest;
    }

    private static void Disks(DeviceGuest guest, Random random)
    {
        string firstBus = guest.Machine == "pc" ? "ide" : "sata";
        for (int i = 0, count = random.Next(4); i < count; i++)
        {
            char letter = (char)('a' + i);
            string format = random.Next(2) == 0 ? "raw" : "qcow2";
            string cache =
                Pick(random, string.Empty, "cache='none' io='native'", "cache='unsafe'", "discard='unmap' detect_zeroes='unmap'");
            switch (random.Next(4))
            {
                case 0:
                    guest.AddDisk("vd" + letter, "virtio", $"virtio-disk{i}", format, isReadOnly: random.Next(4) == 0,
                        more: Address(guest, random, i), driver: cache);
                    break;
                case 1:
                    string target = (guest.Machine == "pc" ? "hd" : "sd") + letter;
                    string id = guest.Machine == "pc" ? $"ide0-{i / 2}-{i % 2}" : $"sata0-0-{i}";
                    guest.AddDisk(target, firstBus, id, format, Pick(random, "disk", "cdrom"), driver: cache);
                    break;
                case 2:
                    guest.AddDisk("sd" + letter, "scsi", $"scsi0-0-{i}", format, Pick(random, "disk", "cdrom"), driver: cache);
                    break;
                default:
                    guest.AddDisk("sd" + letter, "usb", $"usb-disk{i}", format, driver: cache);
                    break;
            }
        }
    }

    private static void Interfaces(DeviceGuest guest, Random random)
    {
        for (int i = 0, count = random.Next(4); i < count; i++)
        {
            string alias = random.Next(3) == 0 ? $"<alias name='ua-net-{i}'/>" : string.Empty;
            string model = Pick(random, string.Empty, "<model type='virtio'/>", "<model type='e1000'/>", "<model type='e1000e'/>",
                "<model type='rtl8139'/>");
            string boot = random.Next(2) == 0 ? $"<boot order='{i + 1}'/>" : string.Empty;
            guest.Add($"<interface type='user'>{model}{alias}{boot}{Address(guest, random, 8 + i)}</interface>", alias.Length > 0
                ? $"ua-net-{i}" : null);
        }
    }

    private static void Serials(DeviceGuest guest, Random random)
    {
        for (int i = 0, count = random.Next(3); i < count; i++)
        {
            (string attributes, string source, string kind) = Backend(guest, random, $"serial{i}");
            guest.AddCharacter("serial", attributes, $"{source}<target port='{i}'/>", $"serial{i}", kind);
        }
    }

    private static void Channels(DeviceGuest guest, Random random)
    {
        for (int i = 0, count = random.Next(3); i < count; i++)
        {
            (string attributes, string source, string kind) = Backend(guest, random, $"channel{i}");
            guest.AddCharacter("channel", attributes, $"{source}<target type='virtio' name='channel.{i}'/>", $"channel{i}", kind);
        }
    }

    private static void Screen(DeviceGuest guest, Random random)
    {
        if (random.Next(2) == 0)
        {
            guest.AddVnc();
        }

        if (random.Next(2) == 0)
        {
            guest.Add($"<video><model type='{Pick(random, "vga", "cirrus", "virtio", "bochs")}'/>{Address(guest, random, 12)}</video>",
                "video0");
        }
    }

    private static void Inputs(DeviceGuest guest, Random random)
    {
        for (int i = 0, count = random.Next(4); i < count; i++)
        {
            guest.Add($"<input type='{Pick(random, "tablet", "mouse", "keyboard")}' bus='{Pick(random, "usb", "virtio")}'/>", $"input{i}");
        }
    }

    private static void System(DeviceGuest guest, Random random)
    {
        if (random.Next(2) == 0)
        {
            guest.Add($"<rng model='virtio'><backend model='{Pick(random, "random", "builtin")}'/>{Address(guest, random, 13)}</rng>",
                "rng0");
        }

        string balloon = Pick(random, "virtio", "virtio-transitional", "none");
        guest.Add($"<memballoon model='{balloon}'>{(balloon == "none" ? string.Empty : Address(guest, random, 14))}</memballoon>",
            balloon == "none" ? null : "balloon0");
        if (random.Next(2) == 0)
        {
            guest.Add("<panic model='isa'/>", "panic0");
        }

        if (random.Next(3) == 0)
        {
            guest.Add("<watchdog model='i6300esb' action='reset'/>", "watchdog0");
        }

        if (guest.Machine == "q35" && random.Next(3) == 0)
        {
            guest.Add("<iommu model='intel'><driver intremap='on'/></iommu>", "iommu0");
        }
    }

    private static void Controllers(DeviceGuest guest, Random random)
    {
        if (random.Next(2) == 0)
        {
            guest.Add($"<controller type='usb' index='0' model='{Pick(random, "qemu-xhci", "nec-xhci", "ich9-ehci1")}' />", "usb");
        }

        if (random.Next(2) == 0)
        {
            guest.Add("<controller type='virtio-serial' index='0' ports='8'/>", "virtio-serial0");
        }

        string bridge = guest.Machine == "pc" ? "pci-bridge" : "pcie-root-port";
        for (int i = 1, count = random.Next(4); i <= count; i++)
        {
            guest.Add($"<controller type='pci' index='{i}' model='{bridge}'/>", $"pci.{i}");
        }
    }

    // A slot of its own, so that no two get the same.
    private static string Address(DeviceGuest guest, Random random, int number) => random.Next(2) == 0
        ? string.Empty
        : string.Create(CultureInfo.InvariantCulture,
        $"<address type='pci' domain='0' bus='0' slot='{(guest.Machine == "pc" ? 2 : 1) + number}' function='0'/>");

    private static (string Attributes, string Source, string Kind) Backend(DeviceGuest guest, Random random, string name) =>
        random.Next(4) switch
        {
            0 => ("type='pty'", string.Empty, "pty"),
            1 => ("type='file'", $"<source path='{guest.Path(name + ".log")}'/>", "file"),
            2 => ("type='unix'", $"<source mode='bind' path='{guest.Path(name + ".sock")}'/>", "disconnected"),
            _ => ("type='null'", string.Empty, "null"),
        };

    private static string Pick(Random random, params string[] words) => words[random.Next(words.Length)];
}
