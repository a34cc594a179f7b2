using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Domains.Documents.Devices;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>
/// What the document of a guest that runs says of its devices: what was noted while they were written, what they needed, and what is part
/// of the machine.
/// </summary>
internal static class GuestFacts
{
    private const string None = "";

    private static readonly string[] Ps2 = ["mouse", "keyboard"];

    public static ImmutableArray<DeviceFacts> Of(GuestDevices devices)
    {
        ImmutableArray<DomainDevice> named = devices.Guest.Domain.Devices.All;

        // What a document begins with comes first; an IOMMU may have been added behind that.
        int count = devices.Guest.Document.Definition.Devices.All.Length;
        IEnumerable<DeviceFacts> own = named.Take(count).Select((d, i) => new DeviceFacts(i, d.Element, devices.Notes.Of(d)));
        IEnumerable<DeviceFacts> implied = devices.All.Where(d => !named.Take(count).Contains(d, ReferenceEqualityComparer.Instance))
            .Select(d => new DeviceFacts(null, d.Element, [.. Kind(d), .. devices.Notes.Of(d)]));
        return [.. WithConsole(devices, [.. own]).Where(d => !d.All.IsEmpty), .. implied, .. OfMachine(devices)];
    }

    private static IEnumerable<DeviceFact> Kind(DomainDevice device) => device switch
    {
        ControllerDevice controller => [new DeviceFact(None, "type", controller.Type)],
        CharacterDevice character => [new DeviceFact(None, "type", character.Backend.Type)],
        IommuDevice iommu => [new DeviceFact(None, "model", iommu.Model)],
        _ => [],
    };

    // The first serial port is also the first console.
    private static DeviceFacts[] WithConsole(GuestDevices devices, DeviceFacts[] own)
    {
        if (devices.All.FirstOrDefault(d => d.Element == "serial") is not CharacterDevice { Backend.Type: "pty" } serial)
        {
            return own;
        }

        ImmutableArray<DeviceFact> facts =
        [
            new DeviceFact("target", "type", "serial"), new DeviceFact("target", "port", "0"),
            .. devices.Notes.Of(serial).Where(f => f.Path == "alias"),
        ];
        int place = Array.FindIndex(own, d => d.Element == "console");
        return place < 0 ? [.. own, new DeviceFacts(null, "console", [new DeviceFact(None, "type", "pty"), .. facts])]
            : devices.Guest.Domain.Devices.All[place] is CharacterDevice { TargetType: null or "serial" }
                ? [.. own[..place], own[place] with { All = facts }, .. own[(place + 1)..]]
                : own;
    }

    private static IEnumerable<DeviceFacts> OfMachine(GuestDevices devices)
    {
        if (ControllerTable.RootBus(devices.Guest) is not { } root)
        {
            yield break;
        }

        if (!Has("pci", 0))
        {
            yield return new DeviceFacts(null, "controller", [.. Controller("pci", root + "-root"), new DeviceFact("alias", "name", root)]);
        }

        if (devices.Guest.IsMachine("pc-i440fx") && !Has("ide", 0) && devices.All.Any(d => d is DiskDevice { Bus: "ide" }))
        {
            yield return new DeviceFacts(null, "controller", [.. Controller("ide", model: null), .. Function(slot: 1, function: 1)]);
        }

        if (devices.Guest.IsMachine("pc-q35") && !Has("sata", 0))
        {
            yield return new DeviceFacts(null, "controller", [.. Controller("sata", model: null), .. Function(slot: 0x1f, function: 2)]);
        }

        if (devices.Guest.Arch.IsX86() && devices.All.Any(d => d is GraphicsDevice))
        {
            foreach (string type in Ps2.Where(t => !devices.All.Any(d => IsPs2(devices, d, t))))
            {
                yield return new DeviceFacts(null, "input", [new DeviceFact(None, "type", type), new DeviceFact(None, "bus", "ps2")]);
            }
        }

        bool Has(string type, uint index) => devices.All.Any(d => d is ControllerDevice c && c.Type == type && (c.Index ?? 0) == index);
    }

    private static bool IsPs2(GuestDevices devices, DomainDevice device, string type) =>
        device is InputDevice input && input.Type == type && InputWriter.BusOf(devices.Guest, input) == "ps2";

    private static IEnumerable<DeviceFact> Controller(string type, string? model)
    {
        yield return new DeviceFact(None, "type", type);
        yield return new DeviceFact(None, "index", "0");
        if (model is not null)
        {
            yield return new DeviceFact(None, "model", model.Replace(".0", string.Empty, StringComparison.Ordinal));
        }
    }

    private static IEnumerable<DeviceFact> Function(uint slot, uint function) =>
        DeviceNotes.Pci(0, slot, function).Select(a => new DeviceFact("address", a.Name, a.Value));
}
