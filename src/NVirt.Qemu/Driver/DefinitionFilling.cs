using System.Security.Cryptography;
using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.CommandLine.Devices;
using NVirt.Qemu.Probing;
using NVirt.Xml;

namespace NVirt.Qemu.Driver;

/// <summary>
/// What libvirt's clients expect of a definition that leaves it open: memory in KiB, the emulator's path, an address for every network
/// interface, and a balloon.
/// </summary>
internal static class DefinitionFilling
{
    // The part of QEMU's addresses that is the same for all.
    private const string Vendor = "52:54:00";

    public static DomainDocument Fill(DomainDocument document, QemuGuest guest)
    {
        DomainDefinition domain = document.Definition;
        DomainDocument filled =
            domain.Memory.TotalKiB is { } total ? document.WithMemory(domain.Memory.CurrentKiB ?? total, total) : document;
        if (domain.Devices.Emulator is null && QemuBinary.InPath(guest.Emulator) is { } path)
        {
            filled = filled.WithEmulator(path);
        }

        List<DeviceFacts> facts = [];
        for (int i = 0; i < domain.Devices.All.Length; i++)
        {
            if (domain.Devices.All[i] is InterfaceDevice { Mac: null } net)
            {
                facts.Add(new DeviceFacts(i, net.Element, [new DeviceFact("mac", "address", NewMac())]));
            }
        }

        if (ControllerTable.RootBus(guest) is not null && !domain.Devices.Of<MemballoonDevice>().Any())
        {
            facts.Add(new DeviceFacts(null, "memballoon", [new DeviceFact(string.Empty, "model", "virtio")]));
        }

        return facts.Count == 0 ? filled : filled.WithDeviceFacts(facts);
    }

    private static string NewMac()
    {
        byte[] own = RandomNumberGenerator.GetBytes(3);
        return Text.Of("{0}:{1:x2}:{2:x2}:{3:x2}", Vendor, own[0], own[1], own[2]);
    }
}
