using NVirt.Xml;

namespace NVirt.Domains.Documents.Devices;

/// <summary>Controllers, network interfaces and devices of the host.</summary>
internal static partial class DeviceInterpreter
{
    private static readonly NumberRange Byte = new(0, 255, ByPrefix: true);

    private static ControllerDevice Controller(Element controller)
    {
        Element? target = controller.First("target");
        return new ControllerDevice(controller.Place())
        {
            Type = controller.TextOf("type") ?? "ide",
            Index = controller.UInt("index"),
            Model = controller.TextOf("model"),
            ModelName = controller.ChildAttribute("model", "name"),
            Ports = controller.UInt("ports"),
            ChassisNumber = (uint?)target?.Number("chassisNr", Byte),
            Chassis = (uint?)target?.Number("chassis", Byte),
            Port = (uint?)target?.Number("port", Byte),
            BusNumber = (uint?)target?.Number("busNr", Byte),
            TargetIndex = target?.UInt("index"),
        };
    }

    private static InterfaceDevice Interface(Element net)
    {
        string type = net.TextOf("type") ?? "user";
        Element? source = net.First("source");
        return new InterfaceDevice(net.Place())
        {
            Type = type,
            Mac = net.ChildAttribute("mac", "address"),
            Source = source?.TextOf(type switch { "network" => "network", "bridge" => "bridge", _ => "dev" }),
            SourceMode = source?.TextOf("mode"),
            Model = net.ChildAttribute("model", "type"),
            Target = net.ChildAttribute("target", "dev"),
            Driver = net.ChildAttribute("driver", "name"),
            Queues = net.First("driver")?.UInt("queues"),
            LinkUp = net.First("link")?.Either("state", DomainWords.LinkStates),
            Mtu = net.First("mtu")?.UInt("size"),
        };
    }

    private static HostDevice Host(Element device)
    {
        string type = Required(device, "type");
        Element? source = device.First("source");
        Element? address = source?.First("address");
        HostDevice host = new(type, device.Place())
        {
            Mode = device.TextOf("mode") ?? "subsystem",
            IsManaged = device.YesNo("managed"),
            Model = device.TextOf("model"),
        };
        return type switch
        {
            "pci" => host with { HostPci = address is null ? null : AddressInterpreter.Pci(address) },
            "usb" => host with
            {
                UsbVendor = (uint?)source?.First("vendor")?.Number("id", NumberRange.Register),
                UsbProduct = (uint?)source?.First("product")?.Number("id", NumberRange.Register),
                UsbBus = (uint?)address?.Number("bus", NumberRange.Register),
                UsbDevice = (uint?)address?.Number("device", NumberRange.Register),
            },
            "mdev" => host with { MdevUuid = address?.TextOf("uuid") },
            _ => host,
        };
    }

    private static string Required(Element element, string attribute) =>
        element.TextOf(attribute) ?? throw element.Missing(attribute, Messages.Domain_DeviceKind);
}
