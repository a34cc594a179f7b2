using NVirt.Xml;

namespace NVirt.Domains.Documents.Devices;

/// <summary>The devices of a domain: what they all have in common. Each group has a file of its own for the rest.</summary>
internal static partial class DeviceInterpreter
{
    /// <summary>The elements that are devices, in the order of <see cref="DomainDevices.All"/>.</summary>
    public static IEnumerable<Element> DevicesIn(Element devices) => devices.Children.Where(c => c.Name.Length > 0 && c.Name != "emulator");

    public static DomainDevices Interpret(IEnumerable<Element> children)
    {
        List<DomainDevice> devices = [];
        string? emulator = null;
        foreach (Element child in children)
        {
            if (child.Name == "emulator")
            {
                emulator ??= child.Text;
            }
            else if (child.Name.Length > 0)
            {
                devices.Add(Device(child));
            }
        }

        return new DomainDevices { Emulator = string.IsNullOrEmpty(emulator) ? null : emulator, All = [.. devices] };
    }

    private static DomainDevice Device(Element e) => e.Name switch
    {
        "disk" => WithCommon(Disk(e), e),
        "controller" => WithCommon(Controller(e), e),
        "interface" => WithCommon(Interface(e), e),
        "serial" or "parallel" or "console" or "channel" => WithCommon(Character(e), e),
        "input" => WithCommon(Input(e), e),
        "graphics" => WithCommon(Graphics(e), e),
        "video" => WithCommon(Video(e), e),
        "sound" => WithCommon(Sound(e), e),
        "audio" => WithCommon(Audio(e), e),
        "rng" => WithCommon(Rng(e), e),
        "memballoon" => WithCommon(Memballoon(e), e),
        "watchdog" => WithCommon(Watchdog(e), e),
        "tpm" => WithCommon(Tpm(e), e),
        "panic" => WithCommon(Panic(e), e),
        "iommu" => WithCommon(Iommu(e), e),
        "memory" => WithCommon(Memory(e), e),
        "vsock" => WithCommon(Vsock(e), e),
        "hostdev" => WithCommon(Host(e), e),
        _ => new OtherDevice(e.Name, e.Place()),
    };

    private static DomainDevice WithCommon(DomainDevice device, Element element) => device with
    {
        Address = element.First("address") is { } address ? AddressInterpreter.Interpret(address) : null,
        Alias = element.ChildAttribute("alias", "name"),
        BootOrder = element.First("boot")?.UInt("order", atLeast: 1),
    };
}
