using NVirt.Cpu.Xml;

namespace NVirt.Domains;

/// <summary>The devices of a domain: what all have in common; one file a group has the rest.</summary>
internal static partial class DeviceInterpreter
{
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
