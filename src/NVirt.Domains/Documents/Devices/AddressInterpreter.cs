using NVirt.Xml;

namespace NVirt.Domains.Documents.Devices;

/// <summary>Where devices are plugged in. Missing numbers are to be assigned.</summary>
internal static class AddressInterpreter
{
    private static readonly NumberRange PciSegment = new(0, 0xffff, ByPrefix: true);
    private static readonly NumberRange PciBus = new(0, 0xff, ByPrefix: true);
    private static readonly NumberRange PciSlot = new(0, 0x1f, ByPrefix: true);
    private static readonly NumberRange PciFunction = new(0, 7, ByPrefix: true);
    private static readonly NumberRange CcwCssid = new(0, 0xfe, ByPrefix: true);
    private static readonly NumberRange CcwSsid = new(0, 3, ByPrefix: true);
    private static readonly NumberRange CcwDevno = new(0, 0xffff, ByPrefix: true);
    private static readonly NumberRange Wide = new(0, ulong.MaxValue, ByPrefix: true);

    public static DeviceAddress Interpret(Element address) => address.TextOf("type") switch
    {
        null => throw address.Missing("type", Messages.Domain_AddressKind),
        "pci" => Pci(address),
        "drive" => new DriveAddress(
            address.UInt("controller") ?? 0, address.UInt("bus") ?? 0, address.UInt("target") ?? 0, address.UInt("unit") ?? 0),
        "usb" => new UsbAddress(address.UInt("bus") ?? 0, address.TextOf("port")),
        "virtio-serial" => new VirtioSerialAddress(address.UInt("controller") ?? 0, address.UInt("bus") ?? 0, address.UInt("port")),
        "ccw" => new CcwAddress(
            (uint?)address.Number("cssid", CcwCssid), (uint?)address.Number("ssid", CcwSsid), (uint?)address.Number("devno", CcwDevno)),
        "isa" => new IsaAddress(Hexadecimal(address, "iobase"), Hexadecimal(address, "irq")),
        "dimm" => new DimmAddress(address.UInt("slot"), address.Number("base", Wide)),
        "spapr-vio" => new SpaprVioAddress(address.Number("reg", Wide)),
        { } other => new OtherAddress(other),
    };

    /// <summary>The address of a PCI function, of the guest or of the host.</summary>
    public static PciAddress Pci(Element address) => new()
    {
        Domain = (uint?)address.Number("domain", PciSegment) ?? 0,
        Bus = (uint?)address.Number("bus", PciBus),
        Slot = (uint?)address.Number("slot", PciSlot),
        Function = (uint?)address.Number("function", PciFunction) ?? 0,
        Multifunction = address.OnOff("multifunction"),
    };

    // With or without 0x.
    private static uint? Hexadecimal(Element address, string attribute)
    {
        if (address.TextOf(attribute) is not { } text)
        {
            return null;
        }

        string prefixed = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text : "0x" + text;
        return NumberRange.Register.TryParse(prefixed, out ulong number)
            ? (uint)number
            : throw address.Bad(attribute, Messages.Domain_Hexadecimal);
    }
}
