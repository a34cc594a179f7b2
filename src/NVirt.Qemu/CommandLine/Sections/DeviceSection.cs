using System.Text.Json.Nodes;
using NVirt.Domains.Documents.Devices;
using NVirt.Qemu.CommandLine.Devices;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Sections;

/// <summary>The devices. Each is written, gives a warning, or is refused.</summary>
internal static class DeviceSection
{
    // In libvirt's order: a device comes after what it is plugged into.
    private static readonly (string Element, Action<GuestDevices, DomainDevice> Write)[] Kinds =
    [
        ("iommu", (devices, device) => IommuWriter.Write(devices, (IommuDevice)device)),
        ("controller", (devices, device) => ControllerWriter.Write(devices, (ControllerDevice)device)),
        ("disk", (devices, device) => DiskWriter.Write(devices, (DiskDevice)device)),
        ("interface", (devices, device) => InterfaceWriter.Write(devices, (InterfaceDevice)device)),
        ("serial", (devices, device) => SerialWriter.Write(devices, (CharacterDevice)device)),
        ("parallel", (devices, device) => ParallelWriter.Write(devices, (CharacterDevice)device)),
        ("channel", (devices, device) => ChannelWriter.Write(devices, (CharacterDevice)device)),
        ("console", (devices, device) => ConsoleWriter.Write(devices, (CharacterDevice)device)),
        ("input", (devices, device) => InputWriter.Write(devices, (InputDevice)device)),
        ("audio", (devices, device) => AudioWriter.Write(devices, (AudioDevice)device)),
        ("sound", (devices, device) => devices.Warn(device, Text.Of(Messages.Args_Device, device.Element))),
        ("graphics", (devices, device) => GraphicsWriter.Write(devices, (GraphicsDevice)device)),
        ("video", (devices, device) => VideoWriter.Write(devices, (VideoDevice)device)),
        ("watchdog", (devices, device) => WatchdogWriter.Write(devices, (WatchdogDevice)device)),
        ("memballoon", (devices, device) => MemballoonWriter.Write(devices, (MemballoonDevice)device)),
        ("rng", (devices, device) => RngWriter.Write(devices, (RngDevice)device)),
        ("panic", (devices, device) => PanicWriter.Write(devices, (PanicDevice)device)),
    ];

    public static void Write(QemuGuest guest, ArgumentList arguments)
    {
        if (!guest.Options.HasDevices)
        {
            return;
        }

        GuestDevices devices = new(guest, arguments);
        foreach (DomainDevice unknown in devices.All.Where(d => !Kinds.Any(k => k.Element == d.Element)))
        {
            devices.Report(devices.Refuse(unknown, Text.Of(Messages.Args_DeviceKind, unknown.Element)));
        }

        if (ControllerTable.RootBus(guest) is null
            && devices.All.FirstOrDefault(d => d is not PanicDevice { Model: "hyperv" }) is { } homeless)
        {
            throw devices.Refuse(homeless, Text.Of(Messages.Args_DevicesOfMachine, homeless.Element, guest.Machine.Name));
        }

        foreach ((string element, Action<GuestDevices, DomainDevice> write) in Kinds)
        {
            foreach (DomainDevice device in InOrder(devices, element))
            {
                if (!guest.Refusals.Try(() => write(devices, device)) && device is ControllerDevice controller)
                {
                    devices.Controllers.Refuse(controller);
                }
            }
        }

        arguments.Devices = GuestFacts.Of(devices);

        // A switch of features in a document, but a device in QEMU.
        if (guest.Domain.Features.VmCoreInfo == true)
        {
            arguments.Add("-device", new JsonObject { ["driver"] = "vmcoreinfo" });
        }
    }

    // PCI buses before the controllers that are plugged into them, each before those below it.
    private static IEnumerable<DomainDevice> InOrder(GuestDevices devices, string element)
    {
        IEnumerable<DomainDevice> kind = devices.All.Where(d => d.Element == element);
        return element == "controller"
            ? kind.Cast<ControllerDevice>().OrderBy(c => c.Type == "pci" ? 0 : 1)
            .ThenBy(c => c.Type == "pci" ? c.Index ?? uint.MaxValue : 0)
            : kind;
    }
}
